// How far an identification is, from its record alone.
import type { Identification, IdentificationStatus } from '@org/iron-types';
import { type Known, row } from './known.ts';

type Progress = Pick<Identification, 'status' | 'url' | 'step_status' | 'review_comment' | 'created_at' | 'updated_at'>;

const OPEN: Readonly<Record<Known<IdentificationStatus>, boolean>> = {
  Pending: true,
  Processed: true,
  PendingReview: true,
  Approved: false,
  Declined: false,
  Expired: false,
  Archived: false,
};

/** True while it may still be approved; a status that this version does not know may be one of those. */
export function isOpen({ status }: Pick<Identification, 'status'>): boolean {
  return row(OPEN, status) ?? true;
}

/**
 * True once the customer has handed something in. `retry` alone proves nothing: Iron sends it with every step of an
 * identification that was just made.
 */
export function hasBegun(one: Progress): boolean {
  if (one.status !== 'Pending' || one.review_comment?.trim()) return true;
  const changed = Date.parse(one.updated_at) > Date.parse(one.created_at);
  return stepsOf(one).some(
    ({ result = 'Pending', retry, comment }) => result !== 'Pending' || comment?.trim() || (retry && changed),
  );
}

/** True for one that was declined, has a link, and has no step that says that it cannot be repeated. */
export function canBeContinued(one: Progress): boolean {
  const steps = stepsOf(one).filter(({ result }) => result !== 'Approved');
  return Boolean(one.url) && (steps.length === 0 || steps.some(({ retry }) => retry));
}

/** True if a step is to be handed in again, though the whole is in review. */
export function mustBeRepeated(one: Progress): boolean {
  return stepsOf(one).some(({ result, retry, comment }) => retry && (result === 'Declined' || comment?.trim()));
}

interface Step {
  readonly result?: string;
  readonly retry?: boolean;
  readonly comment?: string | null;
}

function stepsOf({ step_status }: Progress): Step[] {
  return (Object.values(step_status ?? {}) as (Step | null)[]).filter((step) => step !== null);
}
