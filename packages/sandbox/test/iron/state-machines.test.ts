// Every row of Iron's state machines: driven to each status that the row starts from, and moved as the row says.
import { createIronClient, type IronClient } from '@org/iron-sdk';
import { signAllRequired } from '@org/iron-sdk/onboarding';
import { expect, test } from 'vitest';
import {
  autorampTransitions,
  codeTransitions,
  customerTransitions,
  fiatAddressTransitions,
  identificationTransitions,
  openBankingTransitions,
  pixAddressTransitions,
  type Transition,
  transactionTransitions,
} from '../../src/iron/transitions.ts';
import { personBody } from './bodies.ts';
import { createIronEngine, type IronEngine } from './engine.ts';
import { activeCustomer, approve, bankDetails, euro, newCustomer, onramp, type Playground, start } from './support.ts';

interface Play extends Playground {
  readonly engine: IronEngine;
}

interface Machine {
  readonly table: readonly Transition[];
  /** Statuses that a row of `*` is tried from. */
  readonly all: readonly string[];
  /** Makes a record in a status, and returns its id. */
  make(play: Play, status: string): Promise<string>;
  /** Does what a row is about. It may be refused, but never with a status of 500 or more. */
  act(play: Play, id: string, on: string): Promise<unknown>;
  read(play: Play, id: string): string | undefined;
}

function setUp(): Play {
  const engine = createIronEngine();
  const iron = createIronClient({ environment: 'sandbox', apiKey: 'test', fetch: engine.fetch, maxRetries: 0 });
  const sandbox = { clock: { now: () => new Date(start) } } as Playground['sandbox'];
  return { engine, iron, sandbox, send: () => Promise.reject(new Error('not used')) };
}

/** An id that no record has. */
const nobody = '00000000-0000-4000-8000-000000000000';

const path = (id: string) => ({ path: { id } });

async function identified(iron: IronClient, hosted: boolean) {
  const customer = await newCustomer(iron);
  return await iron.customer.createCustomerIdentificationV2({
    ...path(customer.id),
    body: hosted ? { type: 'Link' } : personBody(),
  });
}

const customers: Machine = {
  table: customerTransitions,
  all: ['UserRequired', 'IdentificationRequired', 'SigningsRequired', 'Active', 'Suspended'],
  async make({ iron, engine }, status) {
    engine.records.settings.requires_user = status === 'UserRequired';
    if (status === 'Active') return (await activeCustomer(iron)).id;
    const { id } = await newCustomer(iron);
    if (status === 'UserRequired') return id;
    const identification = await iron.customer.createCustomerIdentificationV2({ ...path(id), body: { type: 'Link' } });
    if (status === 'SigningsRequired') await approve(iron, identification.id);
    if (status === 'Suspended') engine.act('customer.suspend', id);
    return id;
  },
  async act(play, id, on) {
    const { iron, engine } = play;
    const newestId = engine.records.customers.rows[id]?.identification_ids.at(-1) ?? nobody;
    switch (on) {
      case 'user created':
        return engine.act('customer.user_created', id);
      case 'approved, documents to sign':
        return await iron.sandbox
          .updateSandboxIdentificationStatus({ ...path(newestId), body: { approved: true } })
          .result();
      case 'approved, all signed':
        await signAllRequired(iron, id).catch(() => {});
        return await iron.sandbox
          .updateSandboxIdentificationStatus({ ...path(newestId), body: { approved: true } })
          .result();
      case 'last document signed':
        return await signAllRequired(iron, id).catch(() => {});
      case 'new terms':
        return engine.act('terms.renew');
      case 'identification started':
        return await iron.customer.createCustomerIdentificationV2({ ...path(id), body: { type: 'Link' } }).result();
      case 'identification no longer counts':
        return await iron.customer.archiveIdentification(path(newestId)).result();
      case 'limit exceeded':
        return await depositOver(play, id);
      case 'suspended':
        return engine.act('customer.suspend', id);
      default:
        return await iron.customer.archiveCustomer(path(id)).result();
    }
  },
  read: ({ engine }, id) => engine.records.customers.rows[id]?.status,
};

/** A deposit over the limit into an autoramp of this customer. */
async function depositOver(play: Play, customerId: string): Promise<void> {
  const { iron, engine } = play;
  engine.records.settings.requires_user = false;
  const { id } = await onramp(play);
  const ramp = engine.records.autoramps.rows[id];
  if (ramp) ramp.customer_id = customerId;
  for (const wallet of Object.values(engine.records.wallets.rows)) wallet.customer_id = customerId;
  await iron.sandbox.createSandboxTransaction({ body: { autoramp_id: id, amount: '20000' } }).result();
}

