// Next steps of records, as the page offers them: operations of the sandbox environment where there is one, actions of the
// provider otherwise.
import type { Api, PerformArgs } from '../engine/api.ts';

export interface NextStep {
  readonly provider: 'iron' | 'paxos';
  readonly kind: string;
  readonly name: string;
  /** Takes a comment. */
  readonly comment?: boolean;
  /** Preferred where the provider has it. */
  readonly action?: string;
  readonly operation?: string;
  args?(id: string): PerformArgs;
}

const put = (body: unknown) => (id: string) => ({ path: { id }, body });

const identification = { provider: 'iron', kind: 'identification' } as const;
const bankAccount = { provider: 'iron', kind: 'bank account' } as const;
const autoramp = { provider: 'iron', kind: 'autoramp' } as const;
const transaction = { provider: 'iron', kind: 'transaction' } as const;
const identity = { provider: 'paxos', kind: 'identity' } as const;
const transfer = { provider: 'paxos', kind: 'transfer' } as const;

const decide = 'updateSandboxIdentificationStatus';
const verify = 'updateSandboxFiatAddressVerificationStatus';
const check = 'SandboxSetIdentityStatus';

export const nextSteps: readonly NextStep[] = [
  { ...identification, name: 'Approve', operation: decide, args: put({ approved: true }) },
  {
    ...identification,
    name: 'Decline',
    comment: true,
    action: 'identification.decline',
    operation: decide,
    args: put({ approved: false }),
  },
  { ...identification, name: 'Hand in', action: 'identification.submit' },
  { ...identification, name: 'Ask for more', comment: true, action: 'identification.return' },
  { ...identification, name: 'Request EDD', action: 'identification.request_edd' },
  { ...identification, name: 'Expire', action: 'identification.expire' },
  { provider: 'iron', kind: 'customer', name: 'Suspend', action: 'customer.suspend' },
  { ...bankAccount, name: 'Register', operation: verify, args: put('Registered') },
  { ...bankAccount, name: 'Fail', operation: verify, args: put('RegistrationFailed') },
  { ...autoramp, name: 'Approve', operation: 'updateSandboxAutorampStatus', args: put('Approved') },
  { ...autoramp, name: 'Reject', operation: 'updateSandboxAutorampStatus', args: put('Rejected') },
  {
    ...autoramp,
    name: 'Deposit 100.00',
    operation: 'createSandboxTransaction',
    args: (id) => ({ body: { autoramp_id: id, amount: '100.00' } }),
  },
  { ...transaction, name: 'Settle', operation: 'updateSandboxTransactionState', args: put({ state: 'Completed' }) },
  { ...transaction, name: 'Fail', operation: 'updateSandboxTransactionState', args: put({ state: 'Failed' }) },
  {
    ...identity,
    name: 'Approve person',
    operation: check,
    args: put({ id_verification_status: 'APPROVED', sanctions_verification_status: 'APPROVED' }),
  },
  {
    ...identity,
    name: 'Approve institution',
    operation: check,
    args: put({ sanctions_verification_status: 'APPROVED' }),
  },
  { ...identity, name: 'Deny', operation: check, args: put({ sanctions_verification_status: 'DENIED' }) },
  {
    ...identity,
    name: 'Request KYC refresh',
    operation: 'SandboxStartKycRefresh',
    args: (id) => ({ path: { identity_id: id } }),
  },
  { ...identity, name: 'Freeze', comment: true, action: 'identity.freeze' },
  { ...identity, name: 'Request documents', action: 'identity.request_documents' },
  { ...transfer, name: 'Settle', action: 'transfer.complete' },
  { ...transfer, name: 'Fail', action: 'transfer.fail' },
  { ...transfer, name: 'Reject', comment: true, action: 'transfer.reject' },
  { provider: 'paxos', kind: 'order', name: 'Fill', action: 'order.fill' },
  { provider: 'paxos', kind: 'orchestration', name: 'Approve', action: 'orchestration.approve' },
  { provider: 'paxos', kind: 'orchestration', name: 'Reject', action: 'orchestration.reject' },
];

/** Steps that can be taken with records of a kind. */
export function stepsOf(api: Api, kind: string): readonly NextStep[] {
  return nextSteps.filter((step) => {
    if (step.provider !== api.name || step.kind !== kind) return false;
    const byAction = step.action !== undefined && api.actions.includes(step.action);
    return byAction || (step.operation !== undefined && api.contract.operations.has(step.operation));
  });
}

/** Takes a step. Throws with the provider's words where it is refused. */
export async function take(
  api: Api,
  account: string,
  step: NextStep,
  id: string,
  comment: string | undefined,
): Promise<void> {
  if (step.action !== undefined && api.actions.includes(step.action)) {
    api.act(account, step.action, id, { comment });
    return;
  }
  const { status, body } = await api.perform(account, step.operation ?? '', step.args?.(id) ?? {});
  if (status >= 400) throw new TypeError(`${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
}
