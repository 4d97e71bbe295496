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
  Object.assign(response, {
    json: async () => JSON.parse(body),
    clone: () => new Response(body || null, response),
    [how]: async () => body,
  });
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
  let what = 'broken';
  let cause: unknown;
  try {
    // JSON is UTF-8 whatever its label says: another label and broken characters together mean another encoding.
    if (!body.includes('\ufffd') || !/charset="?(?!utf-?8)/i.test(`${headers.get('content-type')}`)) {
      return JSON.parse(body);
    }
    what = 'not UTF-8';
  } catch (error) {
    cause = error;
    if (/^\s*</.test(body)) what = 'HTML of a proxy or login page';
  }
  const error = new DecodeError(
    `answered ${status} with a body that is ${what}; this error's 'start' shows how it begins. ${outcome(context)}`,
    context,
    { status, requestId: headers.get('x-request-id') ?? undefined },
    cause,
  );
  // Not enumerable, so that no log shows it: even half an answer may hold credentials.
  Object.defineProperty(error, 'start', { value: body.slice(0, 200) });
  throw error;
}
