// Reading and writing YAML. The parser's own check for duplicate keys compares every key with every other one, which takes
// minutes for a map of 100,000 keys, so keys are checked here with a set.
import { readFileSync } from 'node:fs';
import { isScalar, parseDocument, stringify, visit } from 'yaml';
import { isObject, type Json, type JsonObject } from './json.ts';

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
