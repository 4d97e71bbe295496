import { InvalidRequestError } from './errors.ts';
import type { Operation } from './operation.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a call says of its key, wherever it says so. */
export interface KeySources {
  /** The option `idempotencyKey`. */
  readonly option: unknown;
  /** The values of a header in all places of the call where headers are given. */
  readonly headers: (name: string) => readonly unknown[];
  readonly body: unknown;
}

/** How keys are made and checked. */
export interface KeyConfig {
  readonly createKey: () => string;
  /** Why the provider would not take this key; nothing if it would. */
  readonly checkKey?: ((key: string) => string | undefined) | undefined;
}

/** A call's key, and the body that carries it where keys go into bodies. */
export interface PlacedKey {
  readonly key: string | undefined;
  readonly body: unknown;
}

/**
 * Finds or makes the call's idempotency key and puts it into its place. A key that is given reaches the wire, or the
 * call is refused: a key that got lost on the way could move money twice.
 *
 * @throws {InvalidRequestError} for a key that is empty, contradicts another, or has no place
 */
export function placeKey({ idempotency }: Operation, sources: KeySources, config: KeyConfig): PlacedKey {
  const { option, headers, body } = sources;
  if (!idempotency) {
    if (option !== undefined) throw new InvalidRequestError('this operation takes no idempotency key.');
    return { key: undefined, body };
  }
  const header = 'header' in idempotency ? idempotency.header : undefined;
  const path = 'body' in idempotency ? idempotency.body.split('.') : [];
  const place = header ? `header '${header}'` : `body.${path.join('.')}`;
  const others = header ? headers(header) : [valueAt(body, path) ?? undefined];
  const given = sameKey(['idempotencyKey', option], ...others.map((value) => [place, value] as const));
  const fits = header !== undefined || canHold(body, path);
  if (given === undefined && !fits) return { key: undefined, body };
  const key = checked(given, config);
  if (!fits) {
    throw new InvalidRequestError(`idempotencyKey goes into ${place}, so the body must be an object.`);
  }
  // `Headers` would trim it or throw.
  if (header && !/^[!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?$/.test(key)) {
    throw new InvalidRequestError(
      'idempotencyKey contains a line break, white space around it, or another forbidden character.',
    );
  }
  return { key, body: header || others[0] === key ? body : withValue(body, path, key) };
}

/** The one key that the sources agree on. */
function sameKey(...sources: (readonly [name: string, value: unknown])[]): string | undefined {
  const given = sources.filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (typeof value !== 'string' || !value.trim()) {
      throw new InvalidRequestError(`${name} must be a non-empty string (got ${value === '' ? "''" : typeof value}).`);
    }
  }
  const [first] = given;
  const other = first && given.find(([, value]) => value !== first[1]);
  if (other) throw new InvalidRequestError(`${first[0]} and ${other[0]} are different keys. Pass one.`);
  return first?.[1] as string | undefined;
}

function checked(given: string | undefined, { createKey, checkKey }: KeyConfig): string {
  const key = given ?? createKey();
  if (typeof key !== 'string' || !key.trim())
    throw new InvalidRequestError("option 'createKey' must return a non-empty string.");
  const problem = checkKey?.(key);
  if (problem) throw new InvalidRequestError(problem);
  return key;
}

/** What JSON makes of a value: `toJSON` decides, whichever class or realm it is of. */
function jsonOf(value: unknown, name: string): unknown {
  const { toJSON } = (value ?? {}) as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value, name) : value;
}

/** The value at a path such as `account.ref_id`, as JSON will show it. */
export function valueAt(value: unknown, [name, ...rest]: readonly string[], at: string = ''): unknown {
  const shown = jsonOf(value, at);
  if (name === undefined) return shown;
  return typeof shown === 'object' && shown !== null ? valueAt((shown as Fields)[name], rest, name) : undefined;
}

function canHold(value: unknown, path: readonly string[]): boolean {
  const holder = valueAt(value, path.slice(0, -1));
  return typeof holder === 'object' && holder !== null && !Array.isArray(holder) && !(holder instanceof FormData);
}

/** A copy with a value at a path; what is given stays as it is. The copy has what JSON would show: own, enumerable fields. */
function withValue(object: unknown, [name, ...rest]: readonly string[], value: unknown, at: string = ''): unknown {
  if (name === undefined) return value;
  const fields = jsonOf(object, at) as Fields;
  return { ...fields, [name]: withValue(fields[name], rest, value, name) };
}
