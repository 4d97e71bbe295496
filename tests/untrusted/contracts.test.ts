// Rules that hold for every operation of both contracts, with the built clients over a fetch that records.
import { createRequire } from 'node:module';
import * as ironEntry from '@org/iron-sdk';
import { createIronClient } from '@org/iron-sdk';
import * as paxosEntry from '@org/paxos-sdk';
import { createPaxosClient, type PaxosScope } from '@org/paxos-sdk';
import { describe, expect, test } from 'vitest';
import { readContract } from '../operation-matrix/contract.ts';

const KEY = '0198c3b6-aabb-706b-9a28-93f475d01299';
const TOKEN = '{"access_token":"t","token_type":"bearer","expires_in":3599}';
const require = createRequire(import.meta.url);

type Method = (args: object, options?: object) => PromiseLike<unknown>;
type AnyClient = Record<string, Record<string, Method>>;
type Sent = { url: string; headers: Headers; body: string };
type Described = {
  operationId?: string;
  'x-idempotency'?: { header?: string; body?: string };
  'x-pagination'?: { items: string };
};
type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { securitySchemes: { OAuth2?: { flows: { clientCredentials: { scopes: Record<string, string> } } } } };
};

const documents = {
  iron: require('@org/iron-types/openapi.json') as Document,
  paxos: require('@org/paxos-types/openapi.json') as Document,
};

function setUp(provider: 'iron' | 'paxos', respond: () => Response) {
  const sent: Sent[] = [];
  const stacks: string[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (url.includes('oauth2')) return new Response(TOKEN);
    stacks.push(`${new Error('stack').stack}`);
    sent.push({ url, headers: new Headers(init.headers), body: `${init.body ?? ''}` });
    return respond();
  };
  const common = { environment: 'sandbox', fetch, maxRetries: 0 } as const;
  const scopes = new Set<string>();
  for (const path of Object.values(documents.paxos.paths))
    for (const operation of Object.values(path))
      for (const requirement of (operation as { security?: Record<string, string[]>[] }).security ?? [])
        for (const scope of Object.values(requirement).flat()) scopes.add(scope);
  const client =
    provider === 'iron'
      ? createIronClient({ ...common, apiKey: 'key' })
      : createPaxosClient({
          ...common,
          clientId: 'id',
          clientSecret: 'secret',
          scopes: [...scopes] as PaxosScope[],
          rateLimit: false,
        });
  return { client: client as unknown as AnyClient, sent, stacks };
}

const everything = (['iron', 'paxos'] as const).flatMap((provider) => {
  const { operations, deref } = readContract(`@org/${provider}-types/openapi.json`);
  return operations.map((operation) => ({ provider, operation, deref }));
});

/** Reads whose response has a list, with a cursor or without one, each with the name of that list. */
const lists = everything.flatMap(({ provider, operation, deref }) => {
  const page = documents[provider].paths[operation.path]?.[operation.method.toLowerCase()]?.['x-pagination'];
  const items = page?.items ?? 'items';
  const { properties = {}, required = [] } = deref(operation.responses.get('200')) ?? {};
  if (operation.method !== 'GET' || !(items in (properties as object))) return [];
  return [{ provider, operation, items, due: (required as string[]).includes(items) }];
});

function call(client: AnyClient, id: string, path: string, options?: object): PromiseLike<unknown> {
  const name = id.charAt(0).toLowerCase() + id.slice(1);
  const group = Object.values(client).find((one) => typeof one === 'object' && name in one);
  const parameters = Object.fromEntries([...path.matchAll(/\{([^}]+)\}/g)].map(([, one]) => [one, 'x1']));
  const account = path === '/identity/accounts' ? { account: { type: 'BROKERAGE' } } : {};
  // What createIdentity refuses to leave out.
  const person = name === 'createIdentity' ? { person_details: {}, tax_details_not_required: true } : {};
  const method = group?.[name];
  if (!method) throw new Error(`the client has no ${name}`);
  return method({ path: parameters, body: { field: 'value', ...account, ...person } }, options);
}

