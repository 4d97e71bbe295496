/** Names of headers and fields whose values are credentials. */
const SECRET_NAME =
  /authorization|api[-_]?key|secret|token|passw|pwd|cookie|signature|private|jwt|bearer|session[-_]?id/i;
const HIDDEN = '[redacted]';
/** Levels of nesting that are shown. */
const DEEPEST = 20;

/** Takes the credentials that went out in a request's headers out of a text that may echo them. */
export function hideCredentials(text: string, headers?: Headers): string {
  let clean = text;
  headers?.forEach((value, name) => {
    if (!SECRET_NAME.test(name)) return;
    // With and without a scheme such as `Bearer`, and as it stands inside JSON.
    for (const part of [value, value.replace(/^\S+ +/, ''), JSON.stringify(value).slice(1, -1)]) {
      if (part) clean = clean.replaceAll(part, HIDDEN);
    }
  });
  return clean;
}

/**
 * A copy for logs. Taken out are values under telling names (`Authorization`, `X-API-Key`, `client_secret`, `token`, …),
 * and the credentials that went out with `headers` wherever they stand. Each object is visited once, however often and
 * from wherever it is referred to.
 *
 * @example
 * redact({ name: 'Ada', api_key: 'sk_1' });   // { name: 'Ada', api_key: '[redacted]' }
 */
export function redact(value: unknown, headers?: Headers): unknown {
  const copies = new Map<object, unknown>();
  const copy = (one: unknown, depth: number): unknown => {
    if (typeof one === 'string') return hideCredentials(one, headers);
    if (typeof one !== 'object' || one === null) return one;
    if (copies.has(one)) return copies.get(one);
    if (depth > DEEPEST) return HIDDEN;
    copies.set(one, '[circular]');
    const shown = Array.isArray(one) ? one.map((item) => copy(item, depth + 1)) : copyObject(one, depth);
    copies.set(one, shown);
    return shown;
  };
  const copyObject = (one: object, depth: number): unknown => {
    if (one instanceof Date) return Number.isNaN(one.getTime()) ? 'Invalid Date' : one.toISOString();
    if (one instanceof Error) return { name: one.name, message: hideCredentials(one.message, headers) };
    const entries = one instanceof Headers || one instanceof Map ? [...one] : Object.entries(one);
    return Object.fromEntries(
      entries.map(([key, item]) => {
        const name = String(key);
        const secret = SECRET_NAME.test(name) && item !== null;
        return [hideCredentials(name, headers), secret ? HIDDEN : copy(item, depth + 1)];
      }),
    );
  };
  return copy(value, 0);
}

/** A value that no rendering shows. */
export interface Secret {
  /** The value itself. */
  reveal(): string;
}

/**
 * Wraps a value so that `JSON.stringify`, `console.log` and string concatenation show `[redacted]`.
 *
 * @example
 * const key = secret('sk_live_1');
 * `${key}`;      // '[redacted]'
 * key.reveal();  // 'sk_live_1'
 */
export function secret(value: string): Secret {
  const hidden = { value: () => HIDDEN };
  return Object.defineProperties({} as Secret, {
    reveal: { value: () => value },
    toString: hidden,
    toJSON: hidden,
    [Symbol.for('nodejs.util.inspect.custom')]: hidden,
  });
}
