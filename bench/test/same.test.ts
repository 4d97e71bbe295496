import { expect, it } from 'vitest';
import { bare, type Calls, named, observed } from '../src/overhead/calls.ts';
import { sameRequests } from '../src/overhead/same.ts';
import type { Fetch } from '../src/overhead/stub.ts';

const ANSWER = '{"id":"1"}';

it.each(['get', 'post'] as const)(
  '%s sends the same bytes by name, with someone looking on, and bare',
  async (method) => {
    await sameRequests(named, bare, method, ANSWER);
    await sameRequests(observed, bare, method, ANSWER);
  },
);

it('refuses to compare calls that send something else', async () => {
  const other = (fetch: Fetch): Calls => named((input, init) => fetch(`${input}?more=1`, init));
  await expect(sameRequests(named, other, 'get', ANSWER)).rejects.toThrow(/Not the same call/);
});

it('refuses to compare calls that make something else of the answer', async () => {
  const other = (fetch: Fetch): Calls => ({ ...named(fetch), get: async () => void (await named(fetch).get()) });
  await expect(sameRequests(named, other, 'get', ANSWER)).rejects.toThrow(/Not the same call/);
});
