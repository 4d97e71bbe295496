import { networkFailureOf, printableCause } from '@org/sdk-core/internal';

/** Sends a request that has secrets of its own, and takes them out of what a failing network tells. */
export async function sendQuietly(send: () => Promise<Response>, clean: (text: string) => string): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    throw networkFailureOf(error) ? printableCause(error, clean) : error;
  }
}

/**
 * What a call may see of a response whose headers and body may hold secrets: its status, its request id, and when to
 * retry. The body is discarded.
 */
export function onlyStatus({ status, statusText, headers, body }: Response): Response {
  // Not awaited. It rejects where the body was read before.
  body?.cancel?.().catch(() => {});
  // Browsers hide redirects behind status 0, with which no Response can be made.
  if (status < 200 || status > 599) return Response.error();
  const shown = ['retry-after', 'x-request-id'].flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return new Response(null, { status, statusText: `${statusText ?? ''}`.replace(/[^ -~]/g, ''), headers: shown });
}
