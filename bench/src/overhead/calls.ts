// The same two calls of Iron's API, by name and through bare openapi-fetch.
import { createIronClient } from '@org/iron-sdk';
import type { paths } from '@org/iron-types';
import createClient from 'openapi-fetch';
import type { Fetch } from './stub.ts';

export type Call = () => Promise<unknown>;
export interface Calls {
  readonly get: Call;
  readonly post: Call;
}

const API_KEY = 'key-for-the-stub';
const baseUrl = 'https://api.sandbox.iron.xyz/api';
const path = { id: '6a3e8f0e-6d8e-4c8e-9a52-0f4a2f3e1d77' };
const body = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' } as const;

/** A client as people make it: deadline, retries, credentials, timeout, typed errors. */
export function named(fetch: Fetch): Calls {
  const iron = createIronClient({ apiKey: API_KEY, environment: 'sandbox', fetch });
  return {
    get: () => iron.customer.getCustomerById({ path }),
    post: () => iron.customer.createCustomer({ body }),
  };
}

/** The same with someone looking on: a hook for each event and a log at level `info`. */
export function observed(fetch: Fetch): Calls {
  const none = (): void => {};
  const iron = createIronClient({
    apiKey: API_KEY,
    environment: 'sandbox',
    fetch,
    logger: { debug: none, info: none, warn: none, error: none },
    logLevel: 'info',
    hooks: { start: none, request: none, response: none, end: none },
  });
  return {
    get: () => iron.customer.getCustomerById({ path }),
    post: () => iron.customer.createCustomer({ body }),
  };
}

/** openapi-fetch by itself, sending the same bytes. */
export function bare(fetch: Fetch): Calls {
  const iron = createClient<paths, 'application/json'>({
    baseUrl,
    fetch,
    headers: { 'User-Agent': 'iron-sdk/0.0.0', 'X-API-Key': API_KEY },
  });
  return {
    get: async () => (await iron.GET('/customers/{id}', { params: { path } })).data,
    post: async () =>
      (await iron.POST('/customers', { params: { header: { 'IDEMPOTENCY-KEY': crypto.randomUUID() } }, body })).data,
  };
}
