// Wallets that earn rewards, and the older watched wallets.
import type { AttributionAddress, AttributionAddressInput, MonitoringAddress } from '@org/paxos-types';
import { add, all, find, remove } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { among, is, pageOf } from '../page.ts';
import { badRequest, notFound } from '../problems.ts';
import { customerId, type PaxosRecords, type WithId } from '../records.ts';

type RewardAddress = WithId<AttributionAddress>;

const noGroup = '00000000-0000-0000-0000-000000000000';
const monitored: readonly string[] = ['ETHEREUM', 'SOLANA', 'INK', 'XLAYER'];

export const rewardAddressHandlers: PaxosHandlers = {
  ListAttributionAddresses({ records, query }) {
    const wanted = all(records.rewardAddresses).filter(
      (one) =>
        is(query.id, one.id) &&
        is(query.address, one.address) &&
        is(query.ledger, one.ledger) &&
        is(query.asset_type, one.asset_type) &&
        is(query.payout_group_id, one.payout_group_id ?? noGroup) &&
        among(query.onchain_statuses, one.status),
    );
    const { items, ...next } = pageOf(wanted, query);
    const shown = items.map((one) => (query.include_balance ? { ...one, balance: '0' } : one));
    return { status: 200, body: { items: shown, ...next } };
  },

  CreateAttributionAddress(call) {
    const problem = problemOf(call.records, call.body.address);
    if (problem) throw badRequest(problem);
    return { status: 200, body: { address: register(call, call.body.address ?? {}) } };
  },

  BatchCreateAttributionAddresses(call) {
    const successful_addresses: AttributionAddress[] = [];
    const failed_addresses: { address: AttributionAddress; error: string }[] = [];
    for (const address of call.body.addresses ?? []) {
      const error = problemOf(call.records, address);
      if (error) failed_addresses.push({ address, error });
      else successful_addresses.push(register(call, address));
    }
    return { status: 200, body: { successful_addresses, failed_addresses } };
  },

  UpdateAttributionAddress({ records, path, body }) {
    const address = rewardAddress(records, path.id);
    if (body.id !== undefined && body.id !== address.id) throw badRequest('id must equal the id in the path');
    if (body.payout_group_id && !find(records.payoutGroups, body.payout_group_id)) {
      throw badRequest(`payout group ${body.payout_group_id} is unknown`);
    }
    if (body.name !== undefined) address.name = body.name;
    if (body.payout_group_id !== undefined) address.payout_group_id = body.payout_group_id;
    return { status: 200, body: { address } };
  },

  DeleteAttributionAddress({ records, path }) {
    remove(records.rewardAddresses, rewardAddress(records, path.id));
    return { status: 200, body: {} };
  },

  ListMonitoringAddress({ records, query }) {
    const wanted = all(records.monitoringAddresses).filter(
      (one) => is(query.address, one.address) && is(query.crypto_network, one.crypto_network),
    );
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { addresses: items, ...next } };
  },

  CreateMonitoringAddress(call) {
    const { address, crypto_network, name } = call.body;
    if (!address) throw badRequest('address must be set');
    if (!crypto_network) throw badRequest('network must be set');
    if (!monitored.includes(crypto_network)) throw badRequest('invalid crypto_network');
    const { monitoringAddresses } = call.records;
    if (all(monitoringAddresses).some((one) => one.address === address && one.crypto_network === crypto_network)) {
      throw badRequest('address cannot be claimed');
    }
    const record = compact({ id: call.id(), address, crypto_network, name, created_at: call.timestamp() });
    return { status: 200, body: { address: add(monitoringAddresses, record) } };
  },

  GetMonitoringAddress({ records, path }) {
    return { status: 200, body: { address: monitoringAddress(records, path.id) } };
  },

  UpdateMonitoringAddress({ records, path, body }) {
    const address = monitoringAddress(records, path.id);
    if (!body.name) throw badRequest('name must be set');
    address.name = body.name;
    return { status: 200, body: { address } };
  },
};

function problemOf(records: PaxosRecords, address: AttributionAddressInput | undefined): string | undefined {
  if (!address?.address || !address.ledger) return 'address and ledger are required';
  const { payout_group_id: group } = address;
  if (group && group !== noGroup && !find(records.payoutGroups, group)) return `payout group ${group} is unknown`;
  const taken = all(records.rewardAddresses).some(
    (one) => one.address === address.address && one.ledger === address.ledger,
  );
  return taken ? 'address cannot be claimed' : undefined;
}

function register(
  context: PaxosContext,
  { address, ledger, name, payout_group_id, asset_type }: AttributionAddressInput,
) {
  const now = context.timestamp();
  return add(
    context.records.rewardAddresses,
    compact({
      id: context.id(),
      customer_id: customerId,
      address,
      ledger,
      name,
      payout_group_id,
      asset_type: asset_type ?? 'USDG',
      status: 'ACTIVE',
      created_at: now,
      effective_at: now,
    }),
  );
}

function rewardAddress({ rewardAddresses }: PaxosRecords, id: string): RewardAddress {
  const address = find(rewardAddresses, id);
  if (!address) throw notFound(`reward address ${id} is unknown`);
  return address;
}

function monitoringAddress({ monitoringAddresses }: PaxosRecords, id: string): WithId<MonitoringAddress> {
  const address = find(monitoringAddresses, id);
  if (!address) throw notFound('address not found');
  return address;
}
