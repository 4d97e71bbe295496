// A client of a fake Iron, for the tests of this folder.
import { type FakeServer, IRON_KEY, RECORD_ID, startFakeIron } from '@org/test-kit/providers';
import { createIronClient } from '../../src/index.ts';
import { createIronPathClient } from '../../src/paths.ts';

const CUSTOMER = { customer_type: 'Person', name: 'Zoë Łukasz', email: 'zoe@example.com' } as const;

export interface FaultyIron extends FakeServer {
  /** `createCustomer`. Its first idempotency key is `00000000-0000-4000-8000-000000000001`. */
  create(): PromiseLike<unknown>;
  /** The same, by path method. */
  createByPath(): PromiseLike<unknown>;
  /** `getCustomerById`. */
  read(): PromiseLike<unknown>;
}

export async function startClient(): Promise<FaultyIron> {
  const server = await startFakeIron();
  const options = { ...server.options, baseUrl: `${server.origin}/api`, apiKey: IRON_KEY };
  const { customer } = createIronClient(options);
  const paths = createIronPathClient(options);
  return {
    ...server,
    create: () => customer.createCustomer({ body: CUSTOMER }),
    createByPath: () => paths.POST('/customers', { body: CUSTOMER }),
    read: () => customer.getCustomerById({ path: { id: RECORD_ID } }),
  };
}
