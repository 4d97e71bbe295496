// What each value of an enum means stands beside it, in `x-enum-descriptions`: editors and reference pages show it.
// Asked for where the name promises a meaning (status, state, reason, type, kind, category). Chains, banks, markets and sort
// orders speak for themselves; where they have meanings all the same, the meanings are checked too.
import { isObject, type JsonObject, walkSchema } from '../json.ts';
import { type NamedSchema, schemasIn } from './described.ts';
import type { Finding, Rule } from './finding.ts';

export const enumMeanings: Rule = (document) => schemasIn(document).flatMap(enumsIn);

const WITH_MEANING: ReadonlySet<string> = new Set([
  ...['status', 'state', 'reason', 'type', 'kind', 'category'],
  ...['statuses', 'states', 'reasons', 'types', 'kinds', 'categories'],
]);

function enumsIn({ place, name: holder, schema }: NamedSchema): Finding[] {
  const found: Finding[] = [];
  walkSchema(schema, (part, at) => {
    if (!Array.isArray(part.enum) || part.enum.length < 2) return;
    const name = /\/properties\/([^/]+)(?:\/(?:items|anyOf|oneOf|allOf|\d+))*$/.exec(at)?.[1] ?? holder;
    for (const message of faults(part, part.enum.map(String), name)) {
      found.push({ place: place + at, rule: 'enum-meaning', message });
    }
  });
  return found;
}

function faults(schema: JsonObject, values: readonly string[], name: string): string[] {
  const meanings = schema['x-enum-descriptions'];
  if (!isObject(meanings)) {
    if (!wordsOf(name).some((word) => WITH_MEANING.has(word))) return [];
    return [
      `the values of ${name} have no meanings: add x-enum-descriptions with a few words on each of ${values.join(', ')}.`,
    ];
  }
  const given = Object.keys(meanings).filter((value) => typeof meanings[value] === 'string' && meanings[value] !== '');
  return [
    ...values
      .filter((value) => !given.includes(value))
      .map((value) => `${value} has no meaning in x-enum-descriptions: add a few words on it.`),
    ...Object.keys(meanings)
      .filter((value) => !values.includes(value))
      .map(
        (value) => `x-enum-descriptions explains ${value}, which is not a value: remove it, or correct its spelling.`,
      ),
  ];
}

/** `onchain_statuses` -> onchain, statuses; `InstitutionSubType` -> institution, sub, type. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];
