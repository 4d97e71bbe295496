// What a contract says of each operation, as data.
import { describe, expect, test } from 'vitest';
import { callsOf, emitTable } from '../emit/table.ts';
import type { JsonObject } from '../json.ts';
import { contract, operation, provider } from './support/contract.ts';
import { run } from './support/typescript.ts';

type Table = Record<string, Record<string, JsonObject>>;

async function tableOf(document: JsonObject): Promise<Table> {
  const { operations } = await run(emitTable(document, provider));
  return operations as Table;
}

/** What the table says of one operation, `GET /things` unless said otherwise, without these two. */
async function facts(changes: JsonObject, root: JsonObject = {}): Promise<JsonObject | undefined> {
  const { security: _, ...open } = operation(changes);
  const one = 'security' in changes ? { ...open, security: changes.security ?? [] } : open;
  const found = (await tableOf(contract({ operation: one, root }))).thing?.getThing;
  if (!found) return undefined;
  const { method, path, ...rest } = found;
  expect([method, path]).toEqual(['GET', '/things']);
  return rest;
}

const query = (name: string, changes: JsonObject): JsonObject => ({
  name,
  in: 'query',
  schema: { type: 'array', items: {} },
  ...changes,
});

const success = (schema: JsonObject, type = 'application/json'): JsonObject => ({
  responses: { 200: { description: 'It.', content: { [type]: { schema } } } },
});

describe('the body that a success has', () => {
  test.each<[string, JsonObject, string]>([
    ['an object', success({ type: 'object' }), 'object'],
    ['an array', success({ type: 'array', items: {} }), 'array'],
    ['a string', success({ type: 'string' }), 'string'],
    ['a whole number', success({ type: 'integer' }), 'number'],
    ['a boolean', success({ type: 'boolean' }), 'boolean'],
    ['JSON of another media type', success({ type: 'object' }, 'application/problem+json'), 'object'],
    ['plain text', success({ type: 'string' }, 'text/plain'), 'text'],
    ['any JSON if the schema is open', success({}), 'any'],
    ['none', { responses: { 204: { description: 'Done.' } } }, 'none'],
    [
      'one or none',
      { responses: { 204: { description: 'Done.' }, ...(success({ type: 'object' }).responses as JsonObject) } },
      'any',
    ],
    [
      'independent of the bodies of errors',
      {
        responses: {
          204: { description: 'Done.' },
          400: { description: 'No.', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
      'none',
    ],
  ])('the body of a success is %s', async (_what, changes, response) => {
    expect(await facts(changes)).toMatchObject({ response });
  });
});

describe('query arrays', () => {
  test('comma-separated query arrays are listed', async () => {
    const parameters = [query('ids', { explode: false }), query('status', { explode: false, style: 'form' })];
    expect(await facts({ parameters })).toMatchObject({ commaSeparated: ['ids', 'status'] });
  });

  test('query arrays that repeat their name are not listed', async () => {
    const parameters = [query('ids', {}), query('more', { explode: true })];
    expect(await facts({ parameters })).not.toHaveProperty('commaSeparated');
  });

  test('query arrays that allow null are listed', async () => {
    const parameters = [query('ids', { explode: false, schema: { type: ['array', 'null'] } })];
    expect(await facts({ parameters })).toMatchObject({ commaSeparated: ['ids'] });
  });

  test('a plain value, a header or a path parameter with `explode: false` is not an array in the query', async () => {
    const parameters = [
      query('one', { explode: false, schema: { type: 'string' } }),
      query('X-Ids', { explode: false, in: 'header' }),
    ];
    expect(await facts({ parameters })).not.toHaveProperty('commaSeparated');
  });

  test('query arrays of the path item count, and one that the operation declares itself counts once', async () => {
    const get = operation({ parameters: [query('ids', { explode: true })] });
    const parameters = [query('ids', { explode: false }), query('all', { explode: false })];
    const table = await tableOf(contract({ paths: { '/things': { parameters, get } } }));
    expect(table.thing?.getThing).toMatchObject({ commaSeparated: ['all'] });
  });
});

describe('extensions become typed facts', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['an idempotency key in a header', { 'x-idempotency': { header: 'KEY' } }, { idempotency: { header: 'KEY' } }],
    [
      'an idempotency key in the body',
      { 'x-idempotency': { body: 'account.ref_id' } },
      { idempotency: { body: 'account.ref_id' } },
    ],
    [
      'an idempotency key with the operation that reads the record back',
      { 'x-idempotency': { body: 'ref_id', read: { operation: 'GetTransfer', path: { transfer_id: 'id' } } } },
      { readBack: { operation: 'getTransfer', path: { transfer_id: 'id' } } },
    ],
    [
      'an idempotency key with the list that holds the record',
      { 'x-idempotency': { body: 'ref_id', read: { operation: 'ListAddresses', query: { ids: 'id' } } } },
      { readBack: { operation: 'listAddresses', query: { ids: 'id' } } },
    ],
    [
      'a class of rate limit',
      { 'x-rate-limit': { class: 'identities', perSecond: 10 } },
      { rateLimit: { class: 'identities', perSecond: 10 } },
    ],
    ['no second attempt', { 'x-retry': 'never' }, { retry: false }],
    ['a public operation', { security: [] }, { public: true }],
    ['any of several scopes', { security: [{ OAuth: ['a'] }, { OAuth: ['b'] }] }, { scopes: [['a', 'b']] }],
    ['all of several scopes', { security: [{ OAuth: ['a', 'b'] }] }, { scopes: [['a'], ['b']] }],
  ])('the operation table has %s', async (_label, changes, expected) => {
    expect(await facts(changes)).toMatchObject(expected);
  });

  test('a security scheme without scopes adds nothing to the table', async () => {
    expect(await facts({ security: [{ Key: [] }] })).toEqual({ response: expect.any(String) });
  });

  test.each([
    [['items'], {}],
    [[], { itemsOptional: true }],
  ])('x-pagination of a page with required properties %j becomes its cursor and items', async (required, more) => {
    const page = { type: 'object', required, properties: { items: { type: 'array', items: {} } } };
    const changes = { ...success(page), 'x-pagination': { parameter: 'p', next: 'n', items: 'items' } };
    expect(await facts(changes)).toMatchObject({ pagination: { parameter: 'p', next: 'n', items: 'items', ...more } });
  });

  const list = { items: { type: 'array', items: { type: 'object' } } };
  const listOf = (properties: JsonObject, required: string[] = ['items']): JsonObject =>
    success({ type: 'object', required, properties });

  test('a list without a cursor names its array', async () => {
    expect(await facts(listOf({ ...list, total: { type: 'integer' } }))).toMatchObject({ items: 'items' });
  });

  test.each<[string, JsonObject]>([
    ['whose array is optional', listOf(list, [])],
    ['whose array may be null', listOf({ items: { type: ['array', 'null'], items: {} } })],
    ['with an id, which is a record', listOf({ ...list, id: { type: 'string' } })],
    ['with several arrays', listOf({ ...list, others: list.items }, ['items', 'others'])],
    ['without an array', listOf({ items: { type: 'object' } })],
    ['with a cursor', { ...listOf(list), 'x-pagination': { parameter: 'p', next: 'n', items: 'items' } }],
    [
      'that one of its successes lacks',
      {
        responses: {
          ...(listOf(list).responses as JsonObject),
          202: { description: 'Later.', content: { 'application/json': { schema: { type: 'object' } } } },
        },
      },
    ],
  ])('an object %s names none', async (_what, changes) => {
    expect(await facts(changes)).not.toHaveProperty('items');
  });

  test('what is created is never a list', async () => {
    const table = await tableOf(contract({ paths: { '/things': { post: operation(listOf(list)) } } }));
    expect(table.thing?.getThing).not.toHaveProperty('items');
  });

  test('operations of the sandbox groups are marked as sandbox only', async () => {
    const table = await tableOf(contract({ operation: operation({ tags: ['Sandbox Deposits'] }) }));
    expect(table.sandboxDeposits?.getThing).toMatchObject({ sandboxOnly: true, public: true });
  });

  test('the security of the whole contract counts where the operation has none of its own', async () => {
    expect(await facts({}, { security: [{ OAuth: ['s'] }] })).toMatchObject({ scopes: [['s']] });
    expect(await facts({ security: [] }, { security: [{ OAuth: ['s'] }] })).toMatchObject({ public: true });
  });
});

