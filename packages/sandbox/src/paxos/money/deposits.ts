// Deposits: addresses to send crypto to, the sandbox's own deposits, and deposits held for the travel rule.
import type { CryptoNetwork, DepositAddress } from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { assertMayAct, type Party } from '../identity/effects.ts';
import { among, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, conflict, notFound } from '../problems.ts';
import { customerId, type PaxosRecords, type WithId } from '../records.ts';
import { assertAmount, assertAsset, isFiat, stablecoins } from './assets.ts';
import { activeProfile, profileOf } from './profiles.ts';
import { beginTransfer, complete, fail, type TransferRecord } from './transfers.ts';

/** Networks on which an address is the same. */
export const evmNetworks: readonly string[] = [
  'ETHEREUM',
  'BASE',
  'ARBITRUM_ONE',
  'POLYGON_POS',
  'AVALANCHE',
  'BNB',
  'INK',
  'XLAYER',
];

export interface NewAddress extends Party {
  readonly profile_id: string;
  readonly crypto_network: CryptoNetwork;
  readonly conversion_target_asset?: DepositAddress['conversion_target_asset'] | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly ref_id?: string | undefined;
}

export function newDepositAddress(context: PaxosContext, details: NewAddress): WithId<DepositAddress> {
  const { crypto_network: network } = details;
  return add(
    context.records.depositAddresses,
    compact({
      id: context.id(),
      profile_id: details.profile_id,
      customer_id: customerId,
      crypto_network: network,
      identity_id: details.identity_id,
      account_id: details.account_id,
      ref_id: details.ref_id || undefined,
      metadata: details.metadata,
      address: addressOn(context, network),
      compatible_crypto_networks: evmNetworks.includes(network) ? [...evmNetworks] : [network],
      conversion_target_asset: details.conversion_target_asset ?? 'NO_CONVERSION',
      created_at: context.timestamp(),
    }) as WithId<DepositAddress>,
  );
}

export const depositHandlers: PaxosHandlers = {
  CreateDepositAddress(call) {
    const { body, records } = call;
    const existing = findByRef(records.depositAddresses, body.ref_id);
    if (existing) throw alreadyExists(`deposit address already exists with ref_id '${body.ref_id}'`, existing);
    const { id } = activeProfile(call, body.profile_id);
    assertMayAct(records, { ...body, profile_id: id }, 'make a deposit address');
    return { status: 200, body: newDepositAddress(call, { ...body, profile_id: id }) };
  },

  ListDepositAddresses({ records, query }) {
    const wanted = all(records.depositAddresses).filter(
      (one) =>
        among(query.ids, one.id) &&
        among(query.ref_ids, one.ref_id) &&
        among(query.profile_ids, one.profile_id) &&
        among(query.identity_ids, one.identity_id) &&
        among(query.account_ids, one.account_id) &&
        among(query.networks, one.crypto_network) &&
        within(one.created_at, query),
    );
    return { status: 200, body: pageOf(wanted, query) };
  },

  CreateSandboxDeposit(call) {
    const { body, records } = call;
    const { asset, amount, crypto_network, crypto_address } = body;
    assertAsset(asset);
    assertAmount('amount', amount, asset);
    if (isFiat(asset) && crypto_network) throw badRequest('leave crypto_network out for fiat');
    if (!isFiat(asset) && !crypto_network) throw badRequest('crypto_network is required for crypto');
    const profile = profileOf(call, call.path.profile_id);
    const address = crypto_address
      ? all(records.depositAddresses).find((one) => one.address === crypto_address && one.profile_id === profile.id)
      : undefined;
    const transfer = isFiat(asset)
      ? receiveFiat(call, { profile_id: profile.id, asset, amount, kind: 'WIRE' }, 0)
      : receiveCrypto(
          call,
          { asset, amount, profile: profile.id, network: crypto_network as CryptoNetwork },
          address,
          crypto_address,
        );
    return { status: 200, body: { activity_id: transfer.id } };
  },

  RejectCryptoDeposit(call) {
    const transfer = heldDeposit(call.records, call.path.id);
    fail(call, transfer, { secondary: { name: 'TRAVEL_RULE_REJECTED', detail: 'rejected by the customer' } });
    return { status: 200, body: {} };
  },

  UpdateCryptoDeposit(call) {
    const transfer = heldDeposit(call.records, call.path.id);
    const { individual_info: person, institution_info: institution } = call.body.originator_address_info;
    if (!person === !institution) throw badRequest('give either individual_info or institution_info');
    complete(call, transfer);
    return { status: 200, body: {} };
  },
};

