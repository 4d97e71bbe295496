// The contracts of this repository: their sizes, that nothing in them is unused or lost, and that the hints fit them.
import { describe, expect, test } from 'vitest';
import { buildContract, readOverlays } from '../contract.ts';
import { readYaml } from '../files.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { contentsOf, type Direction, type OperationPlace, operationsOf, parametersOf } from '../operations.ts';
import { providers, specDir, typesDir } from '../providers.ts';
import { validateContract } from '../validate.ts';
import { deref, kindAt, refsIn, resolveRef, schemasOf } from '../walk.ts';
import { typeErrors } from './support/typescript.ts';

/** Operations that overlays add to what the provider publishes. */
const ADDED: Record<string, readonly string[]> = { iron: ['createCustomerIdentification'] };
/** What there was when this was written: a provider may publish more, and a generation that finds less has lost some. */
const LEAST: Record<string, { examples: number; split: number; 'x-idempotency': number; 'x-pagination': number }> = {
  iron: { examples: 748, split: 10, 'x-idempotency': 19, 'x-pagination': 9 },
  paxos: { examples: 1019, split: 1, 'x-idempotency': 16, 'x-pagination': 32 },
};
const NOTHING = { examples: 0, split: 0, 'x-idempotency': 0, 'x-pagination': 0 };

