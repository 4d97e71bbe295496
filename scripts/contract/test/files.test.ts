// Files are written as a whole or not at all.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { differing, readIfThere, writeAll } from '../files.ts';
import { temporaryFolder } from './support/process.ts';

const read = (file: string): string => readFileSync(file, 'utf8');

test('a file that is not there is undefined, and one that cannot be read is an error', () => {
  const folder = temporaryFolder();
  expect(readIfThere(join(folder, 'none'))).toBeUndefined();
  expect(() => readIfThere(folder)).toThrow('EISDIR');
});

test('files that differ or are missing are named', () => {
  const folder = temporaryFolder();
  const [same, other, none] = ['same', 'other', 'none'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(same, 'text');
  writeFileSync(other, 'old');
  expect(
    differing(
      new Map([
        [same, 'text'],
        [other, 'new'],
        [none, 'new'],
      ]),
    ),
  ).toEqual([other, none]);
});

test('what differs is written, folders and all; what is the same is not touched', () => {
  const folder = temporaryFolder();
  const [same, fresh] = [join(folder, 'same'), join(folder, 'a', 'b', 'fresh')];
  writeFileSync(same, 'text');
  const before = statSync(same, { bigint: true }).ino;
  expect(
    writeAll(
      new Map([
        [same, 'text'],
        [fresh, 'new'],
      ]),
    ),
  ).toEqual([fresh]);
  expect([read(fresh), statSync(same, { bigint: true }).ino]).toEqual(['new', before]);
});

test('when one file cannot be written none is, and nothing is left beside them', () => {
  const folder = temporaryFolder();
  const first = join(folder, 'first');
  writeFileSync(first, 'old');
  // A file where a folder is needed, which no permission of the user who runs this can get round.
  writeFileSync(join(folder, 'wall'), '');
  expect(() =>
    writeAll(
      new Map([
        [first, 'new'],
        [join(folder, 'wall', 'second'), 'new'],
      ]),
    ),
  ).toThrow();
  expect([read(first), readdirSync(folder).sort()]).toEqual(['old', ['first', 'wall']]);
});

test('when a text cannot be put beside its place, what was put there before is taken away', () => {
  const folder = temporaryFolder();
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  mkdirSync(`${second}.new`);
  writeFileSync(join(`${second}.new`, 'full'), '');
  expect(() =>
    writeAll(
      new Map([
        [first, 'new'],
        [second, 'new'],
      ]),
    ),
  ).toThrow('EISDIR');
  expect([existsSync(first), existsSync(`${first}.new`), existsSync(second)]).toEqual([false, false, false]);
});
