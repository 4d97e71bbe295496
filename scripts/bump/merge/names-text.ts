// names.yaml after a bump: only entries that lead somewhere, and every line that did not change as it was.
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Names } from './names.ts';
import { patchYaml } from './yaml-patch.ts';

/** Entries for schemas that are gone go with them. */
export function prunedNames(names: Names, old: Names, document: JsonObject): Names {
  const schemas =
    isObject(document.components) && isObject(document.components.schemas) ? document.components.schemas : {};
  return Object.fromEntries(
    Object.entries(names).filter(
      ([theirs, ours]) =>
        Object.hasOwn(schemas, ours) || (Object.hasOwn(old, theirs) && Object.hasOwn(schemas, theirs)),
    ),
  );
}

export function patchNames(text: string, old: Names, next: Names): string {
  const sorted = Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (JSON.stringify(Object.entries(old).sort()) === JSON.stringify(Object.entries(sorted).sort())) return text;
  if (Object.keys(old).length === 0)
    return `${text.replace(/^\{\}\s*$/m, '')}${Object.entries(sorted)
      .map(([theirs, ours]) => `${theirs}: ${ours}\n`)
      .join('')}`;
  if (Object.keys(sorted).length === 0)
    return `${text
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .join('\n')}\n{}\n`;
  return patchYaml(text, sorted as unknown as Json);
}
