// Rules on every schema of a contract: named, in a parameter, in a header or in a body.
import { type Diagnostic, problem } from './diagnostic.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { schemaPlaces } from './operations.ts';
import { resolveRef, SCHEMAS, schemasOf } from './refs.ts';
import { walkSchema } from './walk.ts';

export function schemaProblems(document: JsonObject): Diagnostic[] {
  const all: [string, Json | undefined][] = [
    ...Object.entries(schemasOf(document)).map(([name, schema]): [string, Json] => [SCHEMAS + name, schema]),
    ...schemaPlaces(document).map(({ where, holder }): [string, Json | undefined] => [where, holder.schema]),
  ];
  return all.flatMap(([where, schema]) => {
    const problems: Diagnostic[] = [];
    walkSchema(schema, (part, at) => {
      if (part.default === null && !allowsNull(document, part)) {
        problems.push(
          problem('default-null', where + at, 'has `default: null` on a type that is never null: remove the default.'),
        );
      }
      for (const message of discriminatorFaults(part)) problems.push(problem('discriminator', where + at, message));
    });
    return problems;
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

/** Whether `null` passes every keyword that restricts it. */
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
