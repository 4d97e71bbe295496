// The gate on types: a break that the comparison did not announce stops the bump.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Surface, typeBreaks, unannounced } from '../../lib/bump/api/gate.ts';
import { declarationsOf } from '../../lib/bump/api/modules.ts';
import { parseReport, renderReport, reportsOf } from '../../lib/bump/api/report.ts';
import { compareContracts } from '../../lib/bump/diff/diff.ts';
import type { JsonObject } from '../../lib/json.ts';
import { outputsOf } from '../../lib/outputs.ts';
import { effective, pairs } from './support/corpus.ts';
import { repository } from './support/repository.ts';

const provider = { name: 'orders', pascal: 'Orders', docs: 'https://orders.example', nullableWhenRead: false };

async function surfaceOf(document: JsonObject): Promise<Surface> {
  const files = await outputsOf({ provider, document: effective(document), split: [], overlays: [] });
  const of = (ending: string): string => [...files].find(([file]) => file.endsWith(ending))?.[1] ?? '';
  return {
    types: new Map(['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'].map((file) => [file, of(`orders-types/${file}`)])),
    groups: of('generated/groups.ts'),
  };
}

/** Every third change of the corpus in the ordinary run, every one in `pnpm test:long`: each is compiled twice. */
const EVERY = process.env.TEST_LONG ? 1 : 3;

describe('the gate on types', () => {
  // The compiler as an oracle: over the whole corpus, what it calls a break the comparison has announced.
  it('finds no break in the corpus that the comparison does not announce', async () => {
    const missed: string[] = [];
    let broken = 0;
    const judged = pairs().filter((_, index) => index % EVERY === 0);
    for (const { name, before, after } of judged) {
      const breaks = typeBreaks(await surfaceOf(before), await surfaceOf(after), '@org/orders-types');
      if (breaks.length > 0) broken++;
      const findings = compareContracts(effective(before), effective(after), 'orders');
      for (const one of unannounced(breaks, findings, ''))
        missed.push(`${name}: ${one.name} ${one.what}: ${one.detail}`);
    }
    console.log(`gate: the compiler sees a break in ${broken} of ${judged.length} changes`);
    expect(missed).toEqual([]);
    expect(broken).toBeGreaterThan(EVERY === 1 ? 40 : 10);
  }, 300_000);

  it('names the call, the direction and the reason of a break, and is silent once it is announced', async () => {
    const pair = pairs().find(({ name }) => name === 'a required request field is added');
    if (!pair) throw new Error('the corpus lost its pair');
    const breaks = typeBreaks(await surfaceOf(pair.before), await surfaceOf(pair.after), '@org/orders-types');
    expect(breaks).toEqual([
      {
        name: 'createOrder',
        what: 'argument no longer accepted',
        detail: expect.stringContaining("Property 'vat' is missing"),
      },
    ]);
    expect(unannounced(breaks, [], '')).toEqual(breaks);
    expect(unannounced(breaks, compareContracts(effective(pair.before), effective(pair.after), 'orders'), '')).toEqual(
      [],
    );
    // Announced by an earlier bump whose release is still to come.
    expect(unannounced(breaks, [], '- `orders.orders.createOrder`: required request field added')).toEqual([]);
  });

  it('stops the bump at a break that nothing announces', async () => {
    const repo = await repository();
    for (const kind of ['types', 'sdk']) mkdirSync(`${repo.root}packages/acme-${kind}/api`);
    // As if the last release had exported one more type, which the contract of today knows nothing of.
    const types = `${repo.root}packages/acme-types`;
    const modules = new Map(declarationsOf(types, 'index.d.ts'));
    modules.set('schemas.d.ts', `${modules.get('schemas.d.ts')}export interface Gone {}\n`);
    writeFileSync(`${types}/api/index.api.md`, renderReport('types', modules));
    const groups = 'src/generated/groups.ts';
    writeFileSync(
      `${repo.root}packages/acme-sdk/api/index.api.md`,
      renderReport('sdk', declarationsOf(`${repo.root}packages/acme-sdk`, groups)),
    );
    const before = repo.snapshot();
    const from = repo.provider([['$.components.schemas.ApiWidget.properties', { size: { type: 'integer' } }]]);
    await expect(repo.bump({ from })).rejects.toMatchObject({
      kind: 'unannounced',
      status: 11,
      message: expect.stringContaining('  Gone: export removed. Gone'),
    });
    expect(repo.snapshot()).toEqual(before);
  });

  it('writes reports that read back, without comments', async () => {
    const repo = await repository();
    const types = `${repo.root}packages/acme-types`;
    writeFileSync(
      `${types}/package.json`,
      JSON.stringify({
        name: '@org/acme-types',
        version: '1.2.3',
        exports: {
          '.': { types: './index.d.ts' },
          './openapi': { types: './openapi.d.ts' },
          './openapi.json': './openapi.json',
        },
      }),
    );
    const reports = reportsOf(types, '@org/acme-types');
    expect([...reports.keys()].map((file) => file.slice(types.length))).toEqual([
      '/api/index.api.md',
      '/api/openapi.api.md',
    ]);
    const report = reports.get(`${types}/api/index.api.md`) ?? '';
    expect(parseReport(report)).toEqual(declarationsOf(types, 'index.d.ts'));
    expect(report).not.toContain('Name that people see');
    expect(readFileSync(`${types}/schemas.d.ts`, 'utf8')).toContain('A thing that can be ordered');
  });
});
