// Reading and writing files. The tree is written so that a reader sees the old file or the new one, never half of either.
// The YAML parser's own check for duplicate keys compares every key with every other one, which takes minutes for a map of
// 100,000 keys, so keys are checked here with a set.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isScalar, parseDocument, stringify, visit } from 'yaml';
import { isObject, type Json, type JsonObject } from './json.ts';

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

/**
 * @param mostAliases how often aliases may be used; they can expand a small file to a huge one
 * @throws if the text does not parse, a map holds a key twice, or aliases expand too far
 */
export function parseYaml(text: string, mostAliases: number): unknown {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw error;
  visit(document, {
    Map(_, map) {
      const keys = new Set<string>();
      for (const { key } of map.items) {
        const name = String(isScalar(key) ? key.value : key);
        if (keys.has(name))
          throw new Error(`Map keys must be unique: ${JSON.stringify(name.slice(0, 80))} is there twice.`);
        keys.add(name);
      }
    },
  });
  return document.toJS({ maxAliasCount: mostAliases });
}

/** Reads a file of ours. Aliases are refused: a contract needs none, and they can expand a small file to a huge one. */
export function readYaml(file: string): JsonObject {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(file, 'utf8'), 0);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
  if (!isObject(content))
    throw new Error(`${file}: contains no mapping of keys to values. Check that it is the right file.`);
  return content;
}

/** The text of a YAML file, the same for the same value. */
export const yamlText = (value: Json): string =>
  stringify(value, { aliasDuplicateObjects: false, lineWidth: 110, blockQuote: 'literal' });
