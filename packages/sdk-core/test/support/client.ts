import { manualClock } from '@org/test-kit/clock';
import type { Client } from 'openapi-fetch';
import { addOperationMethods, createPathMethods } from '../../src/client.ts';
import { Engine, type EngineConfig } from '../../src/engine.ts';
import { type ErrorDescription, fieldErrorsOf } from '../../src/error-description.ts';
import type { SdkError } from '../../src/errors.ts';
import { createInstrumentation, createLog } from '../../src/log.ts';
import type { Operation, OperationTable } from '../../src/operation.ts';
import { type ClientOptions, type Provider, resolveOptions } from '../../src/options.ts';
import { createReadBack } from '../../src/read-back.ts';
import { authorize } from '../../src/steps/authorize.ts';
import type { TestApi } from './api.ts';
import type { paths } from './paths.ts';

const pages = { parameter: 'cursor', next: 'cursor', items: 'items' } as const;
const optionalPages = {
  parameter: 'page_cursor',
  next: 'next_page_cursor',
  items: 'items',
  itemsOptional: true,
} as const;
const refId = { body: 'ref_id' } as const;

interface TestOperation extends Operation {
  readonly sandboxOnly?: true;
}

/** A small provider with one operation of each kind. */
export const table: OperationTable<TestOperation> = {
  customer: {
    createCustomer: {
      method: 'POST',
      path: '/customers',
      response: 'object',
      idempotency: { header: 'IDEMPOTENCY-KEY' },
    },
    getCustomer: { method: 'GET', path: '/customers/{id}', response: 'object' },
    updateCustomer: { method: 'PUT', path: '/customers/{id}', response: 'object' },
    patchCustomer: { method: 'PATCH', path: '/customers/{id}', response: 'object' },
    deleteCustomer: { method: 'DELETE', path: '/customers/{id}', response: 'none' },
    listCustomers: {
      method: 'GET',
      path: '/customers',
      response: 'object',
      commaSeparated: ['status'],
      pagination: pages,
    },
  },
  transfer: {
    createTransfer: {
      method: 'POST',
      path: '/transfers',
      response: 'object',
      idempotency: refId,
      readBack: { operation: 'getTransfer', path: { id: 'id' } },
    },
    createOrder: {
      method: 'POST',
      path: '/profiles/{profile_id}/orders',
      response: 'object',
      idempotency: refId,
      readBack: { operation: 'getOrder', path: { id: 'id' } },
    },
    getOrder: { method: 'GET', path: '/profiles/{profile_id}/orders/{id}', response: 'object' },
    createAddress: {
      method: 'POST',
      path: '/addresses',
      response: 'object',
      idempotency: refId,
      readBack: { operation: 'listAddresses', query: { ids: 'id' } },
    },
    listAddresses: { method: 'GET', path: '/addresses', response: 'object', pagination: optionalPages },
    createAccount: {
      method: 'POST',
      path: '/accounts',
      response: 'object',
      idempotency: { body: 'account.ref_id' },
      readBack: { operation: 'getAccount', path: { id: 'id' } },
    },
    getTransfer: { method: 'GET', path: '/transfers/{id}', response: 'object' },
    getAccount: { method: 'GET', path: '/accounts/{id}', response: 'object' },
    cancelTransfer: { method: 'DELETE', path: '/transfers/{id}', response: 'object' },
    listFees: { method: 'GET', path: '/fees', response: 'object', items: 'fees' },
    listRates: { method: 'GET', path: '/rates', response: 'array' },
    sendOnce: { method: 'PUT', path: '/transfers/{id}/once', response: 'object', retry: false },
  },
  sandbox: {
    approve: { method: 'POST', path: '/sandbox/{id}/approve', response: 'none', sandboxOnly: true },
  },
};

export const provider: Provider = {
  name: 'Test',
  baseUrls: { sandbox: 'https://sandbox.test.invalid/api', production: 'https://test.invalid/api' },
  userAgent: 'test-sdk/0.0.0',
};

export const API_KEY = 'sk_test_5ecret5ecret5ecret';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

/** What this provider's SDK would say of an error body. */
export function describeError(body: unknown): ErrorDescription {
  const { message, trace_id, errors } = fieldsOf(body);
  return typeof body === 'string' && !/^\s*</.test(body)
    ? { message: body }
    : { message: text(message), requestId: text(trace_id), fieldErrors: fieldErrorsOf(errors) };
}

/** Options of a test's client, and what an SDK would give the engine. */
export type TestOptions = ClientOptions & Partial<Omit<EngineConfig<TestOperation>, keyof ClientOptions>>;

/** An engine with an API key, a clock of its own whose backoffs pass at once, and no jitter but the full backoff. */
export function testEngine(options: TestOptions = {}): Engine<TestOperation> {
  const clock = manualClock();
  clock.skipBelow(20_000);
  const resolved = resolveOptions({ baseUrl: 'http://localhost:1', clock, random: () => 1, ...options }, provider);
  return new Engine<TestOperation>({
    ...resolved,
    operations: options.operations ?? table,
    instrumentation: createInstrumentation(options, createLog(options, 'TEST_LOG')),
    authorize:
      options.authorize ??
      authorize({
        apply: (headers) => {
          headers.set('X-API-Key', API_KEY);
          return undefined;
        },
      }),
    rateLimit: options.rateLimit,
    describeError,
    isStoredFailure: ({ body, text: shown }, before) =>
      text(fieldsOf(body).trace_id) !== undefined && before.some((one) => one.text === shown),
    readBack: createReadBack((body) => fieldsOf(fieldsOf(body).meta).existing),
    retryResponse: options.retryResponse,
    checkKey: options.checkKey,
    refuse: ({ sandboxOnly }) =>
      sandboxOnly && resolved.environment === 'production'
        ? 'this operation exists in the sandbox environment only.'
        : undefined,
  });
}

/** Operation methods and path methods of one client. */
export type TestClient = TestApi & Client<paths, 'application/json'>;

export function testClient(options: TestOptions = {}): TestClient {
  const engine = testEngine(options);
  return addOperationMethods<TestApi, Client<paths, 'application/json'>>(createPathMethods<paths>(engine), engine);
}

/** Whatever an error may have on it. */
export interface AnyFailure extends SdkError {
  readonly status: number;
  readonly body: unknown;
  readonly requestId?: string;
  readonly retryAfter?: number;
  readonly reason: string;
  readonly code?: string;
  readonly kind: string;
  readonly ms: number;
  readonly bodyPreview: string;
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
