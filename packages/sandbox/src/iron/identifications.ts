// Identifications: started in four ways, or in the first version's way, decided by a sandbox operation, and archived.
import type { Identification } from '@org/iron-types';
import {
  type Context,
  customerOf,
  type IronHandlers,
  type IronJobs,
  pageOf,
  refuse,
  type SomeCall,
  seesCustomer,
} from './call.ts';
import { moveCustomer, newest } from './customers.ts';
import { identificationEvent } from './events.ts';
import { hostedUrl, isOpen, linkLifetime, reviewDelay, stepStatus } from './identification-records.ts';
import { type Start, startOfV1, startOfV2 } from './identification-starts.ts';
import type { CustomerRecord, IdentificationRecord, IronRecords } from './records.ts';
import { outstanding } from './signings.ts';
import { releaseHeld } from './spending-limit.ts';
import { get, pushBounded, put } from './table.ts';
import { type IdentificationCause, identificationTransitions, next } from './transitions.ts';

export const identificationHandlers: IronHandlers = {
  createCustomerIdentificationV2(call) {
    const customer = customerOf(call, call.path.id);
    const start = startOfV2(call, customer, call.body);
    return { status: 201, body: showIdentification(call.records, begin(call, customer, start)) };
  },

  createCustomerIdentification(call) {
    const customer = customerOf(call, call.path.id);
    return { status: 201, body: showIdentification(call.records, begin(call, customer, startOfV1(call.body))) };
  },

  getAllCustomerIdentifications(call) {
    const customer = customerOf(call, call.path.id);
    return pageOf(
      call,
      call.records.identifications,
      call.query,
      ({ customer_id }) => customer_id === customer.id,
      (identification) => showIdentification(call.records, identification),
    );
  },

  getIdentificationById: (call) => ({
    status: 200,
    body: showIdentification(call.records, identificationOf(call, call.path.id)),
  }),

  getIdentificationComplianceQuestionnaire(call) {
    const { questionnaire } = identificationOf(call, call.path.id);
    if (!questionnaire) refuse(call, 404, 'this identification has no questionnaire');
    return { status: 200, body: questionnaire };
  },

  archiveIdentification(call) {
    const identification = identificationOf(call, call.path.id);
    const customer = get(call.records.customers, identification.customer_id);
    if (identification.status !== 'Archived') {
      move(call, identification, 'archived');
      identification.url = null;
      if (customer && newest(call.records, customer) === identification) {
        moveCustomer(call, customer, 'identification no longer counts');
      }
    }
    return { status: 200, body: showIdentification(call.records, identification) };
  },

  updateSandboxIdentificationStatus(call) {
    const identification = identificationOf(call, call.path.id);
    const stepUp = identification.status === 'Approved' && identification.url !== null;
    if (!isOpen(identification) && !stepUp) {
      refuse(call, 404, `no identification with this id is pending: it is ${identification.status}`);
    }
    if (call.body.approved) approve(call, identification);
    else if (stepUp)
      refuse(call, 404, 'an approved identification cannot be declined; approve what was asked for, or archive it');
    else decline(call, identification);
    return { status: 201, body: showIdentification(call.records, identification) };
  },
};

/** What the passing of time does to identifications. */
export const identificationJobs: IronJobs = {
  'identification.expire'(context: Context, { id }: { id: string }): void {
    const identification = get(context.records.identifications, id);
    // What happened to it since, such as a reviewer's question, made the link new.
    if (identification && Date.parse(identification.updated_at) + linkLifetime <= context.now)
      expire(context, identification);
  },
  'identification.review'(context: Context, { id }: { id: string }): void {
    const identification = get(context.records.identifications, id);
    if (identification?.status === 'Processed') move(context, identification, 'review begun');
  },
};

export function showIdentification(records: IronRecords, record: IdentificationRecord): Identification {
  const { country, questionnaire, ...identification } = record;
  void questionnaire;
  const customer = get(records.customers, record.customer_id);
  const decides = customer !== undefined && newest(records, customer) === record;
  return { ...identification, residence_country: decides && record.status === 'Approved' ? country : null };
}

