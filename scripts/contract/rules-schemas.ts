// The rules that every schema of a contract keeps, wherever it stands: named, in a parameter, in a header or in a body.
import { isObject, type Json, type JsonObject, resolveRef, walkSchema } from './json.ts';
import type { Breach } from './rules.ts';
import { schemaSites } from './schema-sites.ts';

export function schemaBreaches(document: JsonObject): Breach[] {
  const schemas = (document.components as JsonObject | undefined)?.schemas;
  const all: [string, Json | undefined][] = [
    ...Object.entries(isObject(schemas) ? schemas : {}).map(([name, schema]): [string, Json] => [
      `#/components/schemas/${name}`,
      schema,
    ]),
    ...schemaSites(document).map(({ place, holder }): [string, Json | undefined] => [place, holder.schema]),
  ];
  return all.flatMap(([place, schema]) => {
    const breaches: Breach[] = [];
    walkSchema(schema, (part, at) => {
      if (part.default === null && !allowsNull(document, part)) {
        breaches.push({
          place: place + at,
          message: 'has `default: null` on a type that is never null: remove the default.',
        });
      }
      for (const message of discriminatorFaults(part)) breaches.push({ place: place + at, message });
    });
    return breaches;
  });
}

function discriminatorFaults(union: JsonObject): string[] {
  const list = [union.anyOf, union.oneOf].find(Array.isArray);
  if (!isObject(union.discriminator) || !list) return [];
  const mapping = isObject(union.discriminator.mapping) ? Object.values(union.discriminator.mapping) : [];
  const members = list.map((member) => (isObject(member) && typeof member.$ref === 'string' ? member.$ref : undefined));
  return [
    ...members
      .filter((ref) => ref === undefined || !mapping.includes(ref))
      .map(
        (ref) => `has a discriminator whose mapping leaves out ${ref ?? 'an inline member'}: add it to the mapping.`,
      ),
    ...mapping
      .filter((ref) => !members.includes(String(ref)))
      .map((ref) => `maps to ${ref}, which is not a member: remove it from the mapping.`),
  ];
}

/** Whether `null` passes, by every keyword that has a say in it. */
function allowsNull(document: JsonObject, schema: JsonObject, seen: readonly Json[] = []): boolean {
  const { $ref, type, enum: values, const: only, allOf } = schema;
  const passes = (member: Json): boolean => !isObject(member) || allowsNull(document, member, seen);
  if (type !== undefined && ![type].flat().includes('null')) return false;
  if (Array.isArray(values) && !values.includes(null)) return false;
  if (only !== undefined && only !== null) return false;
  if (Array.isArray(allOf) && !allOf.every(passes)) return false;
  for (const union of [schema.anyOf, schema.oneOf]) if (Array.isArray(union) && !union.some(passes)) return false;
  if ($ref === undefined || seen.includes($ref)) return true;
  const target = resolveRef(document, String($ref));
  return !isObject(target) || allowsNull(document, target, [...seen, $ref]);
}
