// Examples of ours that the new facts make invalid: mended where the mend is obvious, told where it is not.
import { isDeepStrictEqual } from 'node:util';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { createCompiler, schemasOf } from '../../compiler.ts';
import { deref, isObject, type Json, type JsonObject, walkSchema } from '../../json.ts';
import { schemaSites } from '../../schema-sites.ts';
import { put } from '../prose.ts';
import { fieldSchema, sampleOf } from './sample.ts';

export interface MendedExample {
  readonly place: string;
  readonly reason: string;
  /** `removed`: nothing obvious fits, so it is better gone than wrong. `by hand`: it stands in an overlay. */
  readonly outcome: 'mended' | 'removed' | 'by hand';
}

interface Found {
  readonly place: string;
  readonly pointer: readonly string[];
  readonly schema: JsonObject;
  readonly value: Json;
}

/**
 * @param effective the new effective contract, whose examples are checked
 * @param spec our merged spec, which is changed in place where a mend is found
 */
export function mendExamples(effective: JsonObject, spec: JsonObject): MendedExample[] {
  const compiler = createCompiler(effective);
  const report: MendedExample[] = [];
  for (const { place, pointer, schema, value } of examplesIn(effective)) {
    const validate = compiler.schema(schema);
    if (validate(value)) continue;
    const reason = (validate.errors ?? [])
      .slice(0, 2)
      .map((error) => `${error.instancePath || '/'} ${error.message}`)
      .join('; ');
    let candidate: Json = structuredClone(value);
    for (let round = 0; round < 8 && !validate(candidate); round++) {
      for (const error of validate.errors ?? []) candidate = mend(effective, schema, candidate, error);
    }
    const mended = validate(candidate);
    const written = writeBack(spec, pointer, value, mended ? candidate : undefined);
    report.push({ place, reason, outcome: !written ? 'by hand' : mended ? 'mended' : 'removed' });
  }
  return report;
}

/** Every example with the place where it stands in the document. */
function* examplesIn(document: JsonObject): Generator<Found> {
  const pointers = new Map<Json, readonly string[]>();
  const walk = (node: Json, trail: readonly string[]): void => {
    if (typeof node !== 'object' || node === null) return;
    pointers.set(node, trail);
    for (const [key, child] of Object.entries(node)) walk(child, [...trail, key]);
  };
  walk(document, []);
  const seen = new Set<string>();
  const found = function* (
    place: string,
    holder: Json,
    key: readonly string[],
    schema: JsonObject,
    value: Json,
  ): Generator<Found> {
    const pointer = [...(pointers.get(holder) ?? []), ...key];
    if (!seen.has(pointer.join('/'))) yield { place, pointer, schema, value };
    seen.add(pointer.join('/'));
  };
  const inside = function* (place: string, schema: JsonObject): Generator<Found> {
    const parts: [JsonObject, string][] = [];
    walkSchema(schema, (part, at) => void parts.push([part, at]));
    for (const [part, at] of parts) {
      if ('example' in part) yield* found(place + at, part, ['example'], part, part.example as Json);
      for (const [index, value] of (Array.isArray(part.examples) ? part.examples : []).entries())
        yield* found(place + at, part, ['examples', String(index)], part, value);
    }
  };
  for (const { place, holder } of schemaSites(document)) {
    const schema = holder.schema as JsonObject;
    if ('example' in holder) yield* found(place, holder, ['example'], schema, holder.example as Json);
    for (const [name, entry] of Object.entries(isObject(holder.examples) ? holder.examples : {})) {
      const example = deref(document, entry);
      if (isObject(example) && 'value' in example)
        yield* found(`${place} ${name}`, example, ['value'], schema, example.value as Json);
    }
    yield* inside(place, schema);
  }
  for (const [name, schema] of Object.entries(schemasOf(document))) yield* inside(name, schema);
}

/** One step towards validity; the value itself where no step is obvious. */
function mend(document: JsonObject, schema: JsonObject, root: Json, error: ErrorObject): Json {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const here = path.reduce<Json | undefined>(
    (node, key) => (isObject(node) || Array.isArray(node) ? (node as JsonObject)[key] : undefined),
    root,
  );
  const facts = fieldSchema(document, schema, path, root);
  if (error.keyword === 'required' && isObject(here)) {
    const name = String(error.params.missingProperty);
    const sample = sampleOf(document, fieldSchema(document, schema, [...path, name], root));
    if (sample !== undefined) put(here, name, sample);
    return root;
  }
  if (error.keyword === 'additionalProperties' && isObject(here)) {
    delete here[String(error.params.additionalProperty)];
    return root;
  }
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf' || error.keyword === 'if') return root;
  const sample =
    error.keyword === 'type'
      ? (converted(here, error.params.type) ?? sampleOf(document, facts))
      : sampleOf(document, facts);
  return sample === undefined ? root : replaced(root, path, sample);
}

/** `3` for `"3"` and the other way round: the value stays, its form changes. */
function converted(value: Json | undefined, type: unknown): Json | undefined {
  const types = [type].flat();
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (
    (types.includes('number') || types.includes('integer')) &&
    typeof value === 'string' &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  )
    return types.includes('integer') ? Math.trunc(Number(value)) : Number(value);
  if (types.includes('array') && value !== undefined && value !== null) return [value];
  return undefined;
}

function replaced(root: Json, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root)) root[Number(key)] = replaced(root[Number(key)] ?? null, rest, value);
  else if (isObject(root)) put(root, key, replaced(root[key] ?? null, rest, value));
  return root;
}

/** Undefined removes. False where the example does not stand in the spec but in an overlay, or something else stands there. */
function writeBack(spec: JsonObject, pointer: readonly string[], old: Json, value: Json | undefined): boolean {
  let node: Json | undefined = spec;
  for (const [index, key] of pointer.slice(0, -1).entries()) {
    const inSchemas = index === 2 && pointer[0] === 'components' && pointer[1] === 'schemas';
    node = stepInto(node, inSchemas && !hasKey(node, key) ? key.replace(/Input$/, '') : key);
  }
  const last = pointer.at(-1) ?? '';
  if (!isDeepStrictEqual(stepInto(node, last), old)) return false;
  if (Array.isArray(node)) {
    if (value === undefined) node.splice(Number(last), 1);
    else node[Number(last)] = value;
  } else if (isObject(node)) {
    if (value === undefined) delete node[last];
    else put(node, last, value);
  }
  return true;
}

const hasKey = (node: Json | undefined, key: string): boolean => isObject(node) && Object.hasOwn(node, key);

/** The effective contract has bare media types, the spec may not. */
function stepInto(node: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(key)];
  if (!isObject(node)) return undefined;
  if (Object.hasOwn(node, key)) return node[key];
  const media = Object.keys(node).find(
    (name) => name.includes(';') && name.split(';')[0]?.trim().toLowerCase() === key,
  );
  return media === undefined ? undefined : node[media];
}
