// Transfers inside Paxos: between one's own profiles, and to a profile of another entity.
import type { CreateInternalTransferRequest, TransferType } from '@org/paxos-types';
import { find } from '../collection.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { badRequest } from '../problems.ts';
import { assertAmount, assertAsset } from './assets.ts';
import { assertFunds } from './balances.ts';
import { activeProfile, profileOf } from './profiles.ts';
import { assertNewTransfer, beginTransfer, type TransferRecord, transferReply } from './transfers.ts';

export const ledgerTransferHandlers: PaxosHandlers = {
  CreateInternalTransfer(call) {
    const { body } = call;
    const from = assertTransfer(call, body);
    const to = profileOf(call, body.to_profile_id);
    if (to === from) throw badRequest('to_profile_id must name another profile');
    const { to_identity_id: identity_id, to_account_id: account_id } = body;
    assertMayAct(call.records, { identity_id, account_id, profile_id: to.id }, 'transfer');
    assertFunds(call.records, from.id, body.asset, body.amount);
    return { status: 200, body: transferReply(move(call, 'INTERNAL', body, from.id, to.id)) };
  },

  CreatePaxosTransfer(call) {
    const { body } = call;
    const from = assertTransfer(call, body);
    // The receiver is another entity: a profile that this credential does not have is one of somebody else's.
    const to = find(call.records.profiles, body.to_profile_id);
    if (!/^[\w-]{6,64}$/.test(body.to_profile_id)) throw badRequest('to_profile_id is malformed');
    if (to?.id === from.id) throw badRequest('to_profile_id must name another profile');
    assertFunds(call.records, from.id, body.asset, body.amount);
    return { status: 200, body: transferReply(move(call, 'PAXOS', body, from.id, to?.id)) };
  },
};

function assertTransfer(context: PaxosContext, body: CreateInternalTransferRequest) {
  const { records } = context;
  assertNewTransfer(records, body.ref_id);
  assertAsset(body.asset);
  assertAmount('amount', body.amount, body.asset);
  const from = activeProfile(context, body.from_profile_id);
  const { from_identity_id: identity_id, from_account_id: account_id } = body;
  assertMayAct(records, { identity_id, account_id, profile_id: from.id }, 'transfer');
  return from;
}

/** Both halves have one outcome, that of `metadata`; the debit is what the caller gets. */
function move(
  context: PaxosContext,
  kind: 'INTERNAL' | 'PAXOS',
  body: CreateInternalTransferRequest,
  from: string,
  to: string | undefined,
): TransferRecord {
  const { asset, amount, metadata, recipient_metadata, ref_id } = body;
  const group_id = context.id();
  const common = { asset, amount, fee: '0', total: amount, group_id };
  const typed = (side: 'DEBIT' | 'CREDIT') => ({
    type: `${kind}_TRANSFER_${side}` as TransferType,
    direction: side,
    ...(kind === 'INTERNAL' && { eventKind: `internal_transfer_${side.toLowerCase()}` }),
  });
  const counterpart = to !== undefined && {
    ...common,
    ...typed('CREDIT'),
    profile_id: to,
    ...(recipient_metadata && { metadata: recipient_metadata }),
    ...(body.to_identity_id && { identity_id: body.to_identity_id }),
    ...(body.to_account_id && { account_id: body.to_account_id }),
  };
  // Between own profiles nothing is sent anywhere: the documented samples are COMPLETED at once.
  return beginTransfer(
    context,
    {
      ...common,
      ...typed('DEBIT'),
      profile_id: from,
      ...(ref_id && { ref_id }),
      ...(metadata && { metadata }),
      ...(body.from_identity_id && { identity_id: body.from_identity_id }),
      ...(body.from_account_id && { account_id: body.from_account_id }),
      ...(counterpart && { counterpart }),
    },
    0,
  );
}
