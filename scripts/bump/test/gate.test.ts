// The gate on types: the compiler's judgement, beside the contract's and independent of it.
import { describe, expect, it } from 'vitest';
import { outputsOf } from '../../contract/emit/outputs.ts';
import type { JsonObject } from '../../contract/json.ts';
import { type Surface, typeBreaks } from '../api/gate.ts';
import { compareContracts } from '../diff/diff.ts';
import { judgementOf, larger } from '../judge.ts';
import { baseOf, edited, effective, type Pair, pairs } from './support/corpus.ts';

const provider = { name: 'orders', pascal: 'Orders', docs: 'https://orders.example', nullableWhenRead: false };

async function surfaceOf(document: JsonObject): Promise<Surface> {
  const files = await outputsOf({ provider, document: effective(document), split: [], unplaced: [] });
  const of = (ending: string): string => [...files].find(([file]) => file.endsWith(ending))?.[1] ?? '';
  return {
    types: new Map(['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'].map((file) => [file, of(`orders-types/${file}`)])),
    groups: of('generated/groups.ts'),
  };
}

/** Every third change of the corpus in the ordinary run, every one in `pnpm test:long`: each is compiled twice. */
const EVERY = process.env.TEST_LONG ? 1 : 3;

/** In the long run each change is undone as well. */
const reversed = ({ name, before, after }: Pair): Pick<Pair, 'name' | 'before' | 'after'>[] =>
  EVERY === 1 ? [{ name: `undone: ${name}`, before: after, after: before }] : [];

describe('the gate on types', () => {
  // Two oracles that know nothing of each other, over the whole corpus.
  it('judges the corpus beside the contract, and the larger judgement is the release', async () => {
    const judged = pairs()
      .filter((_, index) => index % EVERY === 0)
      .flatMap((pair) => [pair, ...reversed(pair)]);
    const tally = { both: 0, compiler: 0, contract: 0, neither: 0 };
    for (const { before, after } of judged) {
      const breaks = typeBreaks(await surfaceOf(before), await surfaceOf(after), '@org/orders-types');
      const findings = compareContracts(effective(before), effective(after), 'orders');
      const judgement = judgementOf(findings, breaks, '1.2.3');
      const [wire, types] = [judgement.contract === 'major', judgement.compiler === 'major'];
      expect(types).toBe(breaks.length > 0);
      expect(larger(judgement)).toBe(wire || types ? 'major' : judgement.contract);
      tally[wire ? (types ? 'both' : 'contract') : types ? 'compiler' : 'neither']++;
    }
    console.log(`gate: of ${judged.length} changes, breaks for ${JSON.stringify(tally)}`);
    expect(tally.both).toBeGreaterThan(EVERY === 1 ? 40 : 10);
    expect(tally.contract).toBeGreaterThan(0);
  }, 300_000);

  it('names the call, the direction and the reason of a break', async () => {
    const pair = pairs().find(({ name }) => name === 'a required request field is added');
    if (!pair) throw new Error('the corpus lost its pair');
    expect(typeBreaks(await surfaceOf(pair.before), await surfaceOf(pair.after), '@org/orders-types')).toEqual([
      {
        name: 'createOrder',
        what: 'argument no longer accepted',
        detail: expect.stringContaining("Property 'vat' is missing"),
      },
    ]);
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
});
