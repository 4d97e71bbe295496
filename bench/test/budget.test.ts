// A bundle beyond its budget fails here: someone has to make it smaller, or raise the budget and say why.
import { describe, expect, it } from 'vitest';
import { bundledSize } from '../src/bundle.ts';
import { budgeted, programOf } from '../src/groups/bundle.ts';
import { budgets } from '../src/limits.ts';

describe('a program with two calls, bundled, minified and gzipped, fits in its budget', () => {
  it.each(budgeted)('%s', async (name) => {
    expect(await bundledSize(programOf(name))).toBeLessThanOrEqual(budgets[name]);
  });
});
