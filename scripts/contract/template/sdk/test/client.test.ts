// The client as people make it, against a server on this machine: every operation of the table is called.
import { inspect } from 'node:util';
import { empty, json, raw } from '@org/test-kit/replies';
import { type Reply, type SeenRequest, useServer } from '@org/test-kit/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import type { Credentials, Scheme } from '../src/credentials.ts';
import { type AcmeOperation, operations } from '../src/generated/operations.ts';
import { type AcmeOptions, createAcmeClient } from '../src/index.ts';
import { createAcmePathClient } from '../src/paths.ts';
import { baseUrls, schemes, usual } from '../src/provider.ts';
import { version } from '../src/version.ts';

const server = useServer();
const known: Readonly<Record<string, Scheme>> = schemes;
const rows = Object.entries(operations).flatMap(([group, methods]) =>
  Object.entries(methods).map(([name, operation]): [string, string, AcmeOperation] => [group, name, operation]),
);
const credentials = Object.fromEntries(
  Object.keys(known).map((name) => [name, `user:secret-${name.toLowerCase()}`]),
) as Credentials;
const withoutTypes = (options: object) => () => createAcmeClient(options as AcmeOptions);

beforeEach(() => {
  for (const { variable } of Object.values(known)) vi.stubEnv(variable, undefined);
});
afterEach(() => vi.unstubAllEnvs());

test('every operation reaches its address with exactly the credentials that it takes', async () => {
  const client = createAcmeClient({ baseUrl: server.url, credentials, maxRetries: 0 }) as unknown as Record<
    string,
    Record<string, (args: object) => Promise<unknown>>
  >;
  for (const [group, name, operation] of rows) {
    server.script(success(operation));
    await client[group]?.[name]?.(argumentsOf(operation));
    const [seen] = server.seen;
    const path = operation.path.replaceAll(/\{[^}]*\}/g, 'x1').split(/[?#]/)[0];
    expect([name, seen?.method, seen?.path]).toEqual([name, operation.method, path]);
    const lists = operation.public ? [] : (operation.credentials ?? usual);
    const longest = Math.max(0, ...lists.map((list) => list.length));
    const expected = lists.find((list) => list.length === longest) ?? [];
    expect([name, ...sentIn(seen as SeenRequest)]).toEqual([name, ...Object.keys(known).filter(isOneOf(expected))]);
  }
});

test('a path method sends what the operation method sends', async () => {
  const paths = createAcmePathClient({ baseUrl: server.url, credentials, maxRetries: 0 });
  const send = paths.request as unknown as (method: string, path: string, init: object) => Promise<unknown>;
  for (const [, name, operation] of rows.slice(0, 5)) {
    server.script(success(operation));
    const { path, body } = argumentsOf(operation);
    await send(operation.method.toLowerCase(), operation.path, { params: { path }, ...(body && { body }) });
    expect([name, server.seen[0]?.method]).toEqual([name, operation.method]);
  }
});

test('a client shows no secret when it is printed', () => {
  const client = createAcmeClient({ baseUrl: server.url, credentials });
  expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain('secret-');
});

test('missing credentials are named, and so is one that there is not', () => {
  const lists = usual.filter((list) => list.length > 0);
  if (lists.length === 0) expect(withoutTypes({ baseUrl: server.url })).not.toThrow();
  else expect(withoutTypes({ baseUrl: server.url })).toThrow(/^No credentials: pass option 'credentials' with /);
  expect(withoutTypes({ baseUrl: server.url, credentials: { noSuchScheme: 'x' } })).toThrow(
    "Option 'credentials': there is no 'noSuchScheme'.",
  );
});

test('an environment whose address was never named is refused', () => {
  const missing = ['production', 'sandbox', 'elsewhere'].filter((name) => !Object.hasOwn(baseUrls, name));
  for (const environment of missing)
    expect(withoutTypes({ environment, credentials })).toThrow(/^Pass option '(environment' as|baseUrl')/);
  for (const environment of Object.keys(baseUrls)) expect(withoutTypes({ environment, credentials })).not.toThrow();
});

test("the version is the package's own", () => {
  expect(version).toBe(manifest.version);
});

const isOneOf = (names: readonly string[]) => (name: string) => names.includes(name);

/** The credentials that stand where their scheme puts them. */
function sentIn({ headers, query }: SeenRequest): string[] {
  return Object.entries(known).flatMap(([name, { in: place, name: as, prefix = '' }]) => {
    const value = String(credentials[name as keyof Credentials]);
    const header = String(headers[as.toLowerCase()]);
    if (place === 'query') return new URLSearchParams(query).get(as) === value ? [name] : [];
    if (place === 'cookie')
      return String(headers.cookie)
        .split('; ')
        .includes(`${as}=${encodeURIComponent(value)}`)
        ? [name]
        : [];
    return header === prefix + (prefix === 'Basic ' ? btoa(value) : value) ? [name] : [];
  });
}

/** The shortest arguments: what stands in the path, and a body that has room for its idempotency key. */
function argumentsOf({ path, idempotency }: AcmeOperation): { path?: object; body?: object } {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => [name, 'x1']);
  const holders = idempotency && 'body' in idempotency ? idempotency.body.split('.').slice(0, -1) : undefined;
  return {
    ...(names.length > 0 && { path: Object.fromEntries(names) }),
    ...(holders && { body: holders.reduceRight<object>((inner, key) => ({ [key]: inner }), {}) }),
  };
}

/** The shortest success that the contract allows. */
function success({ response, items, pagination }: AcmeOperation): Reply {
  if (response === 'none') return empty(204);
  if (response === 'text') return raw(200, 'text', { 'content-type': 'text/plain' });
  const list = items ?? pagination?.items;
  const values = { object: list === undefined ? {} : { [list]: [] }, array: [], string: '', number: 0, boolean: true };
  return json(200, response === 'any' ? {} : values[response]);
}
