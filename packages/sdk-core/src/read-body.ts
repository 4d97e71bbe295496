import { about, DecodeError } from './errors.ts';
import { outcome } from './outcome.ts';
import { redactText, secretsIn } from './redact.ts';
import type { Context } from './request.ts';

/** A proxy may send an error page without end. */
const ERROR_LIMIT = 1024 * 1024;

/**
 * Reads the answer's body, once, as the call wants it. The response keeps working afterwards: its `text()`, `json()` and
 * `clone()` give what was read.
 */
export async function readBody(response: Response, context: Context): Promise<unknown> {
  const { parseAs } = context;
  if (response.ok && parseAs === 'stream') return response.body;
  if (response.ok && (parseAs === 'blob' || parseAs === 'arrayBuffer')) {
    const body = await response[parseAs]();
    Object.assign(response, { [parseAs]: async () => body });
    return body;
  }
  const label = /charset="?(?!utf-?8)([^\s;"]+)/i.exec(response.headers.get('content-type') ?? '')?.[1];
  let text: string | undefined;
  if (response.ok && !label) text = await response.text();
  else {
    const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : await readBounded(response);
    const loose = new TextDecoder().decode(bytes);
    text = decode(bytes, label);
    if (text === undefined && response.ok) throw undecodable(response, context, loose, `is not text in ${label}`);
    text ??= loose;
  }
  Object.assign(response, {
    text: async () => text,
    json: async () => JSON.parse(text),
    clone: () => new Response(text || null, response),
  });
  return text;
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const bytes: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes.push(part.value);
    size += part.value.length;
    if (size >= ERROR_LIMIT) {
      // Not awaited: the rest of an endless page is nobody's concern.
      reader?.cancel().catch(() => {});
      break;
    }
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, ERROR_LIMIT);
}

/** JSON is UTF-8 whatever its label says, so the label is believed only when the bytes are not UTF-8. */
function decode(bytes: Uint8Array, label: string | undefined): string | undefined {
  for (const charset of ['utf-8', label]) {
    try {
      const text = new TextDecoder(charset, { fatal: !!label }).decode(bytes);
      if (!label || charset === label || !text.includes('\0')) return text;
    } catch {
      // Not this one, or a charset that nobody knows.
    }
  }
  return undefined;
}

/** The value of a JSON text; nothing for an empty one. */
export function parseJson(text: string, response: Response, context: Context): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!text.trim()) return undefined;
    const html = /^\s*<(!doctype|html)/i.test(text);
    const what = html ? 'is an HTML page: a proxy or login page answered, not the API' : 'is not valid JSON';
    throw undecodable(response, context, text, what, cause);
  }
}

function undecodable(response: Response, context: Context, text: string, what: string, cause?: unknown): DecodeError {
  const { status } = response;
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const start = redactText(text.slice(0, 2000), secretsIn(context.headers)).slice(0, 200);
  return new DecodeError(
    `${context.operation.id} succeeded with ${status}, but the answer ${what}. ${outcome(context)}${
      start && ` It begins: ${start}`
    }`,
    { ...about(context), status, requestId, start },
    cause,
  );
}
