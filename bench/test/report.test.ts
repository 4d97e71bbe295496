import { expect, it } from 'vitest';
import { type Figures, figure, missingFigure } from '../src/figure.ts';
import { budgets } from '../src/limits.ts';
import { json, table } from '../src/report.ts';

/** One byte over, whatever the limit is. */
const limit = budgets['bundle.iron.named'];
const over = limit + 1;

const figures: Figures = {
  ...figure('overhead.get', 'ratio', 1.13, [1.11, 1.16]),
  ...figure('bundle.iron.named', 'bytes', over),
  ...figure('install.iron', 'bytes', 1_234_567),
  ...missingFigure('overhead.get.stripe', 'ratio', 'the registry cannot be reached'),
};

const grouped = (value: number): string => value.toLocaleString('en-US');

it('prints JSON with value, unit, spread, and the limit where there is one', () => {
  expect(JSON.parse(json(figures))).toEqual({
    figures: {
      'overhead.get': { value: 1.13, unit: 'ratio', spread: [1.11, 1.16], limit: 1.2 },
      'bundle.iron.named': { value: over, unit: 'bytes', spread: [over, over], limit },
      'install.iron': { value: 1_234_567, unit: 'bytes', spread: [1_234_567, 1_234_567] },
      'overhead.get.stripe': { value: null, unit: 'ratio', limit: 1, missing: 'the registry cannot be reached' },
    },
  });
});

it('prints a table that names what is over its limit and what is missing, and why', () => {
  expect(
    table(figures)
      .split('\n')
      .map((line) => line.replace(/ {2,}/g, ' | ')),
  ).toEqual([
    'figure | value | unit | least … most | limit',
    'overhead.get | 1.13 | ratio | 1.11 … 1.16 | 1.2',
    `bundle.iron.named | ${grouped(over)} | bytes | ${grouped(limit)} | over its limit`,
    'install.iron | 1,234,567 | bytes',
    'overhead.get.stripe | missing | ratio | 1 | the registry cannot be reached',
  ]);
});
