import { manualClock, settle } from '@org/test-kit/clock';
import { json } from '@org/test-kit/replies';
import { startServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { isTokenError } from '../../src/index.ts';
import { testClient } from '../support/client.ts';

test('an old answer that arrives late does not overwrite a newer token, even if fetch goes on after its abort', async () => {
  const clock = manualClock();
  const api = await startServer(json(200, { items: [] }));
  const asked: ((response: Response) => void)[] = [];
  const token = (value: string): Response =>
    Response.json({ access_token: value, token_type: 'bearer', expires_in: 3599 });
  const client = testClient(api, { url: 'http://localhost:1' }, clock, {
    maxRetries: 0,
    // Deaf to its signal, as some are.
    fetch: (url, init) =>
      url.includes('oauth2') ? new Promise((resolve) => asked.push(resolve)) : globalThis.fetch(url, init),
  });

  const first = client.GET('/profiles').catch((error: unknown) => error);
  await settle();
  expect(asked).toHaveLength(1);
  await clock.advance(10_000);
  expect(isTokenError(await first)).toBe(true);

  const second = client.GET('/profiles');
  await settle();
  asked[1]?.(token('new'));
  await second;
  asked[0]?.(token('old'));
  await settle();
  await client.GET('/profiles');
  expect(api.seen.map((seen) => seen.headers.authorization)).toEqual(['Bearer new', 'Bearer new']);
  expect(asked).toHaveLength(2);
});
