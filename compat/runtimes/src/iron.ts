// Iron's API: both doors, pages, repetition, the ways in which a call ends, waiting.
import { createIronClient, type IronOptions, isApiError, waitFor } from '@org/iron-sdk';
import { createIronPathClient } from '@org/iron-sdk/paths';
import { waitForAutoramp } from '@org/iron-sdk/ramps';
import type { Addresses } from './addresses.ts';
import { credentials } from './credentials.ts';
import { planted } from './planted.ts';
import { caught, type Plain, plain, printed } from './seen.ts';

export async function ironProgram({ iron: baseUrl, control, closed }: Addresses): Promise<Plain> {
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (text: string) => void warnings.push(text), error() {} };
  const options: IronOptions = { baseUrl, apiKey: credentials.apiKey, random: () => 0 };
  const iron = createIronClient({ ...options, logger });
  const { customer, autoramp } = iron;
  const known = { path: { id: 'known' } };
  const aborted = { signal: AbortSignal.abort('not wanted') };

  const paths = createIronPathClient(options);
  const byPath = await paths.GET('/customers/{id}', { params: known });
  const missing = await paths.GET('/customers/{id}', { params: { path: { id: 'unknown' } } });
  const person = { customer_type: 'Person', name: 'Ada Lovelace', email: credentials.email } as const;
  const read = (id: string, call?: Parameters<typeof customer.getCustomerById>[1]) =>
    customer.getCustomerById({ path: { id } }, call);

  return {
    named: plain(await customer.getCustomerById(known)),
    withResponse: plain((await customer.getCustomerById(known).withResponse()).response.status),
    byPath: plain({ data: byPath.data, status: byPath.response.status }),
    byPathMissing: plain({ status: missing.response.status, trace: (missing.error as { trace_id?: string }).trace_id }),
    list: plain(await customer.getAllCustomers().toArray()),
    pages: await lengths(customer.getAllCustomers({}, { readAhead: true }).pages()),
    created: plain(await customer.createCustomer({ body: person })),
    ownKey: plain(
      await customer.createCustomer({ body: person }, { idempotencyKey: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01' }),
    ),
    unknown: await caught(read('unknown')),
    narrowed: await caught(customer.createCustomerIdentificationV2({ ...known, body: { type: 'Link' } }), (error) =>
      isApiError(error, 'createCustomerIdentificationV2') && error.status === 409
        ? error.body.toUpperCase()
        : 'not narrowed',
    ),
    timeout: await caught(read('late', { timeout: 50, maxRetries: 1 })),
    deadline: await caught(read('late', { deadline: 50 })),
    aborted: await caught(aborting((signal) => read('silent', { signal }), fetch(`${control}/arrived`))),
    abandoned: await (await fetch(`${control}/abandoned`)).json(),
    abortedBefore: await caught(read('known', { signal: AbortSignal.abort('not wanted') })),
    listAborted: await caught(customer.getAllCustomers({}, aborted).toArray()),
    loopAborted: await caught(lengths(customer.getAllCustomers({}, aborted).pages())),
    pathAborted: await caught(paths.GET('/customers/{id}', { params: known, ...aborted })),
    redirected: await caught(read('moved')),
    brokenOff: await caught(read('broken', { maxRetries: 1 })),
    nobodyThere: await caught(
      createIronClient({ ...options, logger, baseUrl: closed }).customer.createCustomer({ body: person }),
    ),
    refusedPath: await caught(read('..')),
    planted: await caught(createIronClient(planted(options)).customer.createCustomer({ body: person })),
    waited: plain(await waitForAutoramp(iron, 'coming', { interval: 100, random: () => 0 })),
    waitCancelled: await caught(
      cancelling((signal, cancel) =>
        waitFor(
          (reading) => autoramp.getAutorampById({ path: { autoramp_id: 'never' } }, { signal: reading }),
          () => {
            cancel();
            return 'pending';
          },
          { signal },
        ),
      ),
    ),
    client: printed('iron client', iron, Object.values(credentials)),
    pathClient: printed('iron path client', paths, Object.values(credentials)),
    warnings,
  };
}

async function lengths(pages: AsyncIterable<{ items: readonly unknown[] }>): Promise<number[]> {
  const found: number[] = [];
  for await (const { items } of pages) found.push(items.length);
  return found;
}

/** Aborts a call as soon as it is known to have reached the server. */
function aborting<T>(call: (signal: AbortSignal) => PromiseLike<T>, arrived: Promise<unknown>): PromiseLike<T> {
  return cancelling((signal, cancel) => {
    arrived.then(cancel);
    return call(signal);
  });
}

/** Does what can be cancelled while it goes on. */
function cancelling<T>(work: (signal: AbortSignal, cancel: () => void) => PromiseLike<T>): PromiseLike<T> {
  const controller = new AbortController();
  return work(controller.signal, () => queueMicrotask(() => controller.abort('not wanted any more')));
}
