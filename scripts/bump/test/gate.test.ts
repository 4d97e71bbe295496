// The gate on types: a break that the comparison did not announce stops the bump.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outputsOf } from '../../contract/emit/outputs.ts';
import type { JsonObject } from '../../contract/json.ts';
import { unannounced } from '../api/announced.ts';
import type { Surface } from '../api/checks.ts';
import { typeBreaks } from '../api/gate.ts';
import { declarationsOf } from '../api/modules.ts';
import { parseReport, renderReport, reportsOf } from '../api/report.ts';
import type { Finding } from '../diff/change.ts';
import { compareContracts } from '../diff/diff.ts';
import { baseOf, edited, effective, type Pair, pairs } from './support/corpus.ts';
import { repository } from './support/repository.ts';

const provider = { name: 'orders', pascal: 'Orders', docs: 'https://orders.example', nullableWhenRead: false };

async function surfaceOf(document: JsonObject): Promise<Surface> {
  const files = await outputsOf({ provider, document: effective(document), split: [], unplaced: [] });
  const of = (ending: string): string => [...files].find(([file]) => file.endsWith(ending))?.[1] ?? '';
  return {
    types: new Map(['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'].map((file) => [file, of(`orders-types/${file}`)])),
    groups: of('generated/groups.ts'),
  };
}

const found = (before: JsonObject, after: JsonObject): Finding[] =>
  compareContracts(effective(before), effective(after), 'orders');

/** Every third change of the corpus in the ordinary run, every one in `pnpm test:long`: each is compiled twice. */
const EVERY = process.env.TEST_LONG ? 1 : 3;

/** In the long run each change is undone as well. */
const reversed = ({ name, before, after }: Pair): Pick<Pair, 'name' | 'before' | 'after'>[] =>
  EVERY === 1 ? [{ name: `undone: ${name}`, before: after, after: before }] : [];

describe('the gate on types', () => {
  // The compiler as an oracle: over the whole corpus, what it calls a break the comparison has announced.
  it('finds no break in the corpus that the comparison does not announce', async () => {
    const missed: string[] = [];
    let broken = 0;
    const judged = pairs()
      .filter((_, index) => index % EVERY === 0)
      .flatMap((pair) => [pair, ...reversed(pair)]);
    for (const { name, before, after } of judged) {
      const breaks = typeBreaks(await surfaceOf(before), await surfaceOf(after), '@org/orders-types');
      if (breaks.length > 0) broken++;
      for (const one of unannounced(breaks, found(before, after), ''))
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
    expect(unannounced(breaks, found(pair.before, pair.after), '')).toEqual([]);
    // Announced by an earlier bump whose release is still to come.
    expect(unannounced(breaks, [], '- `orders.orders.createOrder`: required request field added')).toEqual([]);
  });

  it.each([
    [
      'the body of an error',
      [['$.components.schemas.Problem.properties.title.type', 'integer']],
      {
        name: 'createOrder',
        what: 'error no longer fits',
        detail: expect.stringContaining("'number' is not assignable to type 'string'"),
      },
    ],
    [
      'an optional field that is gone from errors',
      [['$.components.schemas.Problem.properties.title']],
      { name: 'createOrder', what: 'field gone', detail: '999.title' },
    ],
    [
      'an optional field that is gone from what is read, in a list',
      [['$.components.schemas.Line.properties.amounts']],
      { name: 'getOrder', what: 'field gone', detail: 'lines[].amounts' },
    ],
    [
      'an optional field that is gone from what is sent',
      [['$.components.schemas.Address.properties.zip']],
      { name: 'createOrder', what: 'field gone', detail: 'body.address.zip' },
    ],
    [
      'a query that is gone as a whole',
      Array(3).fill(["$.paths['/orders'].get.parameters[0]"]),
      { name: 'listOrders', what: 'field gone', detail: 'query' },
    ],
    [
      'an error that is no longer declared',
      [["$.paths['/orders'].get.responses.default"]],
      { name: 'listOrders', what: 'error no longer fits', detail: expect.stringContaining("'unknown'") },
    ],
    [
      'what a webhook brings',
      [['$.components.schemas.OrderEvent.properties.type']],
      { name: 'orderChanged', what: 'field gone', detail: 'application/json.type' },
    ],
  ] as const)('judges %s', async (_, edits, expected) => {
    const before = baseOf('3.1');
    const after = edited(before, edits, 'a change');
    const breaks = typeBreaks(await surfaceOf(before), await surfaceOf(after), '@org/orders-types');
    expect(breaks).toContainEqual(expected);
    expect(unannounced(breaks, found(before, after), '')).toEqual([]);
  });

  it('judges the values of an open enum: a new one is no break, and one that is gone is, where it is sent', async () => {
    const values = '$.components.schemas.Address.properties.country.enum';
    const before = baseOf('3.1');
    const gains = edited(before, [[values, 'ES']], 'a value more');
    expect(typeBreaks(await surfaceOf(before), await surfaceOf(gains), '@org/orders-types')).toEqual([]);
    const loses = edited(before, [[`${values}[1]`]], 'a value less');
    const breaks = typeBreaks(await surfaceOf(before), await surfaceOf(loses), '@org/orders-types');
    expect(breaks.map(({ name, what }) => `${name}: ${what}`)).toEqual([
      'createOrder: argument no longer accepted',
      'updateOrder: argument no longer accepted',
    ]);
    const status = edited(before, [['$.components.schemas.OrderStatus.enum', 'LOST']], 'a status more');
    expect(typeBreaks(await surfaceOf(before), await surfaceOf(status), '@org/orders-types')).toEqual([]);
  });

  it('takes a note for an explanation of fields that went with a variant, and of nothing else', async () => {
    const pair = pairs().find(({ name }) => name === 'a union loses a variant, sent and read');
    if (!pair) throw new Error('the corpus lost its pair');
    const breaks = typeBreaks(await surfaceOf(pair.before), await surfaceOf(pair.after), '@org/orders-types');
    const notes = found(pair.before, pair.after).filter(({ severity }) => severity === 'note');
    expect(breaks.filter(({ what }) => what === 'field gone').map(({ name }) => name)).toContain('getOrder');
    const left = unannounced(breaks, notes, '');
    expect(left.map(({ what }) => what)).toContain('argument no longer accepted');
    expect(left.filter(({ what, name }) => what === 'field gone' && name === 'getOrder')).toEqual([]);
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
    const reports = reportsOf(types);
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
