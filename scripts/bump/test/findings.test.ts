// What a finding says besides its kind: an id to refer to it by, the finding that it follows from, whom it reaches.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { providers, typesDir } from '../../contract/providers.ts';
import type { Finding } from '../diff/change.ts';
import { compareContracts } from '../diff/diff.ts';
import { loosensPattern } from '../diff/patterns.ts';
import { baseOf, edited, effective, pairs } from './support/corpus.ts';
import { mutate, RULES, seeded, sitesOf } from './support/mutations.ts';

const base = baseOf('3.1');

const findingsOf = (edits: Parameters<typeof edited>[1]): Finding[] =>
  compareContracts(effective(base), effective(edited(base, edits, 'edit')), 'orders');

describe('the id of a finding', () => {
  it('is of one finding only, in every pair of the corpus', () => {
    for (const { name, before, after } of pairs()) {
      const ids = compareContracts(effective(before), effective(after), 'orders').map(({ id }) => id);
      expect(new Set(ids).size, name).toBe(ids.length);
    }
  });

  it.each(providers)(
    'is of one finding only after 60 changes of $name’s contract, and the same in every run',
    (provider) => {
      const before = JSON.parse(readFileSync(`${typesDir(provider)}openapi.json`, 'utf8')) as JsonObject;
      const after = structuredClone(before);
      const [sites, random] = [sitesOf(before), seeded(4)];
      for (const rule of Object.keys(RULES).slice(0, 60))
        mutate(after, sites.byKind.get(RULES[rule]?.on ?? 'schema') ?? [], rule, random);
      const ids = compareContracts(before, after, provider.name).map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(30);
      expect(new Set(ids).size).toBe(ids.length);
      expect(compareContracts(before, structuredClone(after), provider.name).map(({ id }) => id)).toEqual(ids);
    },
  );

  it('does not change with what else changed', () => {
    const [alone] = findingsOf([['$.components.schemas.OrderPage.properties.cursor']]);
    const beside = findingsOf([
      ['$.components.schemas.OrderPage.properties.cursor'],
      ["$.paths['/health']"],
      ['$.components.schemas.Health'],
    ]);
    expect(alone?.id).toBe('response-field-removed response OrderPage OrderPage.cursor');
    expect(beside.map(({ id }) => id)).toContain(alone?.id);
  });
});

describe('the cause of a finding', () => {
  const causes = (findings: readonly Finding[]): [string, string | undefined][] =>
    findings.filter(({ kind }) => kind.startsWith('type-')).map(({ where, cause }) => [where, cause]);

  it('is the removed operation, for a type that only that one used', () => {
    expect(causes(findingsOf([["$.paths['/health']"], ['$.components.schemas.Health']]))).toEqual([
      ['Health', 'operation-removed GET /health'],
    ]);
  });

  it('is the field, for a type that came with it, also beside other changes', () => {
    const findings = findingsOf([
      ["$.paths['/health']"],
      ['$.components.schemas.Health'],
      ['$.components.schemas.OrderPage.properties', { totals: { $ref: '#/components/schemas/Totals' } }],
      [
        '$.components.schemas',
        { Totals: { type: 'object', properties: { sum: { $ref: '#/components/schemas/Sum' } } } },
      ],
      ['$.components.schemas', { Sum: { type: 'object', properties: { value: { type: 'string' } } } }],
    ]);
    expect(causes(findings)).toEqual([
      ['Health', 'operation-removed GET /health'],
      ['Sum', 'response-field-added response OrderPage OrderPage.totals'],
      ['Totals', 'response-field-added response OrderPage OrderPage.totals'],
    ]);
  });

  it('is nothing, for a type that no operation used', () => {
    expect(causes(findingsOf([['$.components.schemas.Voucher']]))).toEqual([['Voucher', undefined]]);
  });
});

describe('a pattern', () => {
  it.each([
    ['^[A-Z]+$', '^[A-Z0-9]+$', true],
    ['^[A-Z]{3}$', '^[A-Z]{2,4}$', true],
    ['^[0-9]{9}$', String.raw`^\d+$`, true],
    [String.raw`^\+[1-9][0-9]{1,14}$`, String.raw`^\+[0-9][0-9]{1,14}$`, true],
    ['^a?$', '^a*$', true],
    ['^[A-Z]+$', '^[A-Z]*$', true],
    ['^[A-Z]{3,}$', '^[A-Z]{3}$', false],
    ['^[A-Z0-9]+$', '^[A-Z]+$', false],
    ['^[A-Z]$', '^[A-Z][A-Z]$', false],
    ['[A-Z]+', '^[A-Z0-9]+$', false],
    ['^(a|b)$', '^(a|b|c)$', false],
    ['^[^a]$', '^[^ab]$', false],
    ['^.$', '^..?$', false],
    ['^[z-a]$', '^[a-z]$', false],
    [undefined, '^a$', false],
  ])('%s that becomes %s is provably looser: %s', (before, after, looser) => {
    expect(loosensPattern(before, after)).toBe(looser);
  });
});