test('alternatives of several scopes each are multiplied out: of each list, one scope is needed', async () => {
  expect(await facts({ security: [{ OAuth: ['a', 'b'] }, { OAuth: ['c'] }] })).toMatchObject({
    scopes: [
      ['a', 'c'],
      ['b', 'c'],
    ],
  });
});

test('operations say which credentials they take where they take different ones, and not otherwise', async () => {
  const credentials = async (...security: JsonObject[][]): Promise<unknown[]> => {
    const paths = Object.fromEntries(
      security.map((one, index) => [`/${index}`, { get: operation({ operationId: `get${index}`, security: one }) }]),
    );
    return Object.values((await tableOf(contract({ paths }))).thing ?? {}).map((row) => row.credentials);
  };
  expect(await credentials([{ Id: [], Secret: [] }], [], [{ Id: [], Secret: [] }])).toEqual(Array(3).fill(undefined));
  expect(await credentials([{ OAuth: ['a'] }, { OAuth: ['b'] }], [{ OAuth: ['c'] }])).toEqual([undefined, undefined]);
  expect(await credentials([{ Id: [], Secret: [] }], [{ Id: [] }, { Token: [] }], [], [{}, { Token: [] }])).toEqual([
    [['Id', 'Secret']],
    [['Id'], ['Token']],
    undefined,
    [[], ['Token']],
  ]);
});

describe('groups', () => {
  const paths = {
    '/b': { get: operation({ tags: ['Second'], operationId: 'B' }) },
    '/a': {
      get: operation({ tags: ['First One'], operationId: 'A' }),
      post: operation({ tags: ['Second'], operationId: 'C' }),
    },
    '/d': { get: operation({ tags: ['Untold'], operationId: 'D' }) },
  };
  const tags = [{ name: 'First One' }, { name: 'Empty' }, { name: 'Second' }];

  test('groups are in the order of the tags, operations in the order of the paths; a tag without operations adds no group', () => {
    const calls = [...callsOf(contract({ paths, root: { tags } }))].map(([group, members]) => [
      group,
      members.map(({ name }) => name),
    ]);
    expect(calls).toEqual([
      ['firstOne', ['a']],
      ['second', ['b', 'c']],
      ['untold', ['d']],
    ]);
  });
});

test('the file names its source and its type', () => {
  const text = emitTable(contract(), provider);
  expect(text).toMatch(
    /^\/\/ Generated by `pnpm generate` from specs\/acme\..*\nimport type \{ Operation, OperationTable \}/,
  );
  expect(text).toContain('export const operations: OperationTable<AcmeOperation> = {');
});
