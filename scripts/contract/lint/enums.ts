// `x-enum-descriptions` has the meaning of each value of an enum: editors and reference pages show it. Required for names such
// as status, state, reason, type, kind and category. Elsewhere (chains, banks, markets, sort orders) it is optional, and
// checked if present.
import { problem, type Rule } from '../diagnostic.ts';
import { isObject, type JsonObject } from '../json.ts';
import { schemasIn } from './described.ts';

export const enumMeanings: Rule = (document) =>
  schemasIn(document).flatMap(({ where, name, schema }) =>
    Array.isArray(schema.enum) && schema.enum.length > 1
      ? faults(schema, schema.enum.map(String), name).map((message) => problem('enum-meaning', where, message))
      : [],
  );

const WITH_MEANING: ReadonlySet<string> = new Set([
  ...['status', 'state', 'reason', 'type', 'kind', 'category'],
  ...['statuses', 'states', 'reasons', 'types', 'kinds', 'categories'],
]);

function faults(schema: JsonObject, values: readonly string[], name: string): string[] {
  const meanings = schema['x-enum-descriptions'];
  if (!isObject(meanings)) {
    if (!wordsOf(name).some((word) => WITH_MEANING.has(word))) return [];
    return [
      `the values of ${name} have no meanings: add x-enum-descriptions with a short text on each of ${values.join(', ')}.`,
    ];
  }
  const given = Object.keys(meanings).filter((value) => typeof meanings[value] === 'string' && meanings[value] !== '');
  return [
    ...values
      .filter((value) => !given.includes(value))
      .map((value) => `${value} has no meaning in x-enum-descriptions: add a short text.`),
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
