// YAML and JSON text -> value. The parser's own check for duplicate keys compares every key with every other one, which takes
// minutes for a map of 100,000 keys, so keys are checked here with a set.
import { isScalar, parseDocument, visit } from 'yaml';

/**
 * @param mostAliases how often aliases may be used; they are how a small file becomes a huge one
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
          throw new Error(`Map keys must be unique: ${JSON.stringify(name.slice(0, 80))} stands twice.`);
        keys.add(name);
      }
    },
  });
  return document.toJS({ maxAliasCount: mostAliases });
}