function identificationOf(call: SomeCall, id: string): IdentificationRecord {
  const identification = get(call.records.identifications, id);
  if (!identification || !seesCustomer(call, identification.customer_id)) {
    return refuse(call, 404, `no identification has the id ${id}`);
  }
  return identification;
}

function begin(call: SomeCall, customer: CustomerRecord, start: Start): IdentificationRecord {
  if (['Suspended', 'Archived', 'UserRequired'].includes(customer.status)) {
    refuse(call, 403, `an identification cannot be started while the customer is ${customer.status}`);
  }
  const open = newest(call.records, customer);
  if (isOpen(open)) refuse(call, 409, `the customer has a pending identification: ${open?.id}. Wait for its outcome`);

  const id = call.id();
  const status = start.hosted ? 'Pending' : 'Processed';
  const { missing } = start;
  const identification = put<IdentificationRecord>(call.records.identifications, {
    id,
    customer_id: customer.id,
    status,
    with_edd: start.edd,
    url: start.hosted ? hostedUrl(customer, id) : null,
    review_comment: null,
    step_status: missing
      ? stepStatus(customer, 'Processed', { ...missing, result: 'Pending' })
      : stepStatus(customer, status),
    country: start.country,
    questionnaire: start.questionnaire ? { id: call.id(), ...start.questionnaire } : null,
    created_at: call.timestamp(),
    updated_at: call.timestamp(),
  });
  pushBounded(customer.identification_ids, id);
  customer.updated_at = call.timestamp();
  call.emit(identificationEvent(identification));
  moveCustomer(call, customer, 'identification started');
  if (start.hosted) call.schedule(linkLifetime, 'identification.expire', { id });
  else call.schedule(reviewDelay, 'identification.review', { id });
  return identification;
}

/** Approves a run, or what a step-up asked for. Only the newest run moves the customer on. */
export function approve(context: Context, identification: IdentificationRecord): void {
  const customer = get(context.records.customers, identification.customer_id);
  const stepUp = identification.status === 'Approved';
  identification.url = null;
  identification.review_comment = null;
  if (stepUp) {
    identification.updated_at = context.timestamp();
    context.emit(identificationEvent(identification));
  } else {
    move(context, identification, 'approved');
  }
  if (!customer || newest(context.records, customer) !== identification) return;
  if (stepUp) {
    // A limit leads to more due diligence, after which the usage starts anew.
    customer.limit_reset_at = context.timestamp();
    if (customer.customer_type === 'Person') identification.with_edd = true;
  }
  moveCustomer(
    context,
    customer,
    outstanding(context.records, customer).length > 0 ? 'approved, documents to sign' : 'approved, all signed',
  );
  if (customer.status === 'Active') releaseHeld(context, customer);
}

/** Gives up a link that nobody used. An identification that is not Pending stays as it is. */
export function expire(context: Context, identification: IdentificationRecord): void {
  if (identification.status !== 'Pending') return;
  identification.url = null;
  move(context, identification, 'inactivity');
}

export function decline(
  context: Context,
  identification: IdentificationRecord,
  comment = 'The document could not be verified. Hand in a clear picture of a valid one.',
): void {
  const customer = get(context.records.customers, identification.customer_id);
  identification.url = null;
  move(context, identification, 'declined');
  identification.review_comment = comment;
  if (!customer) return;
  const step = customer.customer_type === 'Business' ? 'company_documents' : 'identity';
  identification.step_status = stepStatus(customer, 'Processed', { step, result: 'Declined', comment });
}

export function move(context: Context, identification: IdentificationRecord, on: IdentificationCause): void {
  const to = next(identificationTransitions, identification.status, on);
  if (!to) return;
  const customer = get(context.records.customers, identification.customer_id);
  identification.status = to;
  identification.updated_at = context.timestamp();
  if (customer) identification.step_status = stepStatus(customer, to);
  context.emit(identificationEvent(identification));
}
