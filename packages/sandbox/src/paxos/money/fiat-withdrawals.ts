// Money paid to a bank account.
import type { TransferType } from '@org/paxos-types';
import { find } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosHandlers } from '../handlers.ts';
import { assertMayAct } from '../identity/effects.ts';
import { badRequest, notFound } from '../problems.ts';
import { assertFunds } from './balances.ts';
import { amountsOf } from './crypto-withdrawals.ts';
import { type FiatKind, networkOf } from './fiat-deposits.ts';
import { activeProfile } from './profiles.ts';
import { assertWithinLimits } from './transfer-lists.ts';
import { assertNewTransfer, beginTransfer, transferReply } from './transfers.ts';

/** Fee of a wire, from the contract's example; the other networks are free. */
const wireFee = '20';

export const withdrawalKinds: Readonly<Record<FiatKind, { type: TransferType; eventKind?: string }>> = {
  WIRE: { type: 'WIRE_WITHDRAWAL', eventKind: 'wire_withdrawal' },
  CUBIX: { type: 'CUBIX_WITHDRAWAL', eventKind: 'cubix_withdrawal' },
  DBS_ACT: { type: 'BANK_WITHDRAWAL', eventKind: 'act_withdrawal' },
  SCB: { type: 'BANK_WITHDRAWAL', eventKind: 'scb_intrabank_withdrawal' },
  RTP: { type: 'BANK_WITHDRAWAL' },
};

export const fiatWithdrawalHandlers: PaxosHandlers = {
  CreateFiatWithdrawal(call) {
    const { body, records } = call;
    assertNewTransfer(records, body.ref_id, `activity with external id ${body.ref_id} already exists`);
    if (body.asset !== 'USD') throw badRequest('asset must be USD');
    const profile = activeProfile(call, body.profile_id);
    const account = find(records.fiatAccounts, body.fiat_account_id);
    if (!account || account.deleted) throw notFound('fiat account not found with requested ID');
    if (account.status !== 'APPROVED') {
      throw badRequest(`fiat account has invalid status ${account.status}, must be approved`);
    }
    assertMayAct(records, { ...body, profile_id: profile.id }, 'withdraw fiat');
    const kind = networkOf(account.fiat_network_instructions);
    const amounts = amountsOf(body, kind === 'WIRE' ? wireFee : '0');
    const how = withdrawalKinds[kind];
    assertFunds(records, profile.id, 'USD', amounts.total);
    assertWithinLimits(records, call.now, { type: how.type, asset: 'USD', total: amounts.total });
    const { identity_id, account_id, memo, metadata, ref_id } = body;
    const transfer = beginTransfer(call, {
      ...amounts,
      ...how,
      direction: 'DEBIT',
      asset: 'USD',
      profile_id: profile.id,
      fiat_account_id: account.id,
      ...compact({ identity_id, account_id, memo, metadata, ref_id }),
    });
    return { status: 200, body: transferReply(transfer) };
  },
};
