import type { SentRequest } from './request.ts';

/** Names of headers and fields whose values are credentials. */
const SECRET_NAME =
  /authorization|credential|(api|access)[-_]?key|secret|token|passw|pwd|cookie|signature|private|jwt|bearer|session[-_]?id|upload[-_]?url|(^|[-_])(pin|otp|cvv)($|[-_])/i;
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

/** Characters of a body, and values in it, above which a text is hidden as a whole: each value is searched for. */
const LONGEST_BODY = 1_000_000;
const MOST_VALUES = 5_000;
const EMAIL = /[^\s@<>"'(),:;]+@[^\s@<>"'(),:;]+\.[^\s@<>"'(),:;.]+/g;
/** What people put between the digits of an account or a phone number. */
const SEPARATORS = /[\s.-]/g;

/**
 * Makes a function that takes out of a text what the request sent, whichever way the text echoes it: credentials, ids,
 * query values, headers and every value of the body; and e-mail addresses, which may be those of another record.
 *
 * @param path the template of the request's path
 */
export function createCleaner(path: string, sent: SentRequest): (text: string) => string {
  let values: readonly string[] | undefined;
  return (text) => {
    if (!text) return text;
    values ??= sentValues(path, sent);
    if (values.length > MOST_VALUES) return HIDDEN;
    return values.reduce(hideValue, text).replace(EMAIL, HIDDEN);
  };
}

/** Every value that a request sent, and the parts of those that have some, the longest first. */
function sentValues(path: string, { url, headers, body }: SentRequest): readonly string[] {
  const values = new Set<string>();
  const add = (value: unknown): void => {
    const whole = `${value}`.trim();
    // A name is echoed in parts. Short words in lower case are not names.
    const parts = whole.split(/[\s,]+/).filter((part) => part.length > 3 || /^[\p{Lu}\p{N}]./u.test(part));
    for (const part of [whole, ...parts]) values.add(part).add(JSON.stringify(part).slice(1, -1));
  };
  for (const value of pathValues(url, path)) add(value);
  new URLSearchParams(url.split('?', 2)[1]).forEach(add);
  headers.forEach(add);
  if (typeof body === 'string') {
    if (body.length > LONGEST_BODY) return Array(MOST_VALUES + 1).fill(body);
    addLeaves(parsed(body), add);
  } else if (body instanceof FormData || body instanceof URLSearchParams) body.forEach(add);
  return [...values].filter(Boolean).sort((a, b) => b.length - a.length);
}

function hideValue(given: string, value: string): string {
  const text = value.length > 3 ? given.replaceAll(value, HIDDEN) : given;
  const escaped = (part: string): string => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const isNumber = value.replace(/\D/g, '').length > 5;
  const [where, what] = isNumber ? [text.replace(SEPARATORS, ''), value.replace(SEPARATORS, '')] : [text, value];
  if (!where.toLowerCase().includes(what.toLowerCase())) return text;
  const pattern = isNumber ? [...what].map(escaped).join('[\\s.-]*') : escaped(what);
  // A short value is hidden only where it stands alone: `1` is part of too much.
  const alone = value.length > 3 ? pattern : `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`;
  return text.replace(new RegExp(alone, 'giu'), HIDDEN);
}

/** The values of a path's parameters, as they were sent and decoded. */
function pathValues(url: string, path: string): string[] {
  const template = path.split('/');
  const sent = (url.split(/[?#]/, 1)[0] ?? '').split('/').slice(-template.length);
  return sent.flatMap((value, at) => {
    if (!template[at]?.includes('{')) return [];
    try {
      return [value, decodeURIComponent(value)];
    } catch {
      return [value];
    }
  });
}

function addLeaves(value: unknown, add: (leaf: unknown) => void): void {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) addLeaves(one, add);
  else if (typeof value === 'string' || typeof value === 'number') add(value);
}

/** The value of a JSON text, or else the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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
