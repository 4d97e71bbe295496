// Every named example of every success, in both contracts, is what Prism serves when it is asked for by its name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Mocks, startMocks } from '../harness/index.ts';
import { type Contract, type Node, type Operation, readContract } from './contract.ts';
import { argsFor } from './samples.ts';

let mocks: Mocks;
let served = 0;
beforeAll(async () => {
  mocks = await startMocks();
});
afterAll(async () => {
  console.log(`examples: ${served} served under their names`);
  await mocks.close();
});

interface Named {
  readonly status: string;
  readonly name: string;
  readonly value: unknown;
}

function namedExamples(contract: Contract, { path, method }: Operation): Named[] {
  const operation = ((contract.document.paths as Node)[path] as Node)[method.toLowerCase()] as Node;
  return Object.entries(operation.responses as Node)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, response]) => {
      const media = ((contract.deref(response).content ?? {}) as Node)['application/json'] as Node | undefined;
      return Object.entries((media?.examples ?? {}) as Node).map(([name, entry]) => ({
        status,
        name,
        value: contract.deref(entry).value,
      }));
    });
}

async function ask(base: string, contract: Contract, operation: Operation, { status, name }: Named): Promise<Response> {
  const { path = {}, query = {}, header = {}, body } = argsFor(contract, operation, 'minimal');
  const url = new URL(
    base + operation.path.replace(/\{([^}]+)\}/g, (_, key: string) => encodeURIComponent(String(path[key]))),
  );
  for (const [key, value] of Object.entries(query)) {
    for (const one of [value].flat()) url.searchParams.append(key, String(one));
  }
  return fetch(url, {
    method: operation.method,
    headers: {
      ...(header as Record<string, string>),
      'X-API-Key': 'any',
      Authorization: 'Bearer any',
      'IDEMPOTENCY-KEY': '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01',
      Prefer: `code=${status}, example=${name}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
}

describe.each(['iron', 'paxos'] as const)('%s', (provider) => {
  const contract = readContract(`@org/${provider}-types/openapi.json`);
  const operations = contract.operations
    .map((operation) => ({ id: operation.id, operation, examples: namedExamples(contract, operation) }))
    .filter(({ examples }) => examples.length > 0);

  test.each(operations)('$id serves each of its named examples', async ({ operation, examples }) => {
    for (const example of examples) {
      const answer = await ask(mocks[provider].url, contract, operation, example);
      expect(answer.status, example.name).toBe(Number(example.status));
      expect(await answer.json(), example.name).toEqual(example.value);
      served++;
    }
  });

  test('every success with a body has a named example', () => {
    const bare = contract.operations.filter(
      (operation) =>
        [...operation.responses].some(([status, schema]) => status.startsWith('2') && schema !== undefined) &&
        namedExamples(contract, operation).length === 0,
    );
    expect(bare.map(({ id }) => id)).toEqual([]);
  });
});
