// Every operation of both contracts, called through the built clients against Prism, driven by the contracts.
import { readFileSync } from 'node:fs';
import { createIronClient, type Middleware } from '@org/iron-sdk';
import { createPaxosClient } from '@org/paxos-sdk';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Mocks, startMocks } from '../harness/index.ts';
import { type Contract, type Node, type Operation, readContract } from './contract.ts';
import { type Answer, type AnyClient, callByName, scopesOf } from './operation-methods.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { type Args, argsFor, spoil } from './samples.ts';
import { expectOnWire } from './wire.ts';

interface Target {
  readonly name: string;
  readonly contract: Contract;
  readonly credentials: [string, RegExp];
  client(middleware?: readonly Middleware[]): AnyClient;
}

const count = { operations: 0, minimal: 0, full: 0, examples: 0, successes: 0, errors: 0, unauthorized: 0, invalid: 0 };
const statuses = new Set<string>();
let mocks: Mocks;
const recorders: Record<string, Recorder> = {};

beforeAll(async () => {
  mocks = await startMocks();
  recorders.iron = await startRecorder(mocks.iron.url);
  recorders.paxos = await startRecorder(mocks.paxos.url);
});
afterAll(async () => {
  await Promise.all([...Object.values(recorders).map((recorder) => recorder.close()), mocks.close()]);
  const requests = Object.values(count).reduce((sum, one) => sum + one, 0) - count.operations;
  console.log(
    `matrix: ${count.operations} of ${total()} operations, ${requests} requests (${count.minimal} minimal, ${count.full} full, ` +
      `${count.examples} documented request bodies, ${count.successes} successes and ${count.errors} errors by status, ` +
      `${count.unauthorized} without credentials, ${count.invalid} invalid), statuses ${[...statuses].sort().join(' ')}`,
  );
});

const common = { timeout: 10_000, maxRetries: 0, logLevel: 'off' } as const;
const targets: Target[] = [
  {
    name: 'iron',
    contract: readContract('@org/iron-types/openapi.json'),
    credentials: ['x-api-key', /^matrix-key$/],
    client: (middleware = []) =>
      createIronClient({
        ...common,
        middleware,
        apiKey: 'matrix-key',
        baseUrl: recorders.iron?.url,
      }) as unknown as AnyClient,
  },
  {
    name: 'paxos',
    contract: readContract('@org/paxos-types/openapi.json'),
    credentials: ['authorization', /^Bearer \S{20,}$/],
    client: (middleware = []) =>
      createPaxosClient({
        ...common,
        middleware,
        // Answers 429 are asked for here, and one would block all classes for five minutes.
        rateLimit: false,
        scopes: scopesOf(readContract('@org/paxos-types/openapi.json')),
        clientId: mocks.tokens.clientId,
        clientSecret: mocks.tokens.clientSecret,
        tokenUrl: mocks.paxos.tokenUrl,
        baseUrl: recorders.paxos?.url,
      }) as unknown as AnyClient,
  },
];

