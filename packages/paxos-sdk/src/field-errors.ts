import { type FieldError, InvalidRequestError } from '@org/sdk-core';

/** Throws `InvalidRequestError` that names each field, never its value. Does nothing for an empty list. */
export function refuseFields(what: string, fieldErrors: readonly FieldError[]): void {
  if (fieldErrors.length === 0) return;
  const each = fieldErrors.map(({ field, message }) => `${field}${message ? ` ${message}` : ''}`);
  throw new InvalidRequestError(`${what}: ${each.join('; ')}. Nothing was sent.`, { notSent: true });
}
