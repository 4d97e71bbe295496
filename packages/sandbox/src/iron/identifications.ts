// Identifications: started in four ways, or in the first version's way, decided by a sandbox operation, and archived.
import type { ComplianceQuestionnaire, Identification } from '@org/iron-types';
import {
  type Call,
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
import { emitIdentificationStatus } from './events.ts';
import { hostedUrl, isOpen, linkLifetime, reviewDelay, stepStatus } from './identification-records.ts';
import type { CustomerRecord, IdentificationRecord, IronRecords } from './records.ts';
import { outstanding } from './signings.ts';
import { releaseHeld } from './spending-limit.ts';
import { get, put } from './table.ts';
import { type IdentificationCause, identificationTransitions, next } from './transitions.ts';

type V2Body = Call<'createCustomerIdentificationV2'>['body'];
type V1Body = Call<'createCustomerIdentification'>['body'];

/** What a new identification begins with. */
interface Start {
  /** Null for the first version of the call, which is older than the field. */
  readonly edd: boolean | null;
  /** The customer has to act at a hosted page; otherwise everything was handed in. */
  readonly hosted: boolean;
  /** What is missing, where the customer has to add to what was handed in. */
  readonly missing?: { readonly step: string; readonly comment: string };
  readonly country: string;
  readonly questionnaire?: Omit<ComplianceQuestionnaire, 'id'>;
}

/** Country of a customer whose data the provider collects: the sandbox has to make one up. */
const assumedCountry = 'DE';

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
    if (identification?.status !== 'Pending') return;
    move(context, identification, 'inactivity');
    identification.url = null;
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

function startOfV2(call: SomeCall, customer: CustomerRecord, body: V2Body): Start {
  const isPerson = customer.customer_type === 'Person';
  switch (body.type) {
    case 'Link':
      if (body.with_edd && !isPerson) refuse(call, 400, 'body.with_edd is only for persons');
      return { edd: body.with_edd ?? false, hosted: true, country: assumedCountry };
    case 'Token': {
      if (!isPerson) refuse(call, 400, 'body.type Token is only for persons; use Business or Link');
      const { intended_use, kyc_questionnaire, edd_questionnaire } = body;
      const questionnaire = { intended_use, ...answersOf(kyc_questionnaire, edd_questionnaire) };
      const edd = edd_questionnaire !== undefined;
      const missing = { step: 'questionnaire', comment: 'Answer the open questions of the questionnaire.' };
      return kyc_questionnaire
        ? { edd, hosted: false, country: assumedCountry, questionnaire }
        : { edd, hosted: true, missing, country: assumedCountry, questionnaire };
    }
    case 'Person': {
      if (!isPerson) refuse(call, 400, 'body.type Person is only for persons; use Business or Link');
      if (!body.sharing_consent) refuse(call, 400, 'body.sharing_consent must be true: the customer has to agree');
      const { intended_use, kyc_questionnaire, edd_questionnaire } = body;
      return {
        edd: edd_questionnaire !== undefined,
        hosted: false,
        country: body.address.country,
        questionnaire: { intended_use, ...answersOf(kyc_questionnaire, edd_questionnaire) },
      };
    }
    default:
      if (isPerson) refuse(call, 400, 'body.type Business is only for businesses; use Person, Token or Link');
      return { edd: false, hosted: false, country: body.company_data.company_info.address.country };
  }
}

function startOfV1(body: V1Body | undefined): Start {
  if (!body || body.type === 'Direct') return { edd: null, hosted: true, country: assumedCountry };
  const country =
    body.type === 'OutsourcedPerson'
      ? body.address.address_country
      : body.type === 'OutsourcedBusiness'
        ? body.country_code
        : assumedCountry;
  return { edd: null, hosted: false, country };
}

function answersOf(
  kyc: { readonly employment_status?: ComplianceQuestionnaire['employment_status'] } | undefined,
  edd:
    | { readonly occupation?: ComplianceQuestionnaire['occupation']; readonly source_of_funds_proof?: string }
    | undefined,
): Omit<ComplianceQuestionnaire, 'id' | 'intended_use'> {
  return {
    ...(kyc?.employment_status ? { employment_status: kyc.employment_status } : {}),
    ...(edd ? { occupation: edd.occupation ?? null, source_of_funds_proof: edd.source_of_funds_proof ?? null } : {}),
  };
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
  customer.identification_ids.push(id);
  customer.updated_at = call.timestamp();
  emitIdentificationStatus(call, identification);
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
    emitIdentificationStatus(context, identification);
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
  emitIdentificationStatus(context, identification);
}
