// Nothing in a specification becomes code, a file name, Markdown or a terminal command on its way to a spec folder and two packages.
// A seeded sample in every run; every attack with TEST_LONG=1.
import { expect, it } from 'vitest';
import { workspace } from '../support/workspace.ts';
import { attack, attacks, LONG } from './bed.ts';
import { scaffolds } from './surfaces.ts';

it('new-provider makes nothing that acts of an untrusted specification', {
  timeout: LONG ? 14_400_000 : 180_000,
}, async () => {
  const { accepted, refused, faults } = await attack(scaffolds(workspace()));
  expect(faults).toEqual([]);
  expect(accepted + refused).toBe(attacks.length);
  // Both happen, or nothing would be tested.
  expect(Math.min(accepted, refused)).toBeGreaterThan(attacks.length / 20);
  if (LONG) console.log(`${accepted} specifications accepted, ${refused} refused`);
});
