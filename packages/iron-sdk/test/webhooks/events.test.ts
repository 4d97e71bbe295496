import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { type IronWebhookEvent, type IronWebhookType, receiveIronWebhook } from '../../src/webhooks/index.ts';
import { clock, SECRET, sign } from './support.ts';

const receive = async (body: object) => (await receiveIronWebhook(sign(body), { secrets: [SECRET], clock })).event;
const wrap = (type: string, message: unknown, more: object = {}) => ({
  type,
  timestamp: '2026-03-02T09:36:00Z',
  data: { customer_id: 'c1', message },
  ...more,
});

// Every type that the contract lists, with the message that belongs to it.
const MESSAGES: Record<IronWebhookType, object> = {
  transaction: { Event: { id: 'e1', kind: 'Transaction' } },
  new_autoramp: { Event: { id: 'e1', kind: 'NewAutoramp' } },
  new_bank_account: { Event: { id: 'e1', kind: 'NewBankAccount' } },
  deposit_address_created: { Event: { id: 'e1', kind: 'DepositAddressCreated' } },
  customer_created: { Event: { id: 'e1', kind: 'CustomerCreated' } },
  transaction_status: { TransactionStatus: { id: 't1', status: 'Completed', transaction_status: 'Completed' } },
  register_fiat_address_status: { RegisterFiatAddressStatus: { id: 'f1', status: 'Registered' } },
  register_autoramp_status: { RegisterAutorampStatus: { id: 'a1', status: 'Approved' } },
  customer_status: { CustomerStatus: { id: 'c1', status: 'Active' } },
  identification_status: { IdentificationStatus: { id: 'i1', status: 'Approved' } },
  ping: { Ping: { id: 'p1' } },
};

test.each(Object.entries(MESSAGES))('%s comes as it is on the wire', async (type, message) => {
  const body = wrap(type, message);
  expect(await receive(body)).toEqual(body);
});

test.each(Object.entries(MESSAGES))(
  '%s is understood without the name around its message, too',
  async (type, message) => {
    const [plain] = Object.values(message);
    expect(await receive(wrap(type, plain))).toEqual(wrap(type, message));
  },
);

test('fields and statuses that are new pass', async () => {
  const message = { CustomerStatus: { id: 'c1', status: 'Frozen', since: 'today' } };
  const body = wrap('customer_status', message, { version: 2 });
  expect(await receive(body)).toEqual(body);
});

test('a type that is new is an explicit member, with everything that was sent', async () => {
  const body = wrap('chargeback_created', { Chargeback: { id: 'x' } });
  expect(await receive(body)).toEqual({ type: 'unknown', receivedType: 'chargeback_created', body });
});

test.each<[string, object]>([
  ['another message than its type says', wrap('customer_status', { TransactionStatus: { id: 't1' } })],
  ['a message without id', wrap('customer_status', { CustomerStatus: { status: 'Active' } })],
  ['a message that is none', wrap('ping', 'hello')],
  ['no data', { type: 'ping', timestamp: '2026-03-02T09:36:00Z' }],
  ['no customer', { type: 'ping', timestamp: 'x', data: { message: { Ping: { id: 'p' } } } }],
  ['no timestamp', { type: 'ping', data: { customer_id: 'c', message: { Ping: { id: 'p' } } } }],
  ['the name of something built in', wrap('constructor', {})],
  ['the topic instead of the type', wrap('CustomerStatus', { CustomerStatus: { id: 'c1', status: 'Active' } })],
])('an authentic event with %s is an unknown one, not a crash', async (_name, body) => {
  expect(await receive(body)).toEqual({ type: 'unknown', receivedType: (body as { type: string }).type, body });
});

test('any authentic object with a type gives an event', async () => {
  const type = fc.oneof(fc.string(), fc.constantFrom(...Object.keys(MESSAGES)));
  await fc.assert(
    fc.asyncProperty(type, fc.jsonValue(), fc.jsonValue(), async (type, data, timestamp) => {
      const event = await receive({ type, data, timestamp });
      if (event.type === 'unknown') expect(event.receivedType).toBe(type);
      else expect(event.data.customer_id).toBeTypeOf('string');
    }),
  );
});

test('the type narrows the message, and a switch over all types is exhaustive', () => {
  const describe = (event: IronWebhookEvent): string => {
    switch (event.type) {
      case 'transaction_status':
        expectTypeOf(event.data.message.TransactionStatus.id).toEqualTypeOf<string>();
        return event.data.message.TransactionStatus.transaction_status;
      case 'customer_status':
        return event.data.message.CustomerStatus.status;
      case 'identification_status':
        return event.data.message.IdentificationStatus.status;
      case 'register_autoramp_status':
        return event.data.message.RegisterAutorampStatus.status;
      case 'register_fiat_address_status':
        return event.data.message.RegisterFiatAddressStatus.status;
      case 'ping':
        return event.data.message.Ping.id;
      case 'transaction':
      case 'new_autoramp':
      case 'new_bank_account':
      case 'deposit_address_created':
      case 'customer_created':
        return event.data.message.Event.kind;
      case 'unknown':
        return event.receivedType;
    }
  };
  // @ts-expect-error: a customer's status is not a transaction's
  type Wrong = Extract<IronWebhookEvent, { type: 'customer_status' }>['data']['message']['TransactionStatus'];
  expectTypeOf<Wrong>().toBeAny();
  expect(describe({ type: 'unknown', receivedType: 'new', body: {} })).toBe('new');
});
