// What the person concerned can be told of a requirement. None of it shows Paxos's codes or findings, which are not for
// them, and a screening is never called one.

import { lookup } from '@org/sdk-core/internal';
import type { Awaiting } from './requirement.ts';

interface Texts {
  /** It is the person's turn. */
  readonly ask: string;
  /** It is being looked at. */
  readonly wait: string;
  /** It failed, and the person can try again. */
  readonly again: string;
}

const REVIEW = 'Your details are being reviewed. There is nothing that you have to do.';
/** For where nothing says whose turn it is. */
const OPEN = 'The check of your details is not complete yet.';
const CONTACT = 'We need more from you to go on. Please contact support.';
const CONTACT_FAILED = 'We cannot complete our review of your details. Please contact support.';

const UNKNOWN: Texts = { ask: CONTACT, wait: REVIEW, again: CONTACT_FAILED };

const TEXTS: Readonly<Record<string, Texts>> = {
  ID_VERIFICATION: {
    ask: 'Please verify your identity.',
    wait: 'Your identity is being verified.',
    again: 'Your identity could not be verified. Please check your details and try again.',
  },
  DOCUMENT_VERIFICATION: {
    ask: 'Please send us the documents that we asked for.',
    wait: 'Your documents are being checked.',
    again: 'We could not accept a document. Please send another one.',
  },
  SCREENING_CHECK: UNKNOWN,
  COMPLIANCE_CHECK: UNKNOWN,
  ENHANCED_DUE_DILIGENCE: {
    ask: 'Please send us the further documents that we asked for.',
    wait: REVIEW,
    again: 'The documents that you sent are not sufficient. Please send others.',
  },
  MEMBERS: {
    ask: 'Some members of your organisation still have to be verified.',
    wait: 'Some members of your organisation are still being verified.',
    again: 'Some members of your organisation could not be verified. Please contact support.',
  },
  KYC_REFRESH: {
    ask: 'Please confirm that your details are still right, or update them.',
    wait: 'Your updated details are being reviewed.',
    again: 'Your details are out of date. Please update them.',
  },
  TAX_DETAILS_VERIFICATION: {
    ask: 'Please check the tax number that you gave us.',
    wait: 'Your tax details are being checked.',
    again: 'Your tax number could not be confirmed. Please check it.',
  },
};

/** The sentence for one requirement. It is the person's turn also where it is that of the partner who acts for them. */
export function requirementText(type: string, failed: boolean, awaiting: Awaiting): string {
  const texts = lookup(TEXTS, type) ?? UNKNOWN;
  if (failed) return awaiting === 'CLIENT' || type === 'MEMBERS' ? texts.again : CONTACT_FAILED;
  if (awaiting === 'UNKNOWN') return OPEN;
  return awaiting === 'CLIENT' ? texts.ask : texts.wait;
}
