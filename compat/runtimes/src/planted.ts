// A client whose every part prints what it is given, and whose network fails with everything that it knows.
import type { IronOptions } from '@org/iron-sdk';

export function planted(options: IronOptions): IronOptions {
  const print = (...values: unknown[]): void => {
    console.log('printed by user code:', ...values, { within: [values] }, JSON.stringify(values));
  };
  return {
    ...options,
    maxRetries: 1,
    middleware: [
      (request, next) => {
        print(request, { ...request });
        return next(request);
      },
    ],
    hooks: { start: print, request: print, failure: print, retry: print, end: print },
    logLevel: 'debug',
    logger: { debug: print, info: print, warn: print, error: print },
    fetch: async (url, init) => {
      const headers = Object.fromEntries(new Headers(init.headers));
      const cause = Object.assign(new Error(`${init.body} ${headers['x-api-key']}`), {
        code: 'ECONNRESET',
        url,
        headers,
      });
      throw Object.assign(new TypeError('fetch failed', { cause }), { request: { url, headers, body: init.body } });
    },
  };
}