describe.each(providers)('$name', (provider) => {
  const spec = readYaml(`${specDir(provider)}spec.yaml`);
  const least = LEAST[provider.name] ?? NOTHING;
  const { document, split } = buildContract(provider);
  const operations = operationsOf(document);
  const hinted = (hint: string): JsonObject[] =>
    operations.map(({ operation }) => operation).filter((one) => hint in one);

  test('the contract has as many operations as the provider publishes, and those that overlays add', () => {
    const { operations: recorded } = readYaml(`${specDir(provider)}source.json`);
    expect(operationsOf(spec)).toHaveLength(Number(recorded));
    const wordsOf = ({ method, path }: OperationPlace): string => `${method} ${path}`;
    const published = new Set(operationsOf(spec).map(wordsOf));
    const come = operations.filter((place) => !published.has(wordsOf(place)));
    expect(come.map(({ operation }) => operation.operationId)).toEqual(ADDED[provider.name] ?? []);
    expect(operations).toHaveLength(published.size + come.length);
  });

  test('the contract is valid', async () => {
    const { problems, examples } = await validateContract(document);
    expect(problems).toEqual([]);
    expect(examples.valid).toBe(examples.present);
    expect(examples.present).toBeGreaterThanOrEqual(least.examples);
  });

  test('schemas whose request and response types differ are split', () => {
    expect(split.length).toBeGreaterThanOrEqual(least.split);
    const schemas = schemasOf(document);
    for (const name of split) {
      expect(schemas).toHaveProperty(`${name}Input`);
      // None is written twice for nothing.
      expect(schemas[`${name}Input`], name).not.toEqual(schemas[name]);
    }
  });

  test.each<[string, JsonObject]>([
    ['the contract as published', spec],
    ['the effective contract', document],
  ])('%s has no reference that does not resolve, and no component without a reference', (_label, whole) => {
    const { lost, unused } = reached(whole);
    expect({ lost, unused }).toEqual({ lost: [], unused: [] });
  });

  test("names.yaml maps the provider's names to schemas that exist, each once", () => {
    const names = Object.values(readYaml(`${specDir(provider)}names.yaml`)).map(String);
    expect(names.filter((name) => !(name in schemasOf(spec)))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('extensions name what their operation has', () => {
    for (const place of operations) {
      const { operation } = place;
      const parameters = parametersOf(document, place).map(({ name }) => name);
      const { 'x-pagination': page, 'x-idempotency': key, 'x-rate-limit': rate } = operation;
      if (isObject(page)) {
        expect(parameters).toContain(page.parameter);
        expect(fieldsOf(document, bodiesOf(document, operation, 'response'))).toEqual(
          expect.arrayContaining([page.next, page.items]),
        );
      }
      if (isObject(key) && 'header' in key) expect(parameters).toContain(key.header);
      if (isObject(key) && typeof key.body === 'string') {
        const holders = bodiesOf(document, operation, 'request');
        expect(leadsSomewhere(document, holders, key.body.split('.'))).toBe(true);
      }
      if (isObject(key) && isObject(key.read)) {
        const { operation: reader, path, query } = key.read;
        const target = operations.find((other) => other.operation.operationId === reader);
        const taken = target ? parametersOf(document, target).map((one) => `${one.in} ${one.name}`) : [];
        const [[where, asked] = ['', null]] = Object.entries({ path, query }).filter(([, map]) => isObject(map));
        expect(taken).toContain(`${where} ${Object.keys(asked as JsonObject)[0]}`);
      }
      if (isObject(rate))
        expect(rate).toEqual({ class: expect.stringMatching(/^[a-z-]+$/), perSecond: expect.any(Number) });
    }
    // As many as the overlays count, so that none is lost on the way.
    const claimed = (hint: string): number =>
      readOverlays(specDir(provider))
        .flatMap(([, { actions }]) => actions)
        .filter(({ update }) => isObject(update) && hint in update)
        .reduce((sum, action) => sum + (action['x-matches'] ?? 1), 0);
    for (const hint of ['x-idempotency', 'x-pagination'] as const) {
      expect(hinted(hint).length, hint).toBe(claimed(hint));
      expect(hinted(hint).length, hint).toBeGreaterThanOrEqual(least[hint]);
    }
  });

  test('a value of a response type can be copied into its request type', () => {
    const check = split.map((name) => `export const from${name} = (sent: types.${name}Input): types.${name} => sent;`);
    const file = `${typesDir(provider)}index.d.ts`;
    expect(
      typeErrors({ '/virtual/check.ts': `import type * as types from '${file}';\n${check.join('\n')}\n` }),
    ).toEqual([]);
  });
});

/** What the operations and webhooks of a contract lead to: references that lead nowhere, components that nothing leads to. */
function reached(document: JsonObject): { lost: string[]; unused: string[] } {
  const seen = new Set<string>();
  const open = [...refsIn({ paths: document.paths ?? {}, webhooks: document.webhooks ?? {} }, 'document')];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (seen.has(ref)) continue;
    seen.add(ref);
    open.push(...refsIn(resolveRef(document, ref), kindAt(ref.slice(2).split('/')) ?? 'schema'));
  }
  const sections = Object.entries((document.components ?? {}) as JsonObject).filter(
    ([name]) => name !== 'securitySchemes',
  );
  const present = sections.flatMap(([name, map]) =>
    Object.keys(map as JsonObject).map((key) => `#/components/${name}/${key}`),
  );
  return {
    lost: [...seen].filter((ref) => resolveRef(document, ref) === undefined),
    unused: present.filter((ref) => !seen.has(ref)),
  };
}

const bodiesOf = (document: JsonObject, operation: JsonObject, direction: Direction): Json[] =>
  contentsOf(document, operation)
    .filter((one) => one.direction === direction && (one.status ?? '2').startsWith('2'))
    .map(({ media }) => media.schema ?? null);

/** The schemas themselves, and the members of their unions and intersections, references followed. */
function flat(document: JsonObject, schemas: readonly Json[]): JsonObject[] {
  return schemas.flatMap((schema) => {
    const here = deref(document, schema);
    if (!isObject(here)) return [];
    const members = [here.allOf, here.oneOf, here.anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
    return [here, ...flat(document, members)];
  });
}

const propertiesOf = (document: JsonObject, schemas: readonly Json[]): [string, Json][] =>
  flat(document, schemas).flatMap(({ properties }) => (isObject(properties) ? Object.entries(properties) : []));

const fieldsOf = (document: JsonObject, schemas: readonly Json[]): string[] =>
  propertiesOf(document, schemas).map(([name]) => name);

function leadsSomewhere(document: JsonObject, schemas: readonly Json[], [head, ...rest]: readonly string[]): boolean {
  if (head === undefined) return schemas.length > 0;
  const next = propertiesOf(document, schemas).filter(([name]) => name === head);
  return leadsSomewhere(
    document,
    next.map(([, schema]) => schema),
    rest,
  );
}
