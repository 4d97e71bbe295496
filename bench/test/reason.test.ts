import { expect, it } from 'vitest';
import { root } from '../src/places.ts';
import { reasonIn } from '../src/reason.ts';

it('picks the line that names the error', () => {
  const message = 'pnpm install failed:\nLockfile is up to date\n ERR_PNPM_FETCH_404  Not found: stripe\nmore';
  expect(reasonIn(new Error(message))).toBe('ERR_PNPM_FETCH_404  Not found: stripe');
});

it('takes the first line when none names an error, and shows no path of this machine', () => {
  expect(reasonIn(new Error(`\n${root}node_modules/.bin/pnpm is not there\nmore`))).toBe(
    'node_modules/.bin/pnpm is not there',
  );
});

it('is one line of bounded length', () => {
  expect(reasonIn(new Error('x'.repeat(1000)))).toHaveLength(160);
  expect(reasonIn(new Error(''))).toBe('for no reason given');
});
