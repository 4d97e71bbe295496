// The version that the User-Agent tells is the package's.
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { version } from '../../src/version.ts';

test('version.ts says what package.json says', () => {
  expect(version).toBe(manifest.version);
});
