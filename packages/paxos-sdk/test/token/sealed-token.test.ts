import { manualClock } from '@org/test-kit/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenSealer } from '../../src/token/sealed-token.ts';

const clock = manualClock();
const KEY = '["https://oauth.example/token","client-1","a:b"]';
const sealerOf = (secret = 's3cret', key = KEY, at = clock) => createTokenSealer(secret, key, at);
const token = () => ({ value: 'tok-1', renewAt: clock.monotonic() + 1_000, endsAt: clock.monotonic() + 2_000 });

test('a token that was sealed opens, also in a process whose monotonic clock began at another time', async () => {
  const text = await sealerOf().seal(token());
  expect(await sealerOf().open(text)).toEqual(token());
  const other = { ...clock, monotonic: () => clock.monotonic() + 77_000 };
  expect(await sealerOf('s3cret', KEY, other).open(text)).toEqual({
    value: 'tok-1',
    renewAt: other.monotonic() + 1_000,
    endsAt: other.monotonic() + 2_000,
  });
});

test('the same token is sealed differently each time, and no text shows it', async () => {
  const texts = await Promise.all(Array.from({ length: 50 }, () => sealerOf().seal(token())));
  expect(new Set(texts.map((text) => text.slice(0, 19))).size).toBe(50);
  for (const text of texts) expect(text + atob(text.slice(3))).not.toMatch(/tok-1|s3cret|client-1/);
});

test('a token under another secret or another key does not open', async () => {
  const text = await sealerOf().seal(token());
  expect(await sealerOf('S3cret').open(text)).toBeUndefined();
  expect(await sealerOf('s3cret', KEY.replace('a:b', 'a:b","c:d')).open(text)).toBeUndefined();
  expect(await sealerOf('s3cret', KEY.replace('oauth', 'evil')).open(text)).toBeUndefined();
});

test('a text with any byte changed, cut off or added does not open', async () => {
  const text = await sealerOf().seal(token());
  const bytes = Buffer.from(text.slice(3), 'base64');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await sealerOf().open(`v1.${changed.toString('base64')}`)).toBeUndefined();
    expect(await sealerOf().open(`v1.${bytes.subarray(0, at).toString('base64')}`)).toBeUndefined();
  }
  expect(await sealerOf().open(`v1.${Buffer.concat([bytes, Buffer.of(0)]).toString('base64')}`)).toBeUndefined();
  expect(await sealerOf().open(text.replace('v1.', 'v2.'))).toBeUndefined();
});

test('whatever else a store returns does not open, and does not throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.string(),
        fc.base64String().map((text) => `v1.${text}`),
      ),
      async (kept) => {
        expect(await sealerOf().open(kept as string)).toBeUndefined();
      },
    ),
  );
  expect(await sealerOf().open(`v1.${'A'.repeat(10_000_000)}`)).toBeUndefined();
});

const now = clock.monotonic();
const day = 86_400_000;
test.each([
  ['a line break', { value: 'tok\r\nX: 1' }],
  ['a character beyond Latin', { value: 'tok\u2603' }],
  ['a space', { value: 'to k' }],
  ['no token', { value: '' }],
  ['another type of token', { value: 7 }],
  ['no end', { endsAt: undefined }],
  ['an end that is not a number', { endsAt: '2030' }],
  ['an end beyond any number', { endsAt: Number.POSITIVE_INFINITY }],
  ['an end in more than a day', { endsAt: now + day + 1 }],
  ['a renewal after its end', { renewAt: now + 3_000 }],
  ['no renewal', { renewAt: Number.NaN }],
])('a sealed token with %s is not one', async (_what, wrong) => {
  const text = await sealerOf().seal({ ...token(), ...wrong } as never);
  expect(await sealerOf().open(text)).toBeUndefined();
});

test('a token that is good for a day is one, also if its time is over', async () => {
  for (const endsAt of [now + day, now - day]) {
    expect(await sealerOf().open(await sealerOf().seal({ ...token(), renewAt: endsAt, endsAt }))).toMatchObject({
      endsAt,
    });
  }
});
