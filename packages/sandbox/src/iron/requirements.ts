// What verification asks of a customer, sorted into four lists, worked out from the newest identification.
import type { CustomerRequirements, RequirementCode, RequirementItem, VerificationStepDetail } from '@org/iron-types';
import { customerOf, type IronHandlers } from './call.ts';
import { newest } from './customers.ts';
import { stepsOf } from './identification-records.ts';

export const requirementHandlers: IronHandlers = {
  getCustomerRequirements(call) {
    const customer = customerOf(call, call.path.id);
    const category = customer.customer_type === 'Business' ? 'kyb' : 'kyc';
    const identification = newest(call.records, customer);
    const lists: Omit<CustomerRequirements, 'requirements_due'> = {
      complete: [],
      pending: [],
      missing: [],
      issues: [],
    };
    if (!identification || identification.status === 'Expired' || identification.status === 'Archived') {
      lists.missing.push(item(`identification_${category}`, undefined, 'No identification is open. Start one.', true));
    } else {
      for (const step of stepsOf(customer)) {
        const detail = stepOf(identification.step_status, step);
        const code = `${category}_${step}` as RequirementCode;
        const list = listOf(detail);
        const retryable = list === 'missing' ? true : list === 'issues' ? false : null;
        lists[list].push(item(code, identification.id, detail?.comment ?? null, retryable));
      }
      if (identification.status === 'Approved' && identification.url) {
        lists.missing.push(item(`${category}_data_missing`, identification.id, 'More data is needed.', true));
      }
    }
    const done = lists.pending.length + lists.missing.length + lists.issues.length === 0;
    return { status: 200, body: { ...lists, requirements_due: done ? [] : [category] } };
  },
};

function stepOf(steps: object | null | undefined, step: string): VerificationStepDetail | undefined {
  return Object.entries(steps ?? {}).find(([name]) => name === step)?.[1] as VerificationStepDetail | undefined;
}

function listOf(detail: VerificationStepDetail | undefined): keyof Omit<CustomerRequirements, 'requirements_due'> {
  if (detail?.result === 'Approved') return 'complete';
  if (detail?.result === 'Processed' || detail?.result === 'PendingReview') return 'pending';
  return detail?.result === 'Declined' && !detail.retry ? 'issues' : 'missing';
}

function item(
  code: RequirementCode,
  identificationId: string | undefined,
  description: string | null,
  retryable: boolean | null,
): RequirementItem {
  return {
    code,
    identification_id: identificationId ?? null,
    description,
    retryable,
    missing_questions: [],
    reject_labels: [],
    reject_reasons: [],
  };
}
