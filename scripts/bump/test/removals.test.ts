// What providers announce they will remove: each operation of both contracts, and all that is deprecated at once. Whatever our overlays
// hold of it, there is a report and a changeset.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readYaml } from '../../contract/files.ts';
import { entries, isObject, type JsonObject } from '../../contract/json.ts';
import { type OperationPlace, operationsOf } from '../../contract/operations.ts';
import { type Provider, providers, root as realRoot, sdkDir, specDir, typesDir } from '../../contract/providers.ts';
import { refsIn, SCHEMAS, schemasOf } from '../../contract/walk.ts';
import { planBump } from '../plan.ts';
import { runBump } from '../run.ts';
import { commitAll, gitIn } from './support/repository.ts';

/** Of 195 plans, those of the ordinary run; each takes about two seconds. */
const EVERY = process.env.TEST_LONG ? 1 : 30;
const today = new Date('2026-11-20');

/** Read once for all tests of a provider. */
const specs = new Map(providers.map((provider) => [provider.name, readYaml(`${specDir(provider)}spec.yaml`)]));
const specOf = ({ name }: Provider): JsonObject => specs.get(name) ?? {};

/** As the provider would publish it: the schemas that only these operations led to go with them. */
function without(spec: JsonObject, places: readonly OperationPlace[]): JsonObject {
  const document = structuredClone(spec);
  const paths = document.paths as Record<string, JsonObject>;
  for (const { path, method } of places) {
    delete paths[path]?.[method];
    if (operationsOf({ paths: { [path]: paths[path] ?? {} } }).length === 0) delete paths[path];
  }
  const { schemas = {}, ...components } = isObject(document.components) ? document.components : {};
  const reached = new Set<string>();
  const open = [...refsIn({ ...document, components }, 'document')];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (reached.has(ref)) continue;
    reached.add(ref);
    if (ref.startsWith(SCHEMAS)) open.push(...refsIn(schemasOf(document)[ref.slice(SCHEMAS.length)], 'schema'));
  }
  const left = entries(schemas).filter(([name]) => reached.has(SCHEMAS + name));
  return { ...document, components: { ...components, schemas: Object.fromEntries(left) } };
}

function published(document: JsonObject): string {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(`${folder}/spec.json`, JSON.stringify(document));
  return `${folder}/spec.json`;
}

const wordsOf = ({ method, path }: OperationPlace): string => `${method.toUpperCase()} ${path}`;

const cases = providers.flatMap((provider) => {
  const all = operationsOf(specOf(provider));
  const deprecated = all.filter(({ operation }) => operation.deprecated === true);
  return [
    ...all.map((place) => [`${provider.name} ${wordsOf(place)}`, provider, [place]] as const),
    [`all that ${provider.name} has deprecated`, provider, deprecated] as const,
  ];
});
const sampled = cases.filter(([, , places], index) => places.length > 1 || index % EVERY === 0);

describe('the removal of', () => {
  it('each of the operations there are is tried, in the long run', () => {
    expect(cases.length).toBe(providers.reduce((sum, one) => sum + operationsOf(specOf(one)).length + 1, 0));
    expect(cases.filter(([, , places]) => places.length === 0)).toEqual([]);
  });

  it.each(sampled)('%s plans to a report and a changeset', async (_, provider, places) => {
    const from = published(without(specOf(provider), places));
    const { report, changeset, stop, targets } = await planBump({ root: realRoot, provider, from, today });
    const removed = report.findings.filter(({ kind }) => kind === 'operation-removed');
    expect(removed.map(({ operation }) => operation).sort()).toEqual(places.map(wordsOf).sort());
    expect(report.judgement.contract).toBe(report.bump);
    for (const { call } of removed) expect(changeset).toContain(call);
    // What may stop it is a schema that only these operations had, and that an overlay of ours refers to: it is named.
    const errors = report.overlays.filter(({ severity }) => severity === 'error');
    expect(errors.filter(({ code, where }) => code !== 'overlay-dangling' || !/, action \d+ \(/.test(where))).toEqual(
      [],
    );
    expect(stop?.kind).toBe(errors.length > 0 ? 'overlays' : undefined);
    expect(targets.length > 0).toBe(stop === undefined);
  });
});

/** A throw-away copy of what a bump reads and writes. */
function copyOf(provider: Provider): string {
  const root = `${mkdtempSync(join(tmpdir(), 'removal-'))}/`;
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(specDir(provider), root + specDir(provider).slice(realRoot.length), { recursive: true });
  for (const folder of [typesDir(provider), `${sdkDir(provider)}src/generated/`])
    cpSync(folder, root + folder.slice(realRoot.length), {
      recursive: true,
      filter: (file) => !file.includes('node_modules'),
    });
  mkdirSync(`${root}.changeset`);
  gitIn(root, 'init', '--quiet');
  commitAll(root);
  return root;
}

describe('a whole bump that removes', () => {
  it.each([
    ['iron', 'PUT /customers/{id}'],
    ['iron', 'GET /cryptocurrencies'],
    ['paxos', 'GET /events'],
    ['paxos', 'POST /conversion/stablecoins'],
    ['paxos', 'deprecated'],
  ])('of %s: %s writes spec, overlays, types and changeset', async (name, what) => {
    const [, provider, places] =
      cases.find(([title]) => title.startsWith(name) && title.endsWith(what)) ??
      cases.find(([title]) => title.includes(name) && title.endsWith(what)) ??
      [];
    if (!provider || !places) throw new Error(`${name} has no ${what}`);
    const root = copyOf(provider);
    const report = await runBump({
      root,
      provider,
      from: published(without(specOf(provider), places)),
      today,
      typecheck: () => Promise.resolve({ ok: true, output: '' }),
    });
    expect(report.files).toEqual(
      expect.arrayContaining([`specs/${name}/spec.yaml`, `packages/${name}-types/openapi.json`]),
    );
    const retired = report.overlays.filter(({ code }) => code === 'overlay-retired');
    expect(retired.length).toBeGreaterThan(0);
    expect(report.files.some((file) => file.startsWith(`specs/${name}/overlays/`))).toBe(true);
    const text = readFileSync(`${root}specs/${name}/spec.yaml`, 'utf8');
    for (const { operation } of places) expect(text).not.toContain(`operationId: ${operation.operationId}\n`);
    // What was written is whole: the same file again changes nothing.
    commitAll(root);
    const from = published(without(specOf(provider), places));
    const again = await runBump({ root, provider, from, today, dryRun: true, typecheck: () => Promise.reject() });
    expect(again).toMatchObject({ findings: [], files: [] });
  });
});
