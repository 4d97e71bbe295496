import type { Context } from './request.ts';

/** True when sending it twice does no more than sending it once. */
export function repeatable({ operation: { method, retry }, idempotencyKey }: Context): boolean {
  return !retry && (!!idempotencyKey || !/POST|PATCH/.test(method));
}

/** What may have become of a request whose answer did not arrive, and what to do about it. */
export function outcome({ attempt, operation: { method }, idempotencyKey }: Context): string {
  if (!attempt) return 'Nothing was sent.';
  if (/GET|HEAD/.test(method)) return 'It is safe to call again.';
  const next = idempotencyKey ? `call again with idempotencyKey '${idempotencyKey}'` : 'look before you call again';
  return `It may have been carried out: ${next}.`;
}
