// What the reviewers want the customer to know, gathered from the whole record.
import type { BusinessIdentificationStepStatus, Identification, PersonIdentificationStepStatus } from '@org/iron-types';
import type { Unlisted } from '@org/sdk-core';
import { checkRecord, type WithStatus } from './known.ts';
import { showsComments } from './stage.ts';

type Step = keyof PersonIdentificationStepStatus | keyof BusinessIdentificationStepStatus;

/** Where a comment stands: on the whole identification, or on one of its steps. */
export type CommentStep = 'review_comment' | Step | Unlisted;

export interface ReviewComment {
  readonly comment: string;
  /** Where it stands, in the order of {@link ReviewComments.comments}. */
  readonly steps: readonly CommentStep[];
}

export interface ReviewComments {
  /** Without repeats; the comment on the whole first, then by step, in an order that never changes. */
  readonly comments: readonly ReviewComment[];
  /** All of them for one message box, a paragraph each. It is plain text: escape it in HTML. Empty if there is none. */
  readonly text: string;
}

/** The steps of people, then those of companies. A step that is new to the contract does not compile until it is here. */
const STEPS: Readonly<Record<Step, true>> = {
  identity: true,
  selfie: true,
  proof_of_residence: true,
  company_data: true,
  company_documents: true,
  company_beneficiaries: true,
  questionnaire: true,
};

/**
 * Gathers the comments that a customer has to see: `review_comment` and the `comment` of each step, of people and of
 * companies. Only while the identification is `Pending` or `Declined`; otherwise, and without an identification, there
 * are none.
 *
 * @param identification the newest, see `currentIdentification`
 * @throws {InvalidRequestError} if it is no identification
 * @example
 * const { text } = reviewComments(identification);
 * if (text) messageBox.textContent = text;
 * @see https://docs.iron.xyz/onboarding
 */
export function reviewComments(
  identification: WithStatus<Pick<Identification, 'status' | 'review_comment' | 'step_status'>> | null | undefined,
): ReviewComments {
  if (identification === null || identification === undefined) return { comments: [], text: '' };
  checkRecord('identification', identification, 'getAllCustomerIdentifications');
  const comments = showsComments(identification.status) ? gather(identification) : [];
  return { comments, text: comments.map(({ comment }) => comment).join('\n\n') };
}

function gather({
  review_comment,
  step_status,
}: Pick<Identification, 'review_comment' | 'step_status'>): ReviewComment[] {
  const found = new Map<string, { comment: string; steps: CommentStep[] }>();
  const add = (step: CommentStep, comment: unknown): void => {
    if (typeof comment !== 'string' || !comment.trim()) return;
    // A reviewer's copy differs in white space at most.
    const key = comment.trim().replace(/\s+/g, ' ');
    const known = found.get(key) ?? { comment: comment.trim(), steps: [] };
    found.set(key, { ...known, steps: [...known.steps, step] });
  };
  add('review_comment', review_comment);
  const steps = new Map<string, unknown>(Object.entries(step_status ?? {}));
  const inOrder = [...Object.keys(STEPS), ...[...steps.keys()].filter((step) => !Object.hasOwn(STEPS, step)).sort()];
  for (const step of inOrder)
    add(step as CommentStep, (steps.get(step) as { comment?: unknown } | null | undefined)?.comment);
  return [...found.values()];
}
