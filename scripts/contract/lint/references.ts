// What a text names in backticks exists: operations, schemas and fields that were renamed or misspelt lead readers nowhere.
// Only names with a capital inside (`getCustomer`, `GetIdentity`, `AbilityStatus`) and calls (`GET /a`) are looked up;
// formats, headers, file types and values seen elsewhere may be named freely.
import { isObject, type Json, type JsonObject, operationsOf } from '../json.ts';
import type { Finding, Rule } from './finding.ts';

export const references: Rule = (document) => {
  const known = namesIn(document);
  for (const { path, method } of operationsOf(document)) known.add(`${method.toUpperCase()} ${path}`);
  return textsIn(document, '#').flatMap(({ place, text }) =>
    [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)]
      .map((match) => String(match[1]))
      .filter((name) => /^(?:[A-Za-z]+[a-z][A-Z][A-Za-z0-9]*|[A-Z]+ \/\S*)$/.test(name) && !known.has(name))
      .map(
        (name): Finding => ({
          place,
          rule: 'text-reference',
          message: `names \`${name}\`, which the contract does not have: correct the name, or write it without backticks.`,
        }),
      ),
  );
};

const isProse = (key: string): boolean => key === 'description' || key === 'summary' || key === 'x-enum-descriptions';

/** Every key and every string outside the prose. */
function namesIn(node: Json, found: Set<string> = new Set()): Set<string> {
  if (typeof node === 'string') found.add(node);
  else if (Array.isArray(node)) for (const item of node) namesIn(item, found);
  else if (isObject(node)) {
    for (const [key, value] of Object.entries(node)) {
      found.add(key);
      if (!isProse(key) || typeof value !== 'string') namesIn(value, found);
    }
  }
  return found;
}

function textsIn(node: Json, place: string): { place: string; text: string }[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => textsIn(item, `${place}/${index}`));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'x-enum-descriptions' && isObject(value)) return meanings(value, place);
    if (isProse(key) && typeof value === 'string') return [{ place, text: value }];
    return textsIn(value, `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  });
}

const meanings = (map: JsonObject, place: string): { place: string; text: string }[] =>
  Object.values(map).map((text) => ({ place, text: String(text) }));
