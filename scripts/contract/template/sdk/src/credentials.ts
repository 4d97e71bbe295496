// Which credentials a call takes, and where each of them goes.
import { ConfigurationError, InvalidRequestError, type Middleware, type SdkRequest } from '@org/sdk-core';
import { checkHeaders, readEnv } from '@org/sdk-core/internal';
import type { AcmeOperation } from './generated/operations.ts';
import { schemes, usual } from './provider.ts';

/** How one credential is sent. */
export interface Scheme {
  readonly in: 'header' | 'query' | 'cookie';
  /** Of the header, the query parameter or the cookie. */
  readonly name: string;
  /** What stands before the value: `Bearer `. With `Basic ` the value is `user:password`, and is sent in base64. */
  readonly prefix?: string;
  /** The environment variable that it comes from by default. */
  readonly variable: string;
}

/** A credential, or a function that returns it; it is called for each attempt. */
export type Credential = string | (() => string | PromiseLike<string>);

/** Credentials by the name of their security scheme in the contract. */
export type Credentials = { readonly [Name in keyof typeof schemes]?: Credential | undefined };

type Given = ReadonlyMap<string, Credential>;

const known: Readonly<Record<string, Scheme>> = schemes;

/**
 * Checks what was given and reads the rest from environment variables.
 *
 * @throws {ConfigurationError} if a credential is malformed, or none is there and operations take some
 */
export function resolveCredentials(given: Credentials = {}): Given {
  if (typeof given !== 'object' || given === null) {
    throw new ConfigurationError("Option 'credentials' must be an object with a value for each security scheme.");
  }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    throw new ConfigurationError(
      `Option 'credentials': there is no '${unknown[0]}'. Expected ${Object.keys(known).join(', ') || 'nothing'}.`,
    );
  }
  const all = new Map<string, Credential>();
  for (const [name, { variable }] of Object.entries(known)) {
    const value = Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : readEnv(variable);
    if (value === undefined) continue;
    if (typeof value !== 'function') checkValue(name, value);
    all.set(name, value as Credential);
  }
  if (all.size === 0 && usual.some((list) => list.length > 0)) {
    throw new ConfigurationError(`No credentials: ${needed(usual)}`);
  }
  return all;
}

/** Adds to each attempt the credentials of its operation. A closure holds them, so that no rendering of a client shows them. */
export function sendCredentials(given: Given): Middleware {
  return async (request, next) => {
    const { credentials = usual, public: isPublic } = request.operation as SdkRequest['operation'] & AcmeOperation;
    const lists = isPublic ? [] : credentials;
    const list = [...lists].sort((a, b) => b.length - a.length).find((names) => names.every((name) => given.has(name)));
    if (list === undefined && lists.length > 0) throw new InvalidRequestError(missing(request, lists));
    for (const name of list ?? []) put(request, known[name] as Scheme, await credentialOf(name, given.get(name)));
    return next(request);
  };
}

function missing({ operation }: SdkRequest, lists: readonly (readonly string[])[]): string {
  return `${operation.name}: credentials are missing: ${needed(lists)}`;
}

function needed(lists: readonly (readonly string[])[]): string {
  const names = lists.map((list) => list.join(' and ')).join(', or ');
  const variables = [...new Set(lists.flat())].map((name) => known[name]?.variable).join(', ');
  return `pass option 'credentials' with ${names}, or set ${variables}.`;
}

async function credentialOf(name: string, given: Credential | undefined): Promise<string> {
  const value = typeof given === 'function' ? await given() : given;
  checkValue(name, value);
  return value;
}

function checkValue(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || !value.trim()) {
    throw new ConfigurationError(`Credential '${name}' must be a non-empty string, or a function that returns one.`);
  }
  checkHeaders({ [name]: value }, ConfigurationError, `Credential '${name}': `);
}

/** Changes the attempt's own request: what a response echoes of it is then redacted in messages. */
function put(request: SdkRequest, scheme: Scheme, value: string): void {
  const { in: place, name, prefix = '' } = scheme;
  if (place === 'query') {
    const url = new URL(request.url);
    url.searchParams.set(name, value);
    request.url = url.href;
  } else if (place === 'cookie') {
    const others = request.headers.get('Cookie');
    request.headers.set('Cookie', `${others ? `${others}; ` : ''}${name}=${encodeURIComponent(value)}`);
  } else {
    request.headers.set(name, prefix + (prefix === 'Basic ' ? base64(value) : value));
  }
}

/** `btoa` takes bytes only. */
const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
