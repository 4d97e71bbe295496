import { DecodeError } from './errors.ts';
import { outcome } from './outcome.ts';
import type { Context } from './request.ts';

/** A proxy may send an error page without end. */
const ERROR_LIMIT = 1024 * 1024;

/**
 * Reads the answer's body, once, as the call wants it. The response keeps working afterwards: what was read can be read
 * again.
 */
export async function readBody(response: Response, { parseAs }: Context): Promise<unknown> {
  const { ok } = response;
  if (ok && parseAs === 'stream') return response.body;
  const how = ok && parseAs !== 'json' ? (parseAs as 'text') : 'text';
  const body = ok ? await response[how]() : await readBounded(response);
  // One by one: an object to assign from costs every call more than the three closures.
  response.json = async () => JSON.parse(body);
  response.clone = () => new Response(body || null, response);
  response[how] = async () => body;
  return body;
}

async function readBounded({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  while (text.length < ERROR_LIMIT) {
    const { value } = (await reader?.read()) ?? {};
    if (!value) return text;
    text += decoder.decode(value, { stream: true });
  }
  // Not awaited: the rest of an endless page is nobody's concern.
  reader?.cancel().catch(() => {});
  return text.slice(0, ERROR_LIMIT);
}

/**
 * The value of a success's JSON text; nothing for an empty one.
 *
 * @throws {DecodeError} for everything else
 */
export function parseJson(text: unknown, { status, headers }: Response, context: Context): unknown {
  if (!text) return undefined;
  const body = `${text}`;
  let value: unknown;
  let cause: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    cause = error;
  }
  // JSON is UTF-8 whatever its label says: another label and broken characters together mean another encoding.
  const utf8 = !body.includes('\ufffd') || !/charset="?(?!utf-?8)/i.test(`${headers.get('content-type')}`);
  if (!cause && utf8) return value;
  const what = utf8 ? (/^\s*</.test(body) ? 'HTML of a proxy or login page' : 'broken') : 'not UTF-8';
  const error = new DecodeError(
    `answered ${status} with a body that is ${what}; this error's 'start' shows how it begins. ${outcome(context)}`,
    context,
    { status, requestId: headers.get('x-request-id') ?? undefined },
    cause,
  );
  // An accessor, which consoles do not look behind: even half an answer may hold credentials.
  throw Object.defineProperty(error, 'start', { get: () => body.slice(0, 200) });
}

/** An error's body: its value if it is JSON, else its text; nothing for an empty one. */
export function parseError(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}