describe.each(everything)('$provider $operation.id', ({ provider, operation }) => {
  const source = documents[provider].paths[operation.path]?.[operation.method.toLowerCase()];
  const key = source?.['x-idempotency'];

  test('a given idempotency key is on the wire, or refused where the operation takes none', async () => {
    const { client, sent } = setUp(provider, () => new Response('{}', { status: 400 }));
    const ended = await call(client, operation.id, operation.path, { idempotencyKey: KEY }).then(
      () => 'resolved',
      (error: Error) => error.name,
    );
    if (!key) {
      expect([ended, sent.length]).toEqual(['InvalidRequestError', 0]);
      return;
    }
    expect(ended).toBe('ApiError');
    const [request] = sent;
    if (key.header) expect(request?.headers.get(key.header)).toBe(KEY);
    else expect(JSON.stringify(JSON.parse(request?.body ?? ''))).toContain(`"ref_id":"${KEY}"`);
  });

  test('an empty success is one only where the contract promises no body', async () => {
    const { client } = setUp(provider, () => new Response('', { status: 200 }));
    const promised = [...operation.responses].some(
      ([status, schema]) => status.startsWith('2') && saysSomething(schema),
    );
    const ended = await call(client, operation.id, operation.path).then(
      () => 'resolved',
      (error: Error) => error.name,
    );
    expect(ended).toBe(promised ? 'DecodeError' : 'resolved');
  });

  test('at most nine frames of the SDK are between the caller and fetch', async () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 50;
    try {
      const { client, stacks } = setUp(provider, () => new Response('{}', { status: 400 }));
      const theCaller = async (): Promise<unknown> => await call(client, operation.id, operation.path);
      await theCaller().catch(() => {});
      // Once a token is there, nothing but the call itself is between.
      await theCaller().catch(() => {});
      const frames = (stacks.at(-1) ?? '').split('\n').slice(2);
      const until = frames.findIndex((frame) => frame.includes('contracts.test'));
      expect(until).toBeGreaterThan(0);
      expect(until).toBeLessThanOrEqual(9);
    } finally {
      Error.stackTraceLimit = limit;
    }
  });
});

describe.each(lists)('$provider $operation.id', ({ provider, operation, items, due }) => {
  const listFrom = async (body: object): Promise<unknown> => {
    const { client } = setUp(provider, () => Response.json(body));
    return await call(client, operation.id, operation.path);
  };

  test('a list without its items is a DecodeError unless the contract makes them optional', async () => {
    const ended = await listFrom({ unrelated: true }).then(
      () => 'resolved',
      (error: Error) => error.name,
    );
    expect(ended).toBe(due ? 'DecodeError' : 'resolved');
    expect(await listFrom({ [items]: [] })).toEqual({ [items]: [] });
  });
});

test('both contracts have lists without a cursor whose items are due', () => {
  const unpaged = lists.filter(
    ({ provider, operation, due }) =>
      due && !documents[provider].paths[operation.path]?.[operation.method.toLowerCase()]?.['x-pagination'],
  );
  expect(unpaged.map(({ operation }) => operation.id)).toEqual(
    expect.arrayContaining([
      'getFeeProfiles',
      'getPixAddresses',
      'getAutorampTransactionsByIds',
      'ListProfileBalances',
    ]),
  );
});

/** A schema without any condition leaves open whether there is a body. */
function saysSomething(schema: object | undefined): boolean {
  return Object.keys(schema ?? {}).some((name) => name !== 'description' && !name.startsWith('x-'));
}

test('Iron refuses a key that is not a UUID', async () => {
  const { client, sent } = setUp('iron', () => new Response('{}'));
  const error = await call(client, 'createCustomer', '/customers', { idempotencyKey: 'order-1' }).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ name: 'InvalidRequestError', notSent: true });
  expect(error?.message).toContain('idempotencyKey must be a UUID');
  expect(sent).toEqual([]);
});

test.each([
  ['iron', ironEntry],
  ['paxos', paxosEntry],
])('the root entry of %s exports no class of the engine', (_name, entry) => {
  const names = Object.keys(entry);
  expect(names.length).toBeLessThanOrEqual(60);
  const classes = names.filter((name) => /^[A-Z]/.test(name));
  expect(classes.filter((name) => !name.endsWith('Error'))).toEqual([]);
});
