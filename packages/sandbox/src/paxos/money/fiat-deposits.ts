// Bank details of Paxos with a memo that decides whose money it is, and the sandbox's deposits to them.
import type {
  CreateFiatDepositInstructionsRequest,
  FiatDepositInstructions,
  FiatNetworkInstructions,
} from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { partyIdentity } from '../identity/effects.ts';
import { among, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import type { WithId } from '../records.ts';
import { assertAmount } from './assets.ts';
import { receiveFiat } from './deposits.ts';
import { activeProfile } from './profiles.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where the contract demands an identity and the organization acts for itself. */
const nobody = '00000000-0000-0000-0000-000000000000';

export const fiatDepositHandlers: PaxosHandlers = {
  CreateFiatDepositInstructions(call) {
    const { body, records } = call;
    const existing = findByRef(records.depositInstructions, body.ref_id);
    if (existing) throw alreadyExists(`fiat deposit instructions already exist with ref_id '${body.ref_id}'`, existing);
    if (body.fiat_network === 'WIRE' && !body.routing_number_type) {
      throw badRequest('routing_number_type is required for WIRE');
    }
    if (body.fiat_network !== 'WIRE' && body.routing_number_type) {
      throw badRequest('leave routing_number_type out unless fiat_network is WIRE');
    }
    const profile = activeProfile(call, body.profile_id);
    partyIdentity(records, body);
    return { status: 200, body: newInstructions(call, { ...body, profile_id: profile.id }) };
  },

  ListFiatDepositInstructions({ records, query }) {
    const wanted = all(records.depositInstructions).filter(
      (one) => among(query.ids, one.id) && among(query.ref_ids, one.ref_id) && within(one.created_at, query),
    );
    return { status: 200, body: pageOf(wanted, query) };
  },

  GetFiatDepositInstructions({ records, path }) {
    if (!uuid.test(path.id)) throw badRequest(`expected uuid, got ${path.id}`);
    const instructions = find(records.depositInstructions, path.id);
    if (!instructions) throw notFound(`fiat deposit instructions with id ${path.id} not found`);
    return { status: 200, body: instructions };
  },

  InitiateSandboxFiatDeposit(call) {
    const { body, records } = call;
    if (body.asset !== 'USD') throw badRequest('asset must be USD');
    assertAmount('amount', body.amount, body.asset);
    if (Object.keys(body.fiat_network_instructions).length === 0)
      throw badRequest('fiat network instructions required');
    const instructions = all(records.depositInstructions).find(({ memo_id }) => memo_id === body.memo_id);
    if (!instructions) throw badRequest(`no deposit instructions have the memo_id ${body.memo_id}`);
    const { profile_id, identity_id, account_id, metadata } = instructions;
    receiveFiat(call, {
      profile_id,
      asset: 'USD',
      amount: body.amount,
      kind: networkOf(instructions.fiat_network_instructions),
      identity_id: identity_id === nobody ? undefined : identity_id,
      account_id,
      memo: body.memo_id,
      metadata,
    });
    return { status: 200, body: {} };
  },
};

export type FiatKind = 'WIRE' | 'CUBIX' | 'DBS_ACT' | 'SCB' | 'RTP';

export function networkOf({ cubix, dbs_act, scb, rtp }: FiatNetworkInstructions): FiatKind {
  return cubix ? 'CUBIX' : dbs_act ? 'DBS_ACT' : scb ? 'SCB' : rtp ? 'RTP' : 'WIRE';
}

export function newInstructions(
  context: PaxosContext,
  body: CreateFiatDepositInstructionsRequest,
): WithId<FiatDepositInstructions> {
  const { ref_id, account_id, metadata, profile_id, identity_id = nobody } = body;
  return add(
    context.records.depositInstructions,
    compact({
      id: context.id(),
      profile_id,
      identity_id,
      account_id,
      ref_id: ref_id || undefined,
      metadata,
      status: 'VALID' as const,
      memo_id: context.id().replaceAll('-', '').slice(0, 16).toUpperCase(),
      fiat_network_instructions: bankOf(body),
      fiat_account_owner: { institution_details: { name: 'Paxos Trust Company' } },
      created_at: context.timestamp(),
    }),
  );
}

// The bank details of the contract's examples.
function bankOf({ fiat_network, routing_number_type }: CreateFiatDepositInstructionsRequest): FiatNetworkInstructions {
  const bank_address = {
    country: 'USA',
    address1: '2 Bank Plaza',
    city: 'New York',
    province: 'NY',
    zip_code: '10001',
  };
  const owner = { ...bank_address, address1: '100 Custody Avenue' };
  const account_number = '987654321';
  switch (fiat_network) {
    case 'CUBIX':
      return { cubix: { account_id: '0198c3c1-fb0c-7111-9b49-a40586e11302' } };
    case 'DBS_ACT':
      return { dbs_act: { account_number } };
    case 'SCB':
      return { scb: { account_number } };
    case 'RTP':
      return { rtp: { account_number, routing_details: { routing_number: '021000021' } } };
    default:
      return {
        wire: {
          account_number,
          fiat_account_owner_address: owner,
          routing_details: {
            routing_number_type: routing_number_type ?? 'ABA',
            routing_number: routing_number_type === 'SWIFT' ? 'EXMPUS33XXX' : '021000021',
            bank_name: 'Example Custody Bank',
            bank_address,
          },
        },
      };
  }
}
