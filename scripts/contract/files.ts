// Writing the tree so that a reader sees the old file or the new one, never half of either.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Files whose text is not what it should be. */
export function differing(files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => file);
}

/** Writes what differs: first every new text beside its place, then all renames, so that a full disk changes nothing. */
export function writeAll(files: ReadonlyMap<string, string>): string[] {
  const changed = differing(files);
  const waiting: string[] = [];
  try {
    for (const file of changed) {
      mkdirSync(dirname(file), { recursive: true });
      waiting.push(`${file}.new`);
      writeFileSync(`${file}.new`, files.get(file) ?? '');
    }
    for (const file of changed) renameSync(`${file}.new`, file);
  } catch (error) {
    for (const file of waiting) rmSync(file, { force: true });
    throw error;
  }
  return changed;
}
