import { createEffects } from '@org/test-kit/providers';
import { describe, expect, test } from 'vitest';
import { creationOf, idsOf } from './creations.ts';

/** What the provider knows of a call that created these records. */
function effectsOf(...created: string[]): ReturnType<ReturnType<typeof createEffects>['of']> {
  const effects = createEffects().of('call');
  effects.created.push(...created);
  return effects;
}

describe('a creation of the soak', () => {
  test.each<[string, { id?: string } | null | undefined]>([
    ['with undefined', undefined],
    ['with null', null],
    ['without an id', {}],
    ['with an empty id', { id: '' }],
    ['with a record that the provider does not have', { id: 'other' }],
  ])('counts as lost if it resolves %s', (_label, record) => {
    expect(creationOf({ ok: true, ids: idsOf(record) }, effectsOf('created'))).toBe('lost');
  });

  test('counts as lost if it resolves with an id, and the provider carried nothing out', () => {
    expect(creationOf({ ok: true, ids: idsOf({ id: 'created' }) }, effectsOf())).toBe('lost');
  });

  test('counts as lost if it resolves without a report of ids', () => {
    expect(creationOf({ ok: true }, effectsOf('created'))).toBe('lost');
  });

  test('counts as lost if it resolves with several records', () => {
    expect(creationOf({ ok: true, ids: ['created', 'other'] }, effectsOf('created'))).toBe('lost');
  });

  test('counts as recorded if it resolves with the record that the provider has', () => {
    expect(creationOf({ ok: true, ids: idsOf({ id: 'created' }) }, effectsOf('created'))).toBe('recorded');
  });

  test('counts as failed if it rejects, whether or not it was carried out', () => {
    expect(creationOf({ ok: false }, effectsOf('created'))).toBe('failed');
    expect(creationOf({ ok: false }, effectsOf())).toBe('failed');
  });
});
