/** Names of headers and fields whose values are nobody's business. */
const SECRET_NAME = /authorization|api[-_]?key|secret|token|passw|cookie|signature|private/i;
const HIDDEN = '[redacted]';

/** Takes the credentials that went out in a request's headers out of a text that may echo them. */
export function hide(text: string, headers?: Headers): string {
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
 * and the credentials that went out with `headers` wherever they stand.
 *
 * @example
 * redact({ name: 'Ada', api_key: 'sk_1' });   // { name: 'Ada', api_key: '[redacted]' }
 */
export function redact(value: unknown, headers?: Headers, depth: number = 0): unknown {
  if (typeof value === 'string') return hide(value, headers);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 20) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => redact(item, headers, depth + 1));
  const entries = value instanceof Headers ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [
      hide(name, headers),
      SECRET_NAME.test(name) && item !== null ? HIDDEN : redact(item, headers, depth + 1),
    ]),
  );
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
  const hide = { value: () => HIDDEN };
  return Object.defineProperties({} as Secret, {
    reveal: { value: () => value },
    toString: hide,
    toJSON: hide,
    [Symbol.for('nodejs.util.inspect.custom')]: hide,
  });
}