for (const target of targets) {
  const { contract, name } = target;
  const validatorFor = createValidators(contract);
  let client: AnyClient;
  let bare: AnyClient;
  beforeAll(() => {
    client = target.client();
    // Closest to fetch: what the client added is taken off again, as if it had never had credentials.
    bare = target.client([
      (request, next) => {
        request.headers.delete('X-API-Key');
        request.headers.delete('Authorization');
        return next(request);
      },
    ]);
  });
  const recorded = () => recorders[name]?.take() ?? [];

  /** By path method. */
  const byPath = async (door: AnyClient, operation: Operation, args: Args, prefer?: string): Promise<Answer> => {
    recorded();
    const { body, ...params } = args;
    return door[operation.method]?.(operation.path, {
      params,
      body,
      ...(prefer && { headers: { Prefer: prefer } }),
    }) as Promise<Answer>;
  };
  /** By operation method. */
  const byName = (operation: Operation, args: Args, prefer?: string) => {
    recorded();
    return callByName(client, operation, args, { ...(prefer && { headers: { Prefer: prefer } }) });
  };

  describe(name, () => {
    for (const operation of contract.operations) {
      const documented = [...operation.responses.keys()];
      const success = documented.find((status) => status.startsWith('2')) ?? '200';

      describe(`${operation.id} (${operation.method} ${operation.path})`, () => {
        const minimal = argsFor(contract, operation, 'minimal');
        const full = argsFor(contract, operation, 'full');

        test('takes the least that the contract asks for, by path method', async () => {
          count.operations++;
          count.minimal++;
          validatorFor.sent(operation, minimal.body);
          const answer = await byPath(client, operation, minimal);
          expect(answer.response.status).toBe(Number(success));
          validatorFor.read(operation, success, answer.data);
          const [wire] = recorded();
          if (!wire) throw new Error('nothing went over the wire');
          expectOnWire(operation, minimal, wire, target.credentials);
        });

        test('takes everything that the contract knows, by operation method', async () => {
          count.full++;
          validatorFor.sent(operation, full.body);
          const answer = await byName(operation, full);
          expect(answer).toMatchObject({ ok: true, status: Number(success) });
          validatorFor.read(operation, success, answer.data);
          const [wire] = recorded();
          if (!wire) throw new Error('nothing went over the wire');
          expectOnWire(operation, full, wire, target.credentials);
        });

        if (operation.body && operation.body.examples.length > 0) {
          test('takes each documented request body', async () => {
            for (const body of operation.body?.examples ?? []) {
              count.examples++;
              const answer = await byName(operation, { ...minimal, body });
              expect(answer.status, JSON.stringify(answer.error)).toBe(Number(success));
            }
          });
        }

        test('gives each documented status its parsed body', async () => {
          for (const status of documented) {
            // An undeclared code is answered with the `default` response.
            const code = status === 'default' ? '418' : status;
            const answer = await byName(operation, minimal, `code=${code}`);
            expect(answer.status).toBe(Number(code));
            expect(answer.ok).toBe(status.startsWith('2'));
            validatorFor.read(operation, status, answer.ok ? answer.data : answer.error);
            statuses.add(code);
            if (answer.ok) count.successes++;
            else count.errors++;
          }
        });

        if (operation.secured) {
          test('is refused without credentials', async () => {
            count.unauthorized++;
            const answer = await byPath(bare, operation, minimal);
            expect(answer.response.status).toBe(401);
            validatorFor.read(operation, '401', answer.error);
          });
        }

        const spoiled = spoil(contract, operation, minimal);
        if (spoiled) {
          test('is refused with an invalid value', async () => {
            count.invalid++;
            const { response } = await byPath(client, operation, spoiled);
            expect(response.status).toBeGreaterThanOrEqual(400);
            expect(response.status).toBeLessThan(500);
          });
        }
      });
    }
  });
}

test('the matrix covers every operation of both contracts', () => {
  const published = targets.map(({ name }) => Number(sourceOf(name).operations));
  // What the providers publish, and the first version of Iron's Create customer identification.
  expect(targets.map(({ contract }) => contract.operations.length)).toEqual([(published[0] ?? 0) + 1, published[1]]);
  expect(count.operations).toBe(total());
});

const total = (): number => targets.reduce((sum, { contract }) => sum + contract.operations.length, 0);

/** Which file of the provider's the contract was taken from. */
const sourceOf = (name: string): { operations: number } =>
  JSON.parse(readFileSync(new URL(`../../specs/${name}/source.json`, import.meta.url), 'utf8'));

function createValidators(contract: Contract) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of ['decimal', 'uint32', 'uint64', 'int32', 'int64', 'double', 'float'])
    ajv.addFormat(format, true);
  ajv.addSchema({ $id: 'contract', components: contract.document.components } as object);
  const compiled = new Map<Node, ValidateFunction>();
  const validator = (schema: Node): ValidateFunction => {
    const known = compiled.get(schema);
    if (known) return known;
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')) as object;
    const fresh = ajv.compile(absolute);
    compiled.set(schema, fresh);
    return fresh;
  };
  const check = (schema: Node, value: unknown, what: string): void => {
    const validate = validator(schema);
    if (!validate(value))
      throw new Error(
        `${what} does not match the contract: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value, null, 1)}`,
      );
  };
  return {
    sent(operation: Operation, body: unknown): void {
      if (operation.body && body !== undefined) check(operation.body.schema, body, 'the sample that would be sent');
    },
    read(operation: Operation, status: string, body: unknown): void {
      const schema = operation.responses.get(status);
      if (schema === undefined) expect(body).toBeUndefined();
      else check(schema, body, `the answer ${status}`);
    },
  };
}
