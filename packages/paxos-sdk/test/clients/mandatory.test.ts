// What the documentation makes mandatory and the schema does not, row by row:
// https://docs.paxos.com/api-reference/endpoints/orders/create-order
// https://docs.paxos.com/api-reference/endpoints/identity/create-identity
import { manualClock } from '@org/test-kit/clock';
import { json } from '@org/test-kit/replies';
import { expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { createPaxosClient, type Paxos } from '../../src/index.ts';
import { missingIn } from '../../src/mandatory.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers(json(200, { id: 'r1' }));
const scopes = ['exchange:write_order', 'identity:write_identity'] as const;
const client = () => createPaxosClient({ ...optionsOf(api, tokens, manualClock()), scopes: [...scopes] });

const order = (body: object) => missingIn('createOrder', { market: 'BTCUSD', ...body });

test.each([
  [{ type: 'LIMIT', side: 'BUY' }, ['base_amount', 'price']],
  [{ type: 'LIMIT', side: 'SELL' }, ['base_amount', 'price']],
  [{ type: 'POST_ONLY_LIMIT', side: 'BUY' }, ['base_amount', 'price']],
  [{ type: 'MARKET', side: 'BUY' }, ['quote_amount']],
  [{ type: 'MARKET', side: 'SELL' }, ['base_amount']],
  [{ type: 'STOP_MARKET', side: 'SELL' }, ['base_amount', 'stop_price']],
  [{ type: 'STOP_LIMIT', side: 'SELL' }, ['base_amount', 'stop_price', 'price']],
  [{ type: 'SOMETHING_NEW', side: 'BUY' }, []],
])('the order %j needs %j, as decimal strings', (body, amounts) => {
  const all = Object.fromEntries(amounts.map((name) => [name, '1.00']));
  expect(order({ ...body, ...all })).toBeUndefined();
  for (const name of amounts) {
    for (const wrong of [undefined, null, '', 1, {}]) {
      expect(order({ ...body, ...all, [name]: wrong })).toBe(`body needs ${name} as a decimal string.`);
    }
  }
});

test('an order has an end if it is GTT, and identity and account together', () => {
  const market = { type: 'MARKET', side: 'BUY', quote_amount: '1' };
  expect(order({ ...market, time_in_force: 'GTT' })).toBe('body needs expiration_date.');
  expect(order({ ...market, time_in_force: 'GTT', expiration_date: '1772665200000' })).toBeUndefined();
  expect(order({ ...market, identity_id: 'i' })).toBe('body needs identity_id with identity_account_id.');
  expect(order({ ...market, identity_account_id: 'a' })).toBe('body needs identity_id with identity_account_id.');
  expect(order({ ...market, identity_id: 'i', identity_account_id: 'a' })).toBeUndefined();
});

const TAXED = { tax_details: [{ tax_payer_id: 'QQ123456C' }] };
const MEMBERS = { institution_members: [{ identity_id: 'i' }] };
const TAX = 'body needs tax_details, or tax_details_not_required outside of the USA.';
const EITHER = 'body needs person_details or institution_details, not both.';

test.each([
  [{}, EITHER],
  [{ person_details: {}, institution_details: {} }, EITHER],
  [{ person_details: {} }, TAX],
  [{ person_details: {}, tax_details: [] }, TAX],
  [{ person_details: {}, tax_details_not_required: false }, TAX],
  [{ person_details: { cip_id_country: 'USA' }, tax_details_not_required: true }, TAX],
  [{ person_details: { cip_id_country: 'GBR' }, tax_details_not_required: true }, undefined],
  [{ person_details: {}, ...TAXED }, undefined],
  [{ person_details: { cip_id_type: 'PASSPORT' } }, TAX],
  [{ person_details: { cip_id_type: 'SSN', cip_id_country: 'USA' } }, undefined],
  [{ person_details: { cip_id_type: 'ITIN' } }, undefined],
  [{ person_details: { verifier_type: 'PASSTHROUGH' }, ...TAXED }, 'body needs passthrough_verified_at.'],
  [
    { person_details: { verifier_type: 'PASSTHROUGH', passthrough_verified_at: '2026-03-02T09:10:00Z' }, ...TAXED },
    undefined,
  ],
  [{ institution_details: { cip_id_type: 'EIN' } }, 'body needs institution_members.'],
  [{ institution_details: { cip_id_type: 'EIN' }, ...MEMBERS }, undefined],
  [{ institution_details: { cip_id_type: 'REGISTRATION_NUMBER' }, ...MEMBERS }, TAX],
])('the identity %j', (body, message) => {
  expect(missingIn('createIdentity', body)).toBe(message);
});

test('the examples of the contract have what is mandatory', () => {
  const paths = contract.paths as unknown as Record<
    string,
    { post: { requestBody: { content: Record<string, { examples: Record<string, { value: object }> }> } } }
  >;
  const examples = (path: string) =>
    Object.values(paths[path]?.post.requestBody.content['application/json']?.examples ?? {}).map(({ value }) => value);
  const orders = examples('/profiles/{profile_id}/orders');
  const identities = examples('/identity/identities');
  expect([orders.length > 0, identities.length > 0]).toEqual([true, true]);
  for (const body of orders) expect(missingIn('createOrder', body)).toBeUndefined();
  for (const body of identities) expect(missingIn('createIdentity', body)).toBeUndefined();
});

test('both kinds of methods refuse it before anything is sent, and send what is whole', async () => {
  const paxos = client();
  const path = { profile_id: 'p1' };
  const body = { market: 'BTCUSD', side: 'BUY', type: 'MARKET' } satisfies Paxos.CreateOrderRequest;
  const message = 'createOrder: body needs quote_amount as a decimal string.';
  await expect(paxos.orders.createOrder({ path, body })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message,
    notSent: true,
  });
  await expect(paxos.POST('/profiles/{profile_id}/orders', { params: { path }, body })).rejects.toThrow(message);
  await expect(paxos.identity.createIdentity({ body: {} })).rejects.toThrow(`createIdentity: ${EITHER}`);
  expect(api.seen).toEqual([]);
  expect(await paxos.orders.createOrder({ path, body: { ...body, quote_amount: '250.00' } })).toEqual({ id: 'r1' });
});

test.each([undefined, null, 'text', 1, []])('%j is left to other checks', (body) => {
  expect(missingIn('createProfile', body)).toBeUndefined();
  if (typeof body !== 'object' || body === null) expect(missingIn('createOrder', body)).toBeUndefined();
});
