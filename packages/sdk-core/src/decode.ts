import { retryAfterOf } from './backoff.ts';
import { HTML_PAGE, isPage } from './messages.ts';
import type { ExpectedResponse, Named } from './operation.ts';
import type { ErrorResponse, SuccessOutcome, Undecodable } from './outcome.ts';
import { parsed } from './redact.ts';
import type { Call, SentRequest } from './request.ts';

/** Bytes of an error's body that are read: a proxy may send a page without end. */
const ERROR_LIMIT = 1024 * 1024;

const decoder = new TextDecoder();

/**
 * Reads the body of a success, once, and decides by the contract whether it is one. This is the only place that does.
 */
export async function decodeSuccess(response: Response, call: Call): Promise<SuccessOutcome | Undecodable> {
  const { operation, parseAs, maxResponseSize } = call;
  const success = (data: unknown, raw?: SuccessOutcome['raw']): SuccessOutcome => {
    return { ok: true, status: response.status, data, response, raw, failures: [] };
  };
  if (parseAs === 'stream') return success(response.body);
  const form = parseAs === 'blob' || parseAs === 'arrayBuffer' ? parseAs : 'text';
  const { content: text, isWhole } = await read(response, form, maxResponseSize);
  if (!isWhole) {
    // It will not be shorter the next time.
    return undecodable(response, '', `a body of more than ${maxResponseSize} bytes (option 'maxResponseSize')`, false);
  }
  if (typeof text !== 'string') return success(text, text);
  if (operation.method === 'HEAD' || (operation.response === 'none' && parseAs === 'json'))
    return success(undefined, text);
  if (!text && operation.response !== 'none' && operation.response !== 'any') {
    return undecodable(response, text, `an empty body, but ${promise(operation.response)}`);
  }
  if (parseAs === 'text' || operation.response === 'text') return success(text, text);
  if (!text) return success(undefined, text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without a cause: its message would quote the body.
    return undecodable(response, text, isPage(text) ? HTML_PAGE : 'malformed JSON');
  }
  // JSON is UTF-8 whatever its label says: another label and broken characters together mean another encoding.
  if (text.includes('\ufffd') && /charset="?(?!utf-?8)/i.test(`${response.headers.get('content-type')}`)) {
    return undecodable(response, text, 'a body that is not UTF-8');
  }
  const problem = kindProblem(value, operation) ?? listProblem(value, operation);
  return problem ? undecodable(response, text, problem) : success(value, text);
}

/** The body of an error response, as an outcome. */
export async function decodeFailure(response: Response, sent: SentRequest, now: number): Promise<ErrorResponse> {
  const { status, headers } = response;
  const text = await readStart(response);
  return {
    ok: false,
    kind: 'response',
    status,
    body: text ? parsed(text) : undefined,
    text,
    response,
    retryAfter: retryAfterOf(headers, now),
    retryable: status === 408 || status === 425 || status === 429 || status >= 500,
    notSent: false,
    sent,
    failures: [],
  };
}

function kindProblem(value: unknown, { response }: Named): string | undefined {
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return response === 'any' || response === kind ? undefined : `JSON of type ${kind}, but ${promise(response)}`;
}

function promise(response: ExpectedResponse): string {
  return `the contract requires ${response === 'text' ? 'text' : `JSON of type ${response}`}`;
}

/** Why an object is not the expected list, with a cursor or without one. */
function listProblem(value: unknown, { items: unpaged, pagination }: Named): string | undefined {
  const name = pagination?.items ?? unpaged;
  if (name === undefined) return undefined;
  const body = value as Record<string, unknown>;
  const list = body[name] ?? undefined;
  if (list === undefined ? !pagination?.itemsOptional : !Array.isArray(list)) {
    return `a list ${list === undefined ? 'without' : 'with a malformed'} '${name}'`;
  }
  const cursor = pagination ? (body[pagination.next] ?? '') : '';
  return typeof cursor === 'string' ? undefined : `a list with a malformed '${pagination?.next}'`;
}

function undecodable(response: Response, text: string, problem: string, retryable: boolean = true): Undecodable {
  const { status } = response;
  return { ok: false, kind: 'decode', status, response, problem, text, retryable, notSent: false, failures: [] };
}

/** The first 1 MiB of a body, as text. */
export async function readStart(response: Response): Promise<string> {
  return (await read(response, 'text', ERROR_LIMIT)).content as string;
}

/** The body, in the form asked for; only its first `limit` bytes if it is longer. */
async function read(
  response: Response,
  form: 'text' | 'blob' | 'arrayBuffer',
  limit: number,
): Promise<{ content: string | Blob | ArrayBuffer; isWhole: boolean }> {
  // node-fetch and test doubles have bodies of another kind.
  if (typeof response.body?.getReader !== 'function') return { content: await response[form](), isWhole: true };
  const { bytes, isWhole } = await readBytes(response.body, limit);
  if (form === 'text') return { content: decoder.decode(bytes), isWhole };
  const type = response.headers.get('content-type') ?? '';
  return { content: form === 'blob' ? new Blob([bytes], { type }) : bytes.slice().buffer, isWhole };
}

/** The first `limit` bytes. Reading them here is also faster than `response.text()`. */
async function readBytes(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isWhole: boolean }> {
  const reader = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let isWhole = false;
  while (!isWhole && size <= limit) {
    const { value } = await reader.read();
    if (value) chunks.push(value);
    size += value?.length ?? 0;
    isWhole = !value;
  }
  // Not awaited: the remainder is discarded.
  if (!isWhole) reader.cancel().catch(() => {});
  const [only] = chunks;
  const bytes = only && chunks.length === 1 ? only : new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { bytes: isWhole ? bytes : bytes.subarray(0, limit), isWhole };
}
