import { ConfigError, type SdkError } from './errors.ts';
import { isSdkError } from './guards.ts';
import { outcome } from './outcome.ts';
import type { Context } from './request.ts';

/**
 * The error with which a call ends: one of ours, of this call, that says what may have become of it. One that comes from
 * elsewhere is copied, since many calls may have waited for the same thing, such as a token, and share its error.
 */
export function explain(thrown: unknown, context: Context): SdkError {
  const known = isSdkError(thrown);
  if (known && thrown.operation) return thrown;
  const Class = (known ? thrown.constructor : ConfigError) as typeof SdkError;
  const text = `${(thrown as Error | undefined)?.message}`.replace(/\.?$/, '. ') + outcome(context);
  return new Class(text, context, known ? thrown : {}, thrown);
}
