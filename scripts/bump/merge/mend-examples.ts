// Examples of ours that the new facts make invalid: mended where the mend is obvious, told where it is not.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { createCompiler } from '../../contract/compiler.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { put } from '../prose.ts';
import { examplesIn, writeBack } from './example-places.ts';
import { fieldSchema, sampleOf } from './sample.ts';

export interface MendedExample {
  readonly place: string;
  readonly reason: string;
  /** `removed`: nothing obvious fits, so it is better gone than wrong. `by hand`: it stands in an overlay. */
  readonly outcome: 'mended' | 'removed' | 'by hand';
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
