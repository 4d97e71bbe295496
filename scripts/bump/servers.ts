// Addresses of an API: those that a specification lists, and those that a person names. Only what is checked here enters code.
import type { Json, JsonObject } from '../contract/json.ts';
import { isObject } from '../contract/json.ts';
import { BumpError } from './fail.ts';

/** What an address is made of. Quotes, spaces, control characters and everything that is not ASCII are not. */
const ADDRESS = /^[A-Za-z0-9._~:/?#@!$&()*+,;=%{}[\]-]{1,500}$/;
const HOST = /^[a-z0-9.-]+(:\d+)?$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/** The address of a `server` object: absolute, relative or with `{variables}`. Throws for what is none. */
export function checkedServer(value: Json, where: string): string {
  const url = String(value);
  const parsed = ADDRESS.test(url) ? parse(filled(url)) : undefined;
  const isPlain = parsed && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password;
  if (isPlain && (HOST.test(parsed.host) || LOOPBACK.test(parsed.host))) return url;
  throw new BumpError(
    'untrusted',
    `the server ${JSON.stringify(url.slice(0, 80))} (${where.slice(0, 200)}) is not an http(s) address, so the file is refused. Correct it in a copy of the file.`,
  );
}

/** With something in place of each variable: a scheme, a port, or a part of a name. */
const filled = (url: string): string =>
  url
    .replace(/^\{[A-Za-z0-9._-]+\}:/, 'https:')
    .replace(/:\{[A-Za-z0-9._-]+\}/, ':1')
    .replace(/\{[A-Za-z0-9._-]+\}/g, 'x');

/** A relative address is one of an unknown host. */
function parse(url: string): URL | undefined {
  try {
    return new URL(url, 'https://relative.invalid');
  } catch {
    return undefined;
  }
}

/** The address that a person gave with an option: https, or http on this machine; without what a base address cannot have. */
export function checkedAddress(option: string, value: string): string {
  const url = URL.canParse(value) && ADDRESS.test(value) ? new URL(value) : undefined;
  const isEncrypted = url?.protocol === 'https:' && HOST.test(url.host);
  const isLocal = url?.protocol === 'http:' && LOOPBACK.test(url.host);
  if (!url || !(isEncrypted || isLocal))
    throw new BumpError('usage', `${option} must be an https: address (http: only for this machine).`);
  if (url.username || url.password || url.search || url.hash || /[{}]/.test(value))
    throw new BumpError(
      'usage',
      `${option} must be nothing but host and path, without credentials, query or {variables}.`,
    );
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The addresses that a specification lists for the whole API, in its order. */
export const serversOf = (document: JsonObject): string[] =>
  (Array.isArray(document.servers) ? document.servers : [])
    .filter(isObject)
    .flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
