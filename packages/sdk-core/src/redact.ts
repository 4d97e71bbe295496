/** Names of headers and fields whose values are nobody's business. */
const SECRET_NAME = /authorization|api[-_]?key|secret|token|passw|cookie|signature|private/i;
const HIDDEN = '[redacted]';

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
  const hidden = (): string => HIDDEN;
  const hide = { value: hidden };
  return Object.defineProperties({} as Secret, {
    reveal: { value: () => value },
    toString: hide,
    toJSON: hide,
    [Symbol.for('nodejs.util.inspect.custom')]: hide,
  });
}

/** The values of the headers that carry credentials, with and without a scheme such as `Bearer`. */
export function secretsIn(headers: Headers): string[] {
  const values: string[] = [];
  headers.forEach((value, name) => {
    const bare = value.slice(value.indexOf(' ') + 1);
    // Also as it stands inside JSON, in a body that echoes what was sent.
    if (SECRET_NAME.test(name) && bare) values.push(value, bare, JSON.stringify(bare).slice(1, -1));
  });
  return values;
}

/** Takes the given values out of a text, and what stands behind a telling name or an authorization scheme. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const value of secrets) clean = clean.replaceAll(value, HIDDEN);
  return clean
    .replace(/("([^"\\]*)"\s*:\s*")(?:[^"\\]|\\.)*/g, (all, head, name) =>
      SECRET_NAME.test(name) ? head + HIDDEN : all,
    )
    .replace(/\b(bearer|basic)\s+(?!\[redacted)[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`);
}

/** A copy for logs: credentials by their field's name, and the given values wherever they stand, are taken out. */
export function redact(value: unknown, secrets: readonly string[] = []): unknown {
  const clean = (part: unknown, depth: number): unknown => {
    if (typeof part === 'string') return redactText(part, secrets);
    if (typeof part !== 'object' || part === null) return part;
    if (depth > 20) return HIDDEN;
    if (Array.isArray(part)) return part.map((item) => clean(item, depth + 1));
    const entries = part instanceof Headers ? part : Object.entries(part);
    return Object.fromEntries(
      [...entries].map(([name, item]) => [
        redactText(name, secrets),
        SECRET_NAME.test(name) && item !== null ? HIDDEN : clean(item, depth + 1),
      ]),
    );
  };
  return clean(value, 0);
}
