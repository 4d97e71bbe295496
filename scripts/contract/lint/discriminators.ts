// A discriminator has a mapping, and each schema that it leads to admits the value that leads there. (That the mapping has
// every member, no more and no less, is a rule of rules-schemas.ts.)
import { problem, type Rule } from '../diagnostic.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { deref } from '../refs.ts';
import { schemasIn } from './described.ts';

export const discriminators: Rule = (document) =>
  schemasIn(document).flatMap(({ where, schema }) =>
    isObject(schema.discriminator)
      ? faults(document, schema.discriminator).map((message) => problem('discriminator-mapping', where, message))
      : [],
  );

function faults(document: JsonObject, { propertyName, mapping }: JsonObject): string[] {
  const property = String(propertyName);
  if (!isObject(mapping) || Object.keys(mapping).length === 0) {
    return [
      `has a discriminator ${property} without mapping: generators would put schema names in place of its values.`,
    ];
  }
  return Object.entries(mapping).flatMap(([value, ref]) => {
    const admitted = valuesOf(document, { $ref: ref }, property);
    if (admitted.includes(value)) return [];
    const seen = admitted.length > 0 ? admitted.join(', ') : 'no fixed value';
    return [`maps ${value} to ${ref}, where ${property} takes ${seen}: correct the mapping or that enum.`];
  });
}

/** The values that a schema fixes for a property, itself or in what it is put together from. */
function valuesOf(document: JsonObject, node: Json, property: string): string[] {
  const schema = deref(document, node);
  if (!isObject(schema)) return [];
  const own = isObject(schema.properties) ? deref(document, schema.properties[property]) : undefined;
  const fixed = isObject(own)
    ? [...(Array.isArray(own.enum) ? own.enum : []), ...('const' in own ? [own.const] : [])]
    : [];
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return [...fixed.map(String), ...parts.flatMap((part) => valuesOf(document, part, property))];
}
