import type { Context } from './request.ts';

type Fields = Record<string, unknown>;

/** The value at a dotted path, such as `account.ref_id`. */
export function valueAt(value: unknown, [name, ...rest]: string[]): unknown {
  return name ? valueAt((value as Fields | null | undefined)?.[name], rest) : value;
}

/** A copy with a value at a dotted path; the object given stays as it is, and what is no object has no place for it. */
export function withValue(object: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (!name) return value;
  if (!(object instanceof Object)) return object;
  return { ...object, [name]: withValue((object as Fields)[name], rest, value) };
}

/**
 * Puts the call's key into its body, unless the caller did. Afterwards the call has the key that stands in the body, and
 * none if there was no place for one: only what is sent makes it safe to send it again.
 */
export function fillKey(context: Context, body: unknown, field: string): unknown {
  const at = field.split('.');
  const key = valueAt(body, at) || context.idempotencyKey;
  const filled = key ? withValue(body, at, key) : body;
  context.idempotencyKey = valueAt(filled, at) as string | undefined;
  return filled;
}
