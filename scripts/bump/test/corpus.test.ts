// The corpus of single changes: each is found, classified and named, and nothing else is.
import { describe, expect, it } from 'vitest';
import { compareContracts } from '../diff/diff.ts';
import { effective, pairs } from './support/corpus.ts';

const all = pairs(true);

describe('the corpus of single changes', () => {
  // The corpus only grows.
  it('holds at least 170 changes', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBeGreaterThanOrEqual(170);
    console.log(`corpus: ${pairs().length} changes, ${all.length} pairs with both versions of OpenAPI`);
  });

  it.each(all.map((pair) => [`${pair.version} ${pair.name}`, pair] as const))(
    '%s',
    (_, { before, after, expected }) => {
      const findings = compareContracts(effective(before), effective(after), 'orders');
      const told = findings.map(({ severity, kind, where }) => `${severity} ${kind} ${where}`).sort();
      expect(told).toEqual(expected.map(([severity, kind, where]) => `${severity} ${kind} ${where}`).sort());
      for (const [, kind, where, operations] of expected) {
        if (operations === undefined) continue;
        const named = findings
          .filter((finding) => finding.kind === kind && finding.where === where)
          .map(({ operation }) => operation.split(', ').sort().join(', '));
        expect(named).toContain(operations.split(', ').sort().join(', '));
      }
    },
  );

  it.each(all.map((pair) => [`${pair.version} ${pair.name}`, pair] as const))(
    '%s: each side against itself is empty',
    (_, { before, after }) => {
      for (const side of [before, after])
        expect(compareContracts(effective(side), effective(side), 'orders')).toEqual([]);
    },
  );
});
