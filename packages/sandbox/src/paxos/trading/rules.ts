// Standing orders: each deposit to a rule's own deposit details becomes an orchestration.
import type { CryptoNetwork, OrchestrationRule } from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { isFiat } from '../money/assets.ts';
import { newDepositAddress } from '../money/deposits.ts';
import { newInstructions } from '../money/fiat-deposits.ts';
import { activeProfile } from '../money/profiles.ts';
import type { TransferRecord } from '../money/transfers.ts';
import { among, is, pageOf } from '../page.ts';
import { alreadyExists, badRequest, conflict, notFound } from '../problems.ts';
import type { WithId } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';
import { beginOrchestration } from './orchestration.ts';
import { assertAssets, assertDestination } from './orchestrations.ts';

const page = 'https://docs.paxos.com/guides/orchestrations/rules';

export const ruleTransitions: Transitions<'PENDING' | 'ACTIVE' | 'REJECTED' | 'DELETED', 'delete'> = [
  { from: 'ACTIVE', on: 'delete', to: 'DELETED', evidence: 'documented', source: page },
];

const networks: readonly string[] = [
  ...['ARBITRUM_ONE', 'AVALANCHE', 'BASE', 'BITCOIN', 'BITCOIN_CASH', 'BNB', 'DOGECOIN', 'ETHEREUM', 'INK'],
  ...['LITECOIN', 'POLYGON_POS', 'ROBINHOOD', 'SOLANA', 'STELLAR', 'SUI', 'XLAYER'],
];

export const ruleHandlers: PaxosHandlers = {
  CreateOrchestrationRule(call) {
    const { body, records } = call;
    const existing = findByRef(records.rules, body.ref_id);
    if (existing) throw alreadyExists(`orchestration rule already exists with ref_id '${body.ref_id}'`, existing);
    if (!body.ref_id) throw badRequest('ref_id must not be empty');
    const { crypto, fiat } = body.source;
    if (!crypto === !fiat) throw badRequest('source needs exactly one of crypto and fiat');
    if (crypto && !networks.includes(crypto.network ?? '')) throw badRequest('source.crypto.network is unknown');
    if (fiat && body.source_asset !== 'USD') throw badRequest('bank deposits are of USD');
    if (crypto && isFiat(body.source_asset)) throw badRequest('deposits on a blockchain are of crypto');
    assertAssets(body);
    const profile = activeProfile(call, body.profile_id);
    const { identity_id, account_id } = body;
    assertMayAct(records, { identity_id, account_id, profile_id: profile.id }, 'transfer');
    const to = body.destination ?? {};
    const { fiat: bank, crypto: chain } = to;
    const destination = assertDestination(call, body, {
      ...(to.profile && { profile: to.profile }),
      ...(chain && {
        crypto: compact({ address: chain.address, network: chain.network, address_id: chain.crypto_address_id }),
      }),
      ...(bank && { fiat: compact({ bank_account_id: bank.fiat_account_id, memo: bank.memo }) }),
    });
    const rule: WithId<OrchestrationRule> = compact({
      id: call.id(),
      ref_id: body.ref_id,
      status: 'ACTIVE' as const,
      profile_id: profile.id,
      identity_id,
      account_id,
      nickname: body.nickname,
      source_asset: body.source_asset,
      destination_asset: body.destination_asset,
      source: crypto
        ? cryptoSource(call, { profile_id: profile.id, identity_id, account_id }, crypto.network as CryptoNetwork)
        : fiatSource(call, { profile_id: profile.id, identity_id, account_id }),
      destination: {
        ...(destination.profile && { profile: destination.profile }),
        ...(destination.crypto && {
          crypto: compact({ address: destination.crypto.address, network: destination.crypto.network }),
        }),
        ...(destination.fiat && {
          fiat: compact({ fiat_account_id: destination.fiat.bank_account_id, memo: destination.fiat.memo }),
        }),
      },
      created_at: call.timestamp(),
    });
    return { status: 200, body: { rule: add(records.rules, rule) } };
  },

  ListOrchestrationRules({ records, query }) {
    const wanted = all(records.rules).filter(
      (one) =>
        among(query.ids, one.id) &&
        among(query.status, one.status) &&
        is(query.profile_id, one.profile_id) &&
        is(query.source_asset, one.source_asset) &&
        is(query.destination_asset, one.destination_asset),
    );
    const found = pageOf(wanted, query);
    return { status: 200, body: { ...found, rules: found.items } };
  },

  DeleteOrchestrationRule({ records, path }) {
    const rule = find(records.rules, path.id);
    if (!rule) throw notFound(`orchestration rule ${path.id} is unknown`);
    const status = next(ruleTransitions, rule.status as 'ACTIVE', 'delete');
    if (!status) throw conflict(`orchestration rule ${path.id} is ${rule.status}`);
    rule.status = status;
    return { status: 200, body: { rule } };
  },
};

/** Starts what a completed deposit sets off. Money for a deleted rule stays in the profile, unconverted. */
export function startRule(context: PaxosContext, transfer: TransferRecord): void {
  const { destination_address: address, memo, asset, total, profile_id } = transfer;
  const rule = all(context.records.rules).find(
    ({ source, status, source_asset }) =>
      status === 'ACTIVE' &&
      source_asset === asset &&
      ((address !== undefined && source?.crypto?.address === address) ||
        (memo !== undefined && source?.fiat?.memo_id === memo)),
  );
  if (!rule || !transfer.type.endsWith('_DEPOSIT')) return;
  const { crypto, fiat } = rule.source ?? {};
  const orchestration = beginOrchestration(context, {
    source_asset: asset,
    destination_asset: rule.destination_asset ?? asset,
    source_amount: total,
    source: {
      ...(crypto && {
        crypto: compact({ address: crypto.address, network: crypto.network, address_id: crypto.address_id }),
      }),
      ...(fiat && { fiat: compact({ deposit_instructions_id: fiat.deposit_instructions_id, memo }) }),
    },
    destination: {
      ...(rule.destination?.profile && { profile: rule.destination.profile }),
      ...(rule.destination?.crypto && { crypto: rule.destination.crypto }),
      ...(rule.destination?.fiat && {
        fiat: compact({ bank_account_id: rule.destination.fiat.fiat_account_id, memo: rule.destination.fiat.memo }),
      }),
    },
    profile_id,
    ref_id: context.id(),
    identity_id: rule.identity_id,
    account_id: rule.account_id,
    orchestration_rule_id: rule.id,
  });
  orchestration.source_transfer = { status: 'COMPLETED', transfer_id: transfer.id };
}

interface Owner {
  readonly profile_id: string;
  readonly identity_id: string | undefined;
  readonly account_id: string | undefined;
}

function cryptoSource(context: PaxosContext, owner: Owner, network: CryptoNetwork) {
  const { address, id } = newDepositAddress(context, { ...owner, crypto_network: network });
  return { crypto: { address, network, address_id: id } };
}

function fiatSource(context: PaxosContext, owner: Owner) {
  const { id, memo_id } = newInstructions(context, {
    ...compact({ identity_id: owner.identity_id, account_id: owner.account_id }),
    profile_id: owner.profile_id,
    fiat_network: 'WIRE',
    routing_number_type: 'ABA',
  });
  return { fiat: { deposit_instructions_id: id, memo_id, network: 'WIRE', account_type: 'ABA' } };
}
