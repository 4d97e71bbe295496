// One row per call: method, path, and a word for each hint.
import { describe, expect, test } from 'vitest';
import { callsOf, emitTable } from '../emit-table.ts';
import type { JsonObject } from '../json.ts';
import { contract, operation, provider } from './support/contract.ts';
import { run } from './support/typescript.ts';

type Rows = Record<string, Record<string, string>>;

async function rowsOf(document: JsonObject): Promise<Rows> {
  const { operations } = await run(emitTable(document, provider));
  return operations as Rows;
}

/** The row of one operation, `GET /things` unless said otherwise. */
async function row(changes: JsonObject, root: JsonObject = {}): Promise<string | undefined> {
  const { security: _, ...open } = operation(changes);
  const one = 'security' in changes ? { ...open, security: changes.security ?? [] } : open;
  return (await rowsOf(contract({ operation: one, root }))).thing?.getThing;
}

const query = (name: string, changes: JsonObject): JsonObject => ({
  name,
  in: 'query',
  schema: { type: 'array', items: {} },
  ...changes,
});

test('a row without hints is method and path', async () => {
  expect(await row({})).toBe('GET /things');
});

describe('query arrays', () => {
  test('that are comma-separated are listed', async () => {
    const parameters = [query('ids', { explode: false }), query('status', { explode: false, style: 'form' })];
    expect(await row({ parameters })).toBe('GET /things csv=ids,status');
  });

  test('that repeat their key are not', async () => {
    expect(await row({ parameters: [query('ids', {}), query('more', { explode: true })] })).toBe('GET /things');
  });

  test('may allow null', async () => {
    expect(await row({ parameters: [query('ids', { explode: false, schema: { type: ['array', 'null'] } })] })).toBe(
      'GET /things csv=ids',
    );
  });

  test('only: a plain value, a header or a path parameter with `explode: false` is no array in the query', async () => {
    const parameters = [
      query('one', { explode: false, schema: { type: 'string' } }),
      query('X-Ids', { explode: false, in: 'header' }),
    ];
    expect(await row({ parameters })).toBe('GET /things');
  });

  test('of the path item count, and those that the operation declares anew count once', async () => {
    const get = operation({ parameters: [query('ids', { explode: true })] });
    const parameters = [query('ids', { explode: false }), query('all', { explode: false })];
    const rows = await rowsOf(contract({ paths: { '/things': { parameters, get } } }));
    expect(rows.thing?.getThing).toBe('GET /things csv=all public');
  });
});

describe('hints', () => {
  test.each<[string, JsonObject, string]>([
    [
      'an idempotency key in a header',
      { 'x-idempotency': { header: 'IDEMPOTENCY-KEY' } },
      'key=header:IDEMPOTENCY-KEY',
    ],
    ['one in the body', { 'x-idempotency': { body: 'account.ref_id' } }, 'key=body:account.ref_id'],
    [
      'one with the call that reads the record back',
      { 'x-idempotency': { body: 'ref_id', read: { operation: 'GetTransfer', path: { transfer_id: 'id' } } } },
      'key=body:ref_id read=getTransfer:transfer_id=id',
    ],
    [
      'one with the list that holds the record',
      { 'x-idempotency': { body: 'ref_id', read: { operation: 'ListAddresses', query: { ids: 'id' } } } },
      'key=body:ref_id read=listAddresses:ids=id',
    ],
    [
      'a page',
      { 'x-pagination': { parameter: 'page_cursor', next: 'next_page_cursor', items: 'items' } },
      'page=page_cursor:next_page_cursor:items',
    ],
    ['a class of rate limit', { 'x-rate-limit': { class: 'identities', perSecond: 10 } }, 'rate=identities:10'],
    ['no second try', { 'x-retry': 'never' }, 'retry=never'],
    ['nothing secures it', { security: [] }, 'public'],
    ['a scheme without scopes', { security: [{ Key: [] }] }, ''],
    ['any of several scopes', { security: [{ OAuth: ['a:read'] }, { OAuth: ['a:write'] }] }, 'scopes=a:read|a:write'],
    ['all of several scopes', { security: [{ OAuth: ['a:read', 'a:write'] }] }, 'scopes=a:read,a:write'],
  ])('%s', async (_label, changes, words) => {
    expect(await row(changes)).toBe(`GET /things ${words}`.trim());
  });

  test('all together, in one order', async () => {
    const changes = {
      'x-retry': 'never',
      'x-rate-limit': { class: 'r', perSecond: 5 },
      'x-pagination': { parameter: 'p', next: 'n', items: 'i' },
      'x-idempotency': { header: 'K' },
      parameters: [query('ids', { explode: false })],
      security: [{ OAuth: ['s'] }],
    };
    expect(await row(changes)).toBe('GET /things csv=ids key=header:K page=p:n:i rate=r:5 retry=never scopes=s');
  });

  test('operations of the sandbox groups say so', async () => {
    const rows = await rowsOf(contract({ operation: operation({ tags: ['Sandbox Deposits'] }) }));
    expect(rows).toEqual({ sandboxDeposits: { getThing: 'GET /things sandbox public' } });
  });

  test('the security of the whole contract counts where the operation has none of its own', async () => {
    expect(await row({}, { security: [{ OAuth: ['s'] }] })).toBe('GET /things scopes=s');
    expect(await row({ security: [] }, { security: [{ OAuth: ['s'] }] })).toBe('GET /things public');
  });
});

describe('what a row cannot say is refused', () => {
  test('alternatives of several scopes each', async () => {
    await expect(row({ security: [{ OAuth: ['a', 'b'] }, { OAuth: ['c'] }] })).rejects.toThrow(
      'alternatives of several scopes each have no row: [["a","b"],["c"]]',
    );
  });

  test.each<[string, JsonObject]>([
    ['a scope', { security: [{ OAuth: ['a b'] }] }],
    ['a parameter', { parameters: [query('a b', { explode: false })] }],
    ['a hint', { 'x-rate-limit': { class: 'a\nretry=never' } }],
  ])('white space in %s', async (_label, changes) => {
    await expect(row(changes)).rejects.toThrow(/^GET \/things: a row cannot carry ".*", white space parts its words$/);
  });
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

  test('stand in the order of the tags, calls in the order of the paths; a tag without operations makes none', () => {
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
  expect(emitTable(contract(), provider)).toMatch(
    /^\/\/ Generated by `pnpm generate` from specs\/acme\..*\nimport type \{ OperationTable \} from '@org\/sdk-core\/internal';\n/,
  );
});
