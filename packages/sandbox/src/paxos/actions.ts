// Steps that Paxos's people, a bank or an approver in the dashboard take, and no operation does.
import type { Action } from '../engine/provider.ts';
import { find } from './collection.ts';
import type { PaxosContext } from './handlers.ts';
import { setControl } from './identity/controls.ts';
import { requestDocuments } from './identity/documents.ts';
import { identityOf } from './identity/identities.ts';
import { settleStatus } from './identity/status.ts';
import { decide } from './money/fiat-accounts.ts';
import { complete, fail, type TransferRecord } from './money/transfers.ts';
import { conflict, notFound } from './problems.ts';
import type { PaxosRecords } from './records.ts';
import { orderJobs } from './trading/matching.ts';
import { approveOrchestration, endOrchestration, type OrchestrationRecord } from './trading/orchestration.ts';

type PaxosAction = Action<PaxosRecords>;

export const actions: Readonly<Record<string, PaxosAction>> = {
  'identity.approve': (context, id) => {
    const identity = identityOf(context.records, id);
    identity.checks.sanctions = 'APPROVED';
    if (identity.type === 'PERSON') identity.checks.id_verification = 'APPROVED';
    settleStatus(context, identity);
  },
  'identity.deny': (context, id) => {
    const identity = identityOf(context.records, id);
    identity.checks.sanctions = 'DENIED';
    settleStatus(context, identity);
  },
  'identity.freeze': (context, id, { comment }) => {
    const identity = identityOf(context.records, id);
    setControl(context, identity, {
      type: 'FROZEN',
      by: 'SET_BY_PAXOS',
      reasonCode: 'COMPLIANCE_INVESTIGATION',
      reason: comment,
    });
    settleStatus(context, identity);
  },
  'identity.request_documents': (context, id) => {
    const identity = identityOf(context.records, id);
    requestDocuments(context, identity, ['PROOF_OF_FUNDS']);
    settleStatus(context, identity);
  },
  'transfer.complete': (context, id) => complete(context, pendingTransfer(context.records, id)),
  'transfer.fail': (context, id) => fail(context, pendingTransfer(context.records, id)),
  'transfer.reject': (context, id, { comment }) =>
    fail(context, pendingTransfer(context.records, id), {
      secondary: { name: 'CUSTOMER_REJECTED', detail: comment ?? 'rejected by the customer' },
    }),
  'orchestration.approve': (context, id) => approveOrchestration(context, pendingOrchestration(context.records, id)),
  'orchestration.reject': (context, id) => endOrchestration(context, pendingOrchestration(context.records, id)),
  'fiat_account.approve': (context, id) => review(context, id, 'approve'),
  'fiat_account.reject': (context, id) => review(context, id, 'reject'),
  'order.fill': (context, id) => {
    const order = find(context.records.orders, id);
    if (order?.status !== 'OPEN') throw conflict(`order ${id} is not OPEN`);
    orderJobs['order fills']?.(context, { order: id } as never);
  },
};

function review(context: PaxosContext, id: string, verdict: 'approve' | 'reject'): void {
  if (!decide(context, id, verdict)) throw conflict(`fiat account ${id} is not under review`);
}

function pendingTransfer({ transfers }: PaxosRecords, id: string): TransferRecord {
  const transfer = find(transfers, id);
  if (!transfer) throw notFound(`transfer ${id} is unknown`);
  if (transfer.status !== 'PENDING') throw conflict(`transfer ${id} is ${transfer.status}`);
  return transfer;
}

function pendingOrchestration({ orchestrations }: PaxosRecords, id: string): OrchestrationRecord {
  const orchestration = find(orchestrations, id);
  if (!orchestration) throw notFound(`orchestration ${id} is unknown`);
  if (orchestration.status !== 'PENDING') throw conflict(`orchestration ${id} is ${orchestration.status}`);
  return orchestration;
}
