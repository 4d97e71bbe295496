import { manualClock } from '@org/test-kit/clock';
import type { Client } from 'openapi-fetch';
import { createRuntime } from '../../src/create-runtime.ts';
import type { SdkError } from '../../src/errors.ts';
import { authorize } from '../../src/layers/authorize.ts';
import { createNamedDoor } from '../../src/named-door.ts';
import type { OperationTable } from '../../src/operation.ts';
import { type ClientOptions, type Provider, resolveOptions } from '../../src/options.ts';
import { createPathDoor } from '../../src/path-door.ts';
import type { Runtime, RuntimeConfig } from '../../src/runtime.ts';
import type { TestApi } from './api.ts';
import type { paths } from './paths.ts';

/** A small provider with one operation of each kind. */
export const table: OperationTable = {
  customer: {
    createCustomer: 'POST /customers key=header:IDEMPOTENCY-KEY',
    getCustomer: 'GET /customers/{id}',
    updateCustomer: 'PUT /customers/{id}',
    patchCustomer: 'PATCH /customers/{id}',
    deleteCustomer: 'DELETE /customers/{id}',
    listCustomers: 'GET /customers csv=status page=cursor:cursor:items',
  },
  transfer: {
    createTransfer: 'POST /transfers key=body:ref_id read=getTransfer:id=id',
    createOrder: 'POST /profiles/{profile_id}/orders key=body:ref_id read=getOrder:id=id',
    getOrder: 'GET /profiles/{profile_id}/orders/{id}',
    createAddress: 'POST /addresses key=body:ref_id read=listAddresses:ids=id',
    listAddresses: 'GET /addresses page=page_cursor:next_page_cursor:items',
    createAccount: 'POST /accounts key=body:account.ref_id read=getAccount:id=id',
    getTransfer: 'GET /transfers/{id}',
    getAccount: 'GET /accounts/{id}',
    sendOnce: 'PUT /transfers/{id}/once retry=never',
  },
  sandbox: {
    approve: 'POST /sandbox/{id}/approve sandbox',
  },
};

export const provider: Provider = {
  name: 'Test',
  baseUrls: { sandbox: 'https://sandbox.test.invalid/api', production: 'https://test.invalid/api' },
  userAgent: 'test-sdk/0.0.0',
};

export const API_KEY = 'sk_test_5ecret5ecret5ecret';

/** A runtime with an API key, a clock of its own whose backoffs pass at once, and no jitter. */
export function testRuntime(options: ClientOptions & Partial<RuntimeConfig> = {}): Runtime {
  const clock = manualClock();
  clock.skipBelow(20_000);
  const { authorize: own, retryPolicy, rateLimit, table: rows, toOperationId, around, ...rest } = options;
  const setKey = authorize((request) => {
    request.headers.set('X-API-Key', API_KEY);
  }, clock);
  return createRuntime({
    ...resolveOptions({ baseUrl: 'http://localhost:1', clock, random: () => 1, ...rest } as ClientOptions, provider),
    table: rows ?? table,
    toOperationId,
    retryPolicy,
    rateLimit,
    around,
    authorize: own ?? setKey,
  });
}

/** Both doors of one client. */
export type TestClient = TestApi & Client<paths, 'application/json'>;

export function testClient(options: Parameters<typeof testRuntime>[0] = {}): TestClient {
  const runtime = testRuntime(options);
  return createNamedDoor<TestApi, Client<paths, 'application/json'>>(runtime, createPathDoor<paths>(runtime));
}

/** Whatever an error may have on it. */
export interface AnyFailure extends SdkError {
  readonly status: number;
  readonly body: unknown;
  readonly requestId?: string;
  readonly retryAfter?: number;
  readonly reason: string;
  readonly unsent: boolean;
  readonly kind: string;
  readonly ms: number;
  readonly start: string;
  readonly last: unknown;
  readonly response: Response;
}

/** What a promise rejects with; fails the test if it does not. */
export async function failureOf(promise: PromiseLike<unknown>): Promise<AnyFailure> {
  const outcome = await Promise.resolve(promise).then(
    (value) => ({ value }),
    (error: AnyFailure) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`resolved with ${JSON.stringify(outcome.value)}`);
}
