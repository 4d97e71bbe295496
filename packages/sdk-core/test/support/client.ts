import { authorize } from '../../src/layers/authorize.ts';
import type { OperationTable } from '../../src/operation.ts';
import { type ClientOptions, type Provider, resolveOptions } from '../../src/options.ts';
import { createRuntime, type Runtime, type RuntimeConfig } from '../../src/runtime.ts';
import { fakeClock } from './clock.ts';

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
  const clock = fakeClock();
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
