// For any schema: what is valid in a request is valid in a response, so a response that echoes a request never fails.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { createCompiler } from '../validate.ts';
import { exchange, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

/** A schema, with a value that it takes. */
interface Pair {
  readonly schema: JsonObject;
  readonly value: Json;
}

const leaf: fc.Arbitrary<Pair> = fc.oneof(
  fc.string({ maxLength: 4 }).map((value) => ({ schema: { type: 'string' }, value })),
  fc.integer().map((value) => ({ schema: { type: 'integer' }, value })),
  fc.constantFrom(null, 'x').map((value) => ({ schema: { type: ['string', 'null'] }, value })),
  fc.constantFrom('A', 'B').map((value) => ({ schema: { type: 'string', enum: ['A', 'B'] }, value })),
  fc.constantFrom('A', null).map((value) => ({ schema: { type: ['string', 'null'], enum: ['A', 'B', null] }, value })),
  fc.constant<Pair>({ schema: { type: 'string', enum: ['only'] }, value: 'only' }),
  fc.constant({ schema: { const: 0 }, value: 0 }),
  fc.constant({ schema: ref('Leaf'), value: 'L' }),
  fc.constant({ schema: {}, value: null }),
);

const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('pair'), { minLength: 1, maxLength: 3 }).map((pairs) => ({
      schema: { type: 'array', items: { anyOf: pairs.map(({ schema }) => schema) } },
      value: pairs.map(({ value }) => value),
    })),
    fc.tuple(tie('pair'), tie('pair')).map(([one, other]) => ({
      schema: { description: 'd', anyOf: [one.schema, other.schema] },
      value: other.value,
    })),
    record(tie('pair')),
  ),
}));

/** An object of up to three fields: each required or not, present or not, the object open or closed. */
function record(field: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> {
  const entry = fc.record({ field, required: fc.boolean(), present: fc.boolean() });
  const names = fc.constantFrom('a', 'b', 'default', 'mapping');
  return fc
    .tuple(fc.uniqueArray(fc.tuple(names, entry), { maxLength: 3, selector: ([name]) => name }), fc.boolean())
    .map(([entries, closed]) => ({
      schema: {
        type: 'object',
        properties: Object.fromEntries(entries.map(([name, one]) => [name, one.field.schema])),
        required: entries.filter(([, one]) => one.required).map(([name]) => name),
        ...(closed ? { additionalProperties: false } : {}),
      },
      value: Object.fromEntries(
        entries.filter(([, one]) => one.required || one.present).map(([name, one]) => [name, one.field.value]),
      ),
    }));
}

const leafSchema: JsonObject = { type: 'string', enum: ['L', 'M'] };

test('a value that is valid for the request type is valid for the response type', () => {
  fc.assert(
    fc.property(pair, fc.boolean(), ({ schema, value }, nullableWhenRead) => {
      const { document, names } = splitOf(
        exchange(ref('X'), ref('X'), { X: schema, Leaf: leafSchema }),
        nullableWhenRead,
      );
      const compiler = createCompiler(document);
      const sent = compiler.byName(names.includes('XInput') ? 'XInput' : 'X');
      const read = compiler.byName('X');
      expect({ sent: sent(value), read: read(value) }).toEqual({ sent: true, read: true });
    }),
    { numRuns: 150 },
  );
});

test('null in an optional field is valid in the response type if the provider returns it, and never in the request type', () => {
  const strict = leaf.filter(
    ({ schema }) => !JSON.stringify(schema).includes('null') && Object.keys(schema).length > 0,
  );
  fc.assert(
    fc.property(strict, ({ schema }) => {
      const record = { type: 'object', properties: { field: schema } };
      const { document } = splitOf(exchange(ref('X'), ref('X'), { X: record, Leaf: leafSchema }), true);
      const compiler = createCompiler(document);
      expect(compiler.byName('X')({ field: null })).toBe(true);
      expect(compiler.byName('XInput')({ field: null })).toBe(false);
    }),
    { numRuns: 30 },
  );
});
