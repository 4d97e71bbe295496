// A value that a schema takes, as plain as can be: what a mended example gets for a field it lacks.
import { deref, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { flatten } from '../diff/flat.ts';
import { put } from '../prose.ts';

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01',
  date: '2026-03-02',
  'date-time': '2026-03-02T09:15:00Z',
  time: '09:15:00Z',
  email: 'ada@example.com',
  uri: 'https://example.com',
  url: 'https://example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  decimal: '100.00',
  uint64: '1772442900',
  byte: 'JVBERi0xLjQK',
};

/** Undefined where nothing obvious fits: a pattern, for one. */
export function sampleOf(document: JsonObject, schema: Json | undefined, depth = 0): Json | undefined {
  if (!isObject(schema) || depth > 6) return undefined;
  const own = deref(document, schema) ?? schema;
  const known = [own.const, ...listOf(own.enum), ...listOf(own.examples), own.example, own.default].find(
    (value) => value !== undefined && value !== null,
  );
  if (known !== undefined) return structuredClone(known);
  const [member] = [...listOf(own.anyOf), ...listOf(own.oneOf)].filter(
    (one) => !(isObject(one) && one.type === 'null'),
  );
  if (member !== undefined) return sampleOf(document, member, depth + 1);
  const flat = flatten(document, schema);
  const types = [flat.keywords.get('type')?.value ?? []].flat();
  if (types.includes('object') || flat.properties.size > 0) {
    const sample: JsonObject = {};
    for (const name of flat.required.keys()) {
      const value = sampleOf(document, flat.properties.get(name)?.value, depth + 1);
      if (value === undefined) return undefined;
      put(sample, name, value);
    }
    return sample;
  }
  const number = (key: string): number | undefined => (typeof own[key] === 'number' ? own[key] : undefined);
  if (types.includes('array')) {
    const item = (number('minItems') ?? 0) > 0 ? sampleOf(document, own.items, depth + 1) : undefined;
    return item === undefined ? [] : Array.from({ length: number('minItems') ?? 0 }, () => item);
  }
  if (types.includes('boolean')) return true;
  if (types.includes('integer') || types.includes('number'))
    return number('minimum') ?? (number('exclusiveMinimum') ?? 0) + (number('maximum') === 0 ? 0 : 1);
  if (!types.includes('string') || own.pattern !== undefined) return undefined;
  const text = FORMATS[String(own.format)] ?? 'example';
  return text.padEnd(number('minLength') ?? 0, 'e').slice(0, number('maxLength') ?? undefined);
}

const listOf = (node: Json | undefined): Json[] => (Array.isArray(node) ? node : []);

/** The schema of a field of a value, through references, `allOf`, lists, maps and the variant that the value is. */
export function fieldSchema(
  document: JsonObject,
  schema: Json | undefined,
  path: readonly string[],
  value: Json,
): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined || schema === undefined) return schema;
  const flat = flatten(document, schema);
  const below = Array.isArray(value) ? (value[Number(key)] ?? null) : isObject(value) ? (value[key] ?? null) : null;
  const next = Array.isArray(value) ? flat.keywords.get('items')?.value : flat.properties.get(key)?.value;
  if (next !== undefined) return fieldSchema(document, next, rest, below);
  for (const union of ['anyOf', 'oneOf']) {
    for (const member of listOf(flat.keywords.get(union)?.value)) {
      if (!fits(document, member, value)) continue;
      const found = fieldSchema(document, member, path, value);
      if (found !== undefined) return found;
    }
  }
  const others = flat.keywords.get('additionalProperties')?.value;
  return isObject(others) ? fieldSchema(document, others, rest, below) : undefined;
}

/** No one-value field of the variant says otherwise. */
function fits(document: JsonObject, member: Json, value: Json): boolean {
  if (!isObject(value)) return true;
  return [...flatten(document, member).properties].every(([name, part]) => {
    const only =
      isObject(part.value) && Array.isArray(part.value.enum) && part.value.enum.length === 1
        ? part.value.enum[0]
        : undefined;
    return only === undefined || value[name] === undefined || value[name] === only;
  });
}
