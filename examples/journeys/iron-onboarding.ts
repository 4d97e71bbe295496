// Journeys 1 and 2: a person or a company, from the first form to Active. Call it again after a crash: it goes on.
import { type Iron, type IronClient, isApiError } from '@org/iron-sdk';
import { type IdentificationBody, onboardingOf, signAllRequired, startIdentification } from '@org/iron-sdk/onboarding';

/** What you store before the first call. */
export interface Applicant {
  /** Your own id of the customer. */
  readonly externalId: string;
  /** A UUID, made once: the customer is created under it. */
  readonly key: string;
  readonly type: 'Person' | 'Business';
  readonly name: string;
  readonly email: string;
  /** How the customer is verified: by link, or by data that you send. */
  readonly identification: IdentificationBody;
}

/** What your pages do. Each resolves when there may be something new. */
export interface Pages {
  goTo(url: string, comments: string): Promise<unknown>;
  agreeTo(documents: readonly Iron.TermsAndConditionsLink[]): Promise<unknown>;
  wait(show: string): Promise<unknown>;
}

/** Returns the id of the active customer. */
export async function onboard(iron: IronClient, applicant: Applicant, pages: Pages): Promise<string> {
  const { id } = await customerFor(iron, applicant);
  const path = { id };
  for (;;) {
    const customer = await iron.customer.getCustomerById({ path });
    const identifications = await iron.customer.getAllCustomerIdentifications({ path }).toArray();
    const signings = await iron.customer.getCustomerRequiredSignings({ path });
    const { action, url, documents, comments, show } = onboardingOf(customer, identifications, { signings });
    if (action === 'none') return id;
    if (action === 'start' || action === 'restart') await startIdentification(iron, id, applicant.identification);
    else if (action === 'continue' && url) await pages.goTo(url, comments.text);
    else if (action === 'sign') {
      await pages.agreeTo(documents);
      await signAllRequired(iron, id, { seen: documents.map((document) => document.id) });
    } else if (action === 'wait' || action === 'reload') await pages.wait(show);
    else throw new Error(show);
  }
}

/** Looked up first: Iron forgets the key after 24 hours, and never the external id. */
async function customerFor(
  iron: IronClient,
  { externalId, key, type, name, email }: Applicant,
): Promise<Iron.Customer> {
  try {
    return await iron.customer.getCustomerByExternalId({ path: { external_id: externalId } });
  } catch (error) {
    if (!isApiError(error) || error.status !== 404) throw error;
    const body = { customer_type: type, name, email, external_id: externalId } as const;
    return iron.customer.createCustomer({ body }, { idempotencyKey: key });
  }
}
