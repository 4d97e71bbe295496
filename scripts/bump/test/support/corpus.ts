// The corpus: one contract, changed in one place per pair, with what the comparison must say of it.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { contractFrom } from '../../../contract/contract.ts';
import type { Json, JsonObject } from '../../../contract/json.ts';
import { applyOverlay } from '../../../contract/overlay.ts';
import { upgrade } from '../../upgrade-3.0.ts';

export const folder: string = new URL('../corpus/', import.meta.url).pathname;

type Edit = readonly [target: string, update?: Json];
export type Expected = readonly [severity: string, kind: string, where: string, operations?: string];

export interface Pair {
  readonly name: string;
  readonly version: '3.0' | '3.1';
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly expected: readonly Expected[];
}

interface Entry {
  readonly name: string;
  readonly in?: readonly ('3.0' | '3.1')[];
  /** What the base lacks for this change. */
  readonly from?: readonly Edit[];
  readonly edit: readonly Edit[];
  readonly finds: readonly Expected[];
}

export function baseOf(version: '3.0' | '3.1'): JsonObject {
  return parse(readFileSync(`${folder}base-${version}.yaml`, 'utf8')) as JsonObject;
}

export function edited(document: JsonObject, edits: readonly Edit[], name: string): JsonObject {
  const actions = edits.map(([target, update]) => ({
    target,
    description: name,
    ...(update === undefined ? { remove: true } : { update }),
  }));
  return applyOverlay(
    structuredClone(document),
    { overlay: '1.0.0', info: { title: name, version: '1' }, actions },
    name,
  );
}

/** Every change once; a change that both versions of OpenAPI can say stands in 3.1, unless `everywhere` asks for all. */
export function pairs(everywhere = false): Pair[] {
  const files = readdirSync(folder).filter((file) => !file.startsWith('base-'));
  const entries = files.flatMap((file) => parse(readFileSync(folder + file, 'utf8')) as Entry[]);
  return entries.flatMap((entry) => {
    const all = entry.in ?? (['3.1', '3.0'] as const);
    return (everywhere ? all : all.slice(0, 1)).map((version) => {
      const before = edited(baseOf(version), entry.from ?? [], entry.name);
      return {
        name: entry.name,
        version,
        before,
        after: edited(before, entry.edit, entry.name),
        expected: entry.finds,
      };
    });
  });
}

const provider = { name: 'orders', pascal: 'Orders', docs: 'https://orders.example/docs', nullableWhenRead: false };

/** As the pipeline makes it, without overlays. */
export const effective = (document: JsonObject, nullableWhenRead = false): JsonObject =>
  contractFrom({ ...provider, nullableWhenRead }, { facts: upgrade(document), texts: {}, overlays: [] }).document;
