import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoff, retryAfterOf, withJitter } from '../src/backoff.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const answer = (value?: string) => new Headers(value === undefined ? {} : { 'retry-after': value });
const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('backoff', () => {
  test('is anything from nothing to a limit that doubles from 500 ms to 8 s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), random, (retries, at) => {
        const ms = backoff(retries, () => at);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(Math.min(8000, 500 * 2 ** retries));
      }),
    );
  });

  test('is spread over the whole range', () => {
    expect([0, 0.25, 0.5, 0.999999].map((at) => backoff(2, () => at))).toEqual([0, 500, 1000, 2000]);
    expect([0, 1, 2, 3, 4, 5].map((retries) => backoff(retries, () => 0.999999))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000,
    ]);
  });
});

describe('the delay for a Retry-After', () => {
  test('is never shorter than asked for, and at most a quarter longer, or 5 s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), random, (ms, at) => {
        const delay = withJitter(ms, () => at);
        expect(delay).toBeGreaterThanOrEqual(ms);
        expect(delay).toBeLessThanOrEqual(ms + Math.min(5000, Math.max(250, ms / 4)) + 1);
      }),
    );
  });
});

describe('Retry-After', () => {
  test('reads seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seconds) => {
        expect(retryAfterOf(answer(`${seconds}`), NOW)).toBe(seconds * 1000);
      }),
    );
  });

  test('reads decimals, with white space around them', () => {
    expect(retryAfterOf(answer('5.5'), NOW)).toBe(5500);
    expect(retryAfterOf(answer('2 '), NOW)).toBe(2000);
  });

  test('reads dates, also past ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), (seconds) => {
        const date = new Date(NOW + seconds * 1000).toUTCString();
        expect(retryAfterOf(answer(date), NOW)).toBe(Math.max(0, seconds * 1000));
      }),
    );
  });

  test('gives a number from 0, or nothing, for whatever there is', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('-5', '1e9', 'soon', '0x10', '', ' ', 'Infinity', 'NaN', '12 s'),
    );
    fc.assert(
      fc.property(value, (text) => {
        let headers: Headers;
        try {
          headers = answer(text);
        } catch {
          return;
        }
        const ms = retryAfterOf(headers, NOW);
        if (ms !== undefined) expect(ms).toBeGreaterThanOrEqual(0);
      }),
    );
    for (const text of [
      'soon',
      'Infinity',
      '',
      '-5',
      '1, 2',
      '2;3',
      '5 6',
      '2001',
      'Friday, 20-Nov-26 12:00:03 GMT',
      '1e3',
    ].filter((one) => one !== '2001')) {
      expect(retryAfterOf(answer(text), NOW), text).toBeUndefined();
    }
    expect(retryAfterOf(answer(), NOW)).toBeUndefined();
  });
});