export interface FiatDeposit extends Party {
  readonly profile_id: string;
  readonly asset: string;
  readonly amount: string;
  readonly kind: 'WIRE' | 'CUBIX' | 'DBS_ACT' | 'SCB' | 'RTP';
  readonly memo?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

const kinds = {
  WIRE: { type: 'WIRE_DEPOSIT', eventKind: 'wire_deposit' },
  CUBIX: { type: 'CUBIX_DEPOSIT', eventKind: 'cubix_deposit' },
  DBS_ACT: { type: 'BANK_DEPOSIT', eventKind: 'act_deposit' },
  SCB: { type: 'BANK_DEPOSIT', eventKind: 'scb_intrabank_deposit' },
  RTP: { type: 'RTP_DEPOSIT', eventKind: 'rtp_deposit' },
} as const;

/** Money that comes in from a bank, without a fee. */
export function receiveFiat(context: PaxosContext, deposit: FiatDeposit, delay?: number): TransferRecord {
  const { asset, amount, kind, profile_id, identity_id, account_id, memo, metadata } = deposit;
  const details = compact({ identity_id, account_id, memo, metadata });
  return beginTransfer(
    context,
    { ...kinds[kind], ...details, direction: 'CREDIT', asset, amount, fee: '0', total: amount, profile_id },
    delay,
  );
}

function receiveCrypto(
  context: PaxosContext,
  deposit: { asset: string; amount: string; profile: string; network: CryptoNetwork },
  address: WithId<DepositAddress> | undefined,
  named: string | undefined,
): TransferRecord {
  const { asset, amount, profile, network } = deposit;
  const converts = address?.conversion_target_asset === 'USD' && stablecoins.includes(asset) && asset !== 'USDC';
  const { metadata, identity_id, account_id } = address ?? {};
  return beginTransfer(
    context,
    {
      type: 'CRYPTO_DEPOSIT',
      eventKind: 'crypto_deposit',
      direction: 'CREDIT',
      asset,
      balance_asset: converts ? 'USD' : asset,
      amount,
      fee: '0',
      total: amount,
      profile_id: profile,
      crypto_network: network,
      crypto_tx_hash: `0x${(context.id() + context.id()).replaceAll('-', '')}`,
      crypto_tx_index: '0',
      destination_address: named ?? addressOn(context, network),
      ...compact({ metadata, identity_id, account_id }),
    },
    0,
  );
}

function heldDeposit({ transfers }: PaxosRecords, id: string): TransferRecord {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw badRequest(`id must be uuid, given ${id}`);
  const transfer = find(transfers, id);
  if (transfer?.type !== 'CRYPTO_DEPOSIT') throw notFound(`no crypto deposit found for id: ${id}`);
  if (transfer.status !== 'PENDING' || transfer.secondary_status?.name !== 'TRAVEL_RULE_INFO_REQUESTED') {
    throw conflict(`crypto deposit ${id} does not need info`);
  }
  return transfer;
}

/** An address that looks like one of the network's. */
export function addressOn(context: PaxosContext, network: string): string {
  const hex = (context.id() + context.id()).replaceAll('-', '');
  if (evmNetworks.includes(network) || network === 'ROBINHOOD') return `0x${hex.slice(0, 40)}`;
  const base32 = hex.toUpperCase().replaceAll('0', 'A').replaceAll('1', 'B').replaceAll('8', 'C').replaceAll('9', 'D');
  if (network === 'STELLAR') return `G${base32.slice(0, 55)}`;
  if (network === 'SUI') return `0x${hex}`;
  return network === 'BITCOIN' ? `bc1q${hex.slice(0, 38)}` : base32.slice(0, 44);
}
