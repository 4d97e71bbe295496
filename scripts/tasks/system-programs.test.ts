// Which programs of the system are missing, and that .ci/run installs every one that a test needs.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingPrograms, SYSTEM_PROGRAMS } from './system-programs.ts';

test('a program that is there is not missing, one that is not is named with its tests', () => {
  const absent = { program: 'no-such-program-anywhere', tests: 'nothing' };
  expect(missingPrograms([{ program: process.execPath, tests: 'node' }, absent])).toEqual([absent]);
  expect(missingPrograms([{ ...absent, or: [process.execPath] }])).toEqual([]);
});

test('CI installs every program that test:system needs', () => {
  const script = readFileSync(new URL('../../.ci/system-programs', import.meta.url), 'utf8');
  const [, list = ''] = /^programs=\((.*)\)$/m.exec(script) ?? [];
  // Of programs that do as well as each other, one is installed where none is there.
  const instead = [...script.matchAll(/^command -v (\S+) .* \|\| missing\+=\(\1\)$/gm)].map(([, name]) => name);
  expect([...list.split(' '), ...instead].sort()).toEqual(SYSTEM_PROGRAMS.map(({ program }) => program).sort());
});