const identifications: Machine = {
  table: identificationTransitions,
  all: ['Pending', 'Processed', 'PendingReview', 'Approved', 'Declined', 'Expired'],
  async make({ iron, engine }, status) {
    const hosted = status === 'Pending' || status === 'Expired';
    const { id } = await identified(iron, hosted);
    if (status === 'PendingReview') engine.act('identification.review', id);
    if (status === 'Expired') engine.act('identification.expire', id);
    if (status === 'Approved' || status === 'Declined') await approve(iron, id, status === 'Approved');
    return id;
  },
  async act({ iron, engine }, id, on) {
    switch (on) {
      case 'handed in':
        return engine.act('identification.submit', id);
      case 'review begun':
        return engine.act('identification.review', id);
      case 'more information asked for':
        return engine.act('identification.return', id, 'More, please.');
      case 'inactivity':
        return engine.act('identification.expire', id);
      case 'archived':
        return await iron.customer.archiveIdentification(path(id)).result();
      default:
        return await iron.sandbox
          .updateSandboxIdentificationStatus({ ...path(id), body: { approved: on === 'approved' } })
          .result();
    }
  },
  read: ({ engine }, id) => engine.records.identifications.rows[id]?.status,
};

const autorampSteps: Readonly<Record<string, string>> = {
  'deposit account added': 'autoramp.add_deposit_account',
  approved: 'autoramp.approve',
  rejected: 'autoramp.reject',
};

const transactionSteps: Readonly<Record<string, string>> = {
  'refused by compliance': 'transaction.reject_aml',
  'suspected fraud': 'transaction.reject_fraud',
  'amount too small': 'transaction.reject_amount',
  'returned to its sender': 'transaction.return',
};

const autoramps: Machine = {
  table: autorampTransitions,
  all: ['Created', 'EditPending', 'Authorized', 'DepositAccountAdded', 'Approved', 'Rejected', 'Cancelled'],
  async make(play, status) {
    const { id } = await onramp(play);
    await play.iron.sandbox.updateSandboxAutorampStatus({ ...path(id), body: status as 'Approved' });
    return id;
  },
  async act(play, id, on) {
    const { iron, engine } = play;
    switch (on) {
      case 'code confirmed':
        return await submit(iron, id, 123456);
      case 'edit to confirm': {
        const profile = await iron.feeProfiles.createFeeProfile({
          body: {
            name: 'Own',
            transaction_fee_bips: 1,
            network_fee_settlement: 'settledLater',
            banking_fee_configs: [],
          },
        });
        const customer_id = engine.records.autoramps.rows[id]?.customer_id ?? '';
        return await iron.autoramp
          .patchAutorampMarketById({ path: { autoramp_id: id }, body: { customer_id, fee_profile_id: profile.id } })
          .result();
      }
      case 'cancelled':
        return await iron.autoramp.cancelAutoramp({ path: { autoramp_id: id } }).result();
      default:
        return engine.act(autorampSteps[on] ?? '', id);
    }
  },
  read: ({ engine }, id) => engine.records.autoramps.rows[id]?.status,
};

const transactions: Machine = {
  table: transactionTransitions,
  all: ['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress', 'Completed', 'Failed'],
  async make(play, status) {
    const { id: autoramp_id } = await onramp(play);
    const { id } = await play.iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount: '5' } });
    const states = {
      FundsReviewInProgress: [],
      ConversionInProgress: ['Pending'],
      PayoutInProgress: ['Pending', 'Pending'],
    };
    const steps = states[status as keyof typeof states] ?? [status];
    for (const state of steps as 'Pending'[]) await setState(play.iron, id, state);
    return id;
  },
  async act({ iron, engine }, id, on) {
    const states = { completed: 'Completed', failed: 'Failed', 'next step': 'Pending' } as const;
    const state = states[on as keyof typeof states];
    return state ? await setState(iron, id, state) : engine.act(transactionSteps[on] ?? '', id);
  },
  read: ({ engine }, id) => engine.records.transactions.rows[id]?.status,
};

async function setState(iron: IronClient, id: string, state: 'Completed' | 'Failed' | 'Pending'): Promise<unknown> {
  return await iron.sandbox.updateSandboxTransactionState({ ...path(id), body: { state } }).result();
}

async function submit(iron: IronClient, entityId: string, code: number): Promise<unknown> {
  const pending = await iron.customer.getPendingAuthenticationCode(path(entityId)).result();
  return (
    pending.ok && (await iron.customer.submitAuthenticationCode({ ...path(pending.data.id), body: { code } }).result())
  );
}

