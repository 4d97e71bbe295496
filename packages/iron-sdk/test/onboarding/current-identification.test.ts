import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currentIdentification } from '../../src/onboarding/index.ts';

const made = (created_at: string, updated_at = created_at) => ({ created_at, updated_at });

test('the newest record decides, wherever it stands in the list', () => {
  const oldest = made('2026-01-01T00:00:00Z');
  const newest = made('2026-03-01T00:00:00Z');
  const middle = made('2026-02-01T00:00:00Z', '2026-12-01T00:00:00Z');
  expect(currentIdentification([oldest, newest, middle])).toBe(newest);
  expect(currentIdentification([newest, middle, oldest])).toBe(newest);
  expect(currentIdentification([middle, oldest, newest])).toBe(newest);
});

test('no record is undefined', () => {
  expect(currentIdentification([])).toBeUndefined();
});

test('times are compared to the microsecond, however they write UTC', () => {
  const early = made('2026-03-01T00:00:00.123456Z');
  const late = made('2026-03-01T00:00:00.123457+00:00');
  expect(currentIdentification([late, early])).toBe(late);
  expect(currentIdentification([early, late])).toBe(late);
  const elsewhere = made('2026-03-01T02:00:00.1+02:00');
  expect(currentIdentification([elsewhere, made('2026-03-01T00:00:00Z')])).toBe(elsewhere);
});

test('of two made at the same instant, the one changed last decides, and otherwise the first of the list', () => {
  const at = '2026-03-01T00:00:00Z';
  const changed = made(at, '2026-03-02T00:00:00Z');
  expect(currentIdentification([made(at), changed, made(at)])).toBe(changed);
  const first = made(at);
  expect(currentIdentification([first, made(at)])).toBe(first);
});

test('the order of the list never changes which record decides', () => {
  const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.uniqueArray(time, { minLength: 1, selector: (date) => date.getTime() }), (dates) => {
      const list = dates.map((date) => made(date.toISOString()));
      const newest = new Date(Math.max(...dates.map((date) => date.getTime()))).toISOString();
      expect(currentIdentification(list)?.created_at).toBe(newest);
      expect(currentIdentification([...list].reverse())?.created_at).toBe(newest);
    }),
  );
});

test.each([
  [undefined, "'identifications' must be an array, such as a page's items, not undefined."],
  [{ items: [] }, "'identifications' must be an array, such as a page's items, not an object."],
  [[null], "'identifications[]' must be an object as getAllCustomerIdentifications gives it, not null."],
  [[{ created_at: 'yesterday' }], "'created_at' of an identification is no RFC 3339 date-time."],
  [[{}], "'created_at' of an identification is no RFC 3339 date-time."],
  [[made('2026-03-01T00:00:00Z', 'x')], "'updated_at' of an identification is no RFC 3339 date-time."],
])('%j is a InvalidRequestError', (list, message) => {
  const call = () => currentIdentification(list as { created_at: string }[]);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
