// The calls of the soak: half of them create, with operation methods and path methods of both SDKs.
import { type CallOptions, createIronClient } from '@org/iron-sdk';
import { createIronPathClient } from '@org/iron-sdk/paths';
import { createPaxosClient } from '@org/paxos-sdk';
import { createPaxosPathClient } from '@org/paxos-sdk/paths';
import type { ManualClock } from '@org/test-kit/clock';
import { IRON_KEY, PAXOS_ID, PAXOS_SECRET, RECORD_ID } from '@org/test-kit/providers';
import { idsOf } from './creations.ts';
import type { Kind, Settings } from './report.ts';

/** Makes one call, and resolves with the ids in the response; undefined if a path method resolved with an error. */
export interface SoakCall {
  readonly kind: Kind;
  run(call: string, options: CallOptions): PromiseLike<readonly string[] | undefined>;
}

export function soakCalls({ iron, paxos }: Settings, clock: ManualClock): readonly [SoakCall, ...SoakCall[]] {
  const ironOptions = { apiKey: IRON_KEY, baseUrl: `${iron}/api`, clock, logLevel: 'off' } as const;
  const paxosOptions = {
    clientId: PAXOS_ID,
    clientSecret: PAXOS_SECRET,
    baseUrl: `${paxos}/v2`,
    tokenUrl: `${paxos}/oauth2/token`,
    scopes: [
      'transfer:write_internal_transfer',
      'transfer:read_transfer',
      'transfer:write_fiat_account',
      'identity:write_account',
      'identity:read_account',
    ],
    // The limits themselves are proved elsewhere; here they would only slow the soak.
    rateLimit: false,
    clock,
  } satisfies Parameters<typeof createPaxosClient>[0];
  const ironNamed = createIronClient(ironOptions);
  const ironPaths = createIronPathClient(ironOptions);
  const paxosNamed = createPaxosClient(paxosOptions);
  const paxosPaths = createPaxosPathClient(paxosOptions);
  const customer = (call: string) =>
    ({ customer_type: 'Person', name: `Zoë ${call}`, email: 'z@example.com' }) as const;
  const transfer = (call: string) => ({ from_profile_id: 'a', to_profile_id: call, amount: '12.50', asset: 'USD' });

  return [
    {
      kind: 'create',
      run: (call, options) => ironNamed.customer.createCustomer({ body: customer(call) }, options).then(idsOf),
    },
    {
      kind: 'path create',
      run: async (call, options) => {
        const { data, response } = await ironPaths.POST('/customers', { body: customer(call), ...bare(options) });
        return response.ok ? idsOf(data) : undefined;
      },
    },
    {
      kind: 'create',
      run: (call, options) =>
        paxosNamed.internalTransfers.createInternalTransfer({ body: transfer(call) }, options).then(idsOf),
    },
    {
      kind: 'create',
      run: (call, options) =>
        paxosNamed.accounts
          .createAccount({ body: { account: { identity_id: call, type: 'BROKERAGE' } } }, options)
          .then(idsOf),
    },
    {
      kind: 'path create',
      run: async (call, options) => {
        const body = { ...transfer(call), ref_id: `own ${call}` };
        const { data, response } = await paxosPaths.POST('/transfer/internal', { body, ...bare(options) });
        return response.ok ? idsOf(data) : undefined;
      },
    },
    {
      kind: 'read',
      run: (_call, options) => ironNamed.customer.getCustomerById({ path: { id: RECORD_ID } }, options).then(idsOf),
    },
    {
      kind: 'list',
      run: async (_call, options) =>
        idsOf(...(await ironNamed.customer.getAllCustomers({}, { ...options, readAhead: true }).toArray())),
    },
    {
      kind: 'list',
      run: async (_call, options) => {
        const ids: string[] = [];
        for await (const item of paxosNamed.transfers.listTransfers({}, options)) ids.push(...idsOf(item));
        return ids;
      },
    },
    {
      kind: 'delete',
      run: (call, options) =>
        ironNamed.addresses
          .deleteFiatAddress({ path: { customer_id: RECORD_ID, fiat_address_id: `address ${call}` } }, options)
          .then(() => []),
    },
    {
      kind: 'delete',
      run: (call, options) =>
        paxosNamed.fiatTransfers.deleteFiatAccount({ path: { id: `account ${call}` } }, options).then(() => []),
    },
  ];
}

/** For path methods, whose types have openapi-fetch's own options only. */
function bare(options: CallOptions): { signal: AbortSignal | null; headers: Record<string, string> } {
  return options as ReturnType<typeof bare>;
}
