import { isDeepStrictEqual } from 'node:util';
import type { Calls } from './calls.ts';
import { type Fetch, stubFetch } from './stub.ts';

/** A key is random, and both sides make one. */
const RANDOM = 'idempotency-key';

/** Throws unless both clients send the same request and make the same of the answer: else a ratio says nothing. */
export async function sameRequests(
  ours: (fetch: Fetch) => Calls,
  theirs: (fetch: Fetch) => Calls,
  method: keyof Calls,
  answer: string,
): Promise<void> {
  const [a, b] = [await sent(ours, method, answer), await sent(theirs, method, answer)];
  if (!isDeepStrictEqual(a, b)) {
    throw new Error(`Not the same call:\n${JSON.stringify(a, null, 2)}\n${JSON.stringify(b, null, 2)}`);
  }
}

async function sent(create: (fetch: Fetch) => Calls, method: keyof Calls, answer: string): Promise<object> {
  const requests: Request[] = [];
  const data = await create(stubFetch(answer, (request) => requests.push(request)))[method]();
  return {
    data,
    requests: await Promise.all(
      requests.map(async (request) => ({
        method: request.method,
        url: request.url,
        headers: [...request.headers].map(([name, value]) => [name, name === RANDOM ? value.length : value]),
        body: await request.text(),
      })),
    ),
  };
}
