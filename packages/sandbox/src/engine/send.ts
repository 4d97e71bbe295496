// One attempt to deliver: to a function of this process, or to an address.

/** A receiver in this process, such as what `createWebhookReceiver` of an SDK is wrapped in. */
export type Receiver = (request: Request) => Response | Promise<Response>;

/** How long a receiver may take, in milliseconds of real time. */
const timeout = 10_000;

/** Status of the receiver's response. Rejects where there is none. */
export async function send(
  to: string | Receiver,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error(`no response within ${timeout} ms`)), timeout);
  if (typeof timer === 'object') timer.unref();
  try {
    const answered =
      typeof to === 'string'
        ? fetch(to, { ...init, redirect: 'manual', signal: stop.signal })
        : Promise.resolve(to(new Request(url, init)));
    const stopped = new Promise<never>((_resolve, reject) => {
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error));
    });
    const response = await Promise.race([answered, stopped]);
    if (!(response instanceof Response)) throw new TypeError('the receiver returned no Response');
    await response.body?.cancel();
    return response.status;
  } finally {
    clearTimeout(timer);
  }
}
