// Reading and writing the YAML files of a contract.
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { isObject, type Json, type JsonObject } from './json.ts';

/** Reads a file of ours. Aliases are refused: a contract needs none, and they are how a small file becomes a huge one. */
export function readYaml(file: string): JsonObject {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0, uniqueKeys: true });
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
