import type { Context } from './request.ts';

const SAFE = /^(GET|HEAD|OPTIONS|TRACE)$/;
const IDEMPOTENT = /^(PUT|DELETE)$/;

/** True when sending it twice does no more than sending it once. */
export function repeatable({ operation: { method, retry }, idempotencyKey }: Context): boolean {
  return retry && (!!idempotencyKey || SAFE.test(method) || IDEMPOTENT.test(method));
}

/** What may have become of a request whose answer did not arrive, and what to do about it. */
export function outcome({ operation: { method }, idempotencyKey }: Context): string {
  if (SAFE.test(method)) return 'Nothing was changed by it: call again.';
  if (idempotencyKey) {
    return `It may have been carried out: call again with idempotencyKey '${idempotencyKey}', and it happens only once.`;
  }
  if (IDEMPOTENT.test(method)) return 'It may have been carried out; it is safe to call again.';
  return 'It may have been carried out: look before you call again.';
}