const fiatAddresses: Machine = {
  table: fiatAddressTransitions,
  all: ['AuthorizationRequired', 'AuthorizationFailed', 'RegistrationPending', 'RegistrationFailed', 'Registered'],
  async make({ iron }, status) {
    const customer = await activeCustomer(iron);
    const body = { customer_id: customer.id, currency: { code: 'EUR' }, bank_details: bankDetails };
    const { id } = await iron.addresses.registerFiatAddress({ body });
    await iron.sandbox.updateSandboxFiatAddressVerificationStatus({ ...path(id), body: status as 'Registered' });
    return id;
  },
  async act({ iron }, id, on) {
    if (on === 'authorization retried') return await iron.addresses.retryFiatAddressAuth(path(id)).result();
    if (on === 'code confirmed') return await submit(iron, id, 123456);
    for (let attempt = 0; attempt < 3; attempt += 1) await submit(iron, id, 1);
  },
  read: ({ engine }, id) => engine.records.fiatAddresses.rows[id]?.status,
};

const pixAddresses: Machine = {
  table: pixAddressTransitions,
  all: ['RegistrationPending', 'Registered'],
  async make({ iron, engine }, status) {
    const { id: customer_id } = await newCustomer(iron);
    const account = { type: 'EMAIL', key: 'ada@example.com' } as const;
    const { id } = await iron.addresses.registerPixAddress({
      body: { customer_id, recipient: { recipient: bankDetails.recipient, tax_id: '12345678909', account } },
    });
    if (status === 'Registered') engine.act('pix.register', id);
    return id;
  },
  async act({ engine }, id, on) {
    const address = engine.records.pixAddresses.rows[id];
    if (address && on === 'registration failed') address.recipient.tax_id = '00000000000';
    engine.act('pix.register', id);
  },
  read: ({ engine }, id) => engine.records.pixAddresses.rows[id]?.status,
};

const codes: Machine = {
  table: codeTransitions,
  all: ['Pending', 'Confirmed'],
  async make(play, status) {
    const id = await fiatAddresses.make(play, 'AuthorizationRequired');
    const code = await play.iron.customer.getPendingAuthenticationCode(path(id));
    if (status === 'Confirmed') await submit(play.iron, id, 123456);
    return code.id;
  },
  async act({ iron, engine }, id, on) {
    const code = engine.records.codes.rows[id];
    if (code && on === 'time passed') code.expires_at = start.toISOString();
    const wrong = on === 'last attempt failed';
    for (let attempt = 0; attempt < (wrong ? 3 : 1); attempt += 1) {
      await iron.customer.submitAuthenticationCode({ ...path(id), body: { code: wrong ? 1 : 123456 } });
    }
  },
  read: ({ engine }, id) => engine.records.codes.rows[id]?.status,
};

const openBanking: Machine = {
  table: openBankingTransitions,
  all: ['Ready', 'Failed'],
  async make(play, status) {
    const { id: autoramp_id } = await onramp(play);
    const { id } = await play.iron.autoramp.createAutorampOpenBankingPayment({
      path: { autoramp_id },
      body: { amount_in: { amount: '5', currency: euro }, callback_url: 'https://example.com' },
    });
    if (status === 'Failed') play.engine.act('openBanking.expire', id);
    return id;
  },
  async act({ iron, engine }, id, on) {
    if (on === 'link expired') return engine.act('openBanking.expire', id);
    const autoramp_id = engine.records.openBanking.rows[id]?.autoramp_id ?? '';
    return await iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount: '5' } }).result();
  },
  read: ({ engine }, id) => engine.records.openBanking.rows[id]?.status,
};

const machines = {
  customers,
  identifications,
  autoramps,
  transactions,
  fiatAddresses,
  pixAddresses,
  codes,
  openBanking,
};

const rows = Object.entries(machines).flatMap(([name, machine]) =>
  machine.table.flatMap((row) =>
    (row.from === '*' ? machine.all : row.from).map((from) => [name, from, row.on, row.to, machine] as const),
  ),
);

test.each(rows)('moves %s from %s by "%s" to %s', async (_name, from, on, to, machine) => {
  const play = setUp();
  const id = await machine.make(play, from);
  expect(machine.read(play, id)).toBe(from);
  await machine.act(play, id, on);
  expect(machine.read(play, id)).toBe(to);
});

const others = Object.entries(machines).flatMap(([name, machine]) =>
  [...new Set(machine.table.map(({ on }) => on))].flatMap((on) =>
    machine.all
      .filter((from) => !machine.table.some((row) => row.on === on && (row.from === '*' || row.from.includes(from))))
      .map((from) => [name, from, on, machine] as const),
  ),
);

test.each(others)(
  'moves %s that are %s along the table only by "%s", and never fails',
  async (_name, from, on, machine) => {
    const play = setUp();
    const id = await machine.make(play, from);
    const result = await machine.act(play, id, on);
    const status = typeof result === 'object' && result !== null && 'status' in result ? Number(result.status) : 200;
    expect(status).toBeLessThan(500);
    const to = machine.read(play, id);
    const listed =
      to === from || machine.table.some((row) => row.to === to && (row.from === '*' || row.from.includes(from)));
    expect(listed).toBe(true);
  },
);
