// Gets the provider's file, from disk or by HTTP, in bounded size and time; source.json keeps which one it was.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { items, type Json, type JsonObject, own } from '../contract/json.ts';
import { operationsOf } from '../contract/operations.ts';
import { BumpError, textOf } from './fail.ts';

/** The larger of the two specs has 1.5 MB; what is larger than this is no spec. */
export const LARGEST: number = 16 * 1024 * 1024;
const PATIENCE = 60_000;

export interface Fetched {
  /** A URL without query and fragment, which may hold a token, or the path as given. Goes into source.json when it is a URL. */
  readonly address: string;
  readonly text: string;
  readonly sha256: string;
}

/** What is kept and shown of an address: a query or a fragment may hold a token. */
export function addressOf(from: string): string {
  if (!isUrl(from) || !URL.canParse(from)) return from;
  const { origin, pathname } = new URL(from);
  return origin + pathname;
}

export const isUrl = (from: string): boolean => /^https?:\/\//i.test(from);

export async function fetchSpec(from: string, fetcher: typeof fetch = fetch): Promise<Fetched> {
  const bytes = isUrl(from) ? await download(from, fetcher) : readFile(from);
  const text = new TextDecoder('utf-8').decode(bytes).replace(/^\uFEFF/, '');
  const address = addressOf(from);
  if (text.trim() === '') throw new BumpError('file', `${address} is empty. Check the address.`);
  return { address, text, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function readFile(from: string): Uint8Array {
  try {
    const stats = statSync(from);
    // A device or a pipe may never end.
    if (!stats.isFile())
      throw new BumpError('file', `${from} is not a regular file. Give a file or an address with --from.`);
    if (stats.size > LARGEST) throw tooLarge(from, stats.size);
    return readFileSync(from);
  } catch (error) {
    if (error instanceof BumpError) throw error;
    throw new BumpError(
      'file',
      `cannot read ${from}: ${textOf(error)}. Give a file or an http(s) address with --from.`,
    );
  }
}

async function download(from: string, fetcher: typeof fetch): Promise<Uint8Array> {
  let url = checkedHop(from);
  const isLocal = isLoopback(url);
  for (let hops = 0; ; hops++) {
    const response = await reached(url, () => get(url, fetcher));
    if (!REDIRECTS.has(response.status)) return await reached(url, () => body(addressOf(url.href), response));
    await response.body?.cancel();
    if (hops === MOST_HOPS) throw unusable(from, `redirects more than ${MOST_HOPS} times`);
    url = checkedHop(response.headers.get('location') ?? '', url);
    // From elsewhere, an address of this machine is one that only this machine can reach.
    if (isLoopback(url) && !isLocal) throw unusable(from, `redirects to this machine (${url.host})`);
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_HOPS = 5;

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** An address as given or as a redirect names it: encrypted, or on this machine, and without credentials. */
function checkedHop(address: string, base?: URL): URL {
  const named = base ? `the redirect of ${addressOf(base.href)}` : 'the address';
  if (!URL.canParse(address, base?.href)) throw new BumpError('usage', `${named} is not a URL.`);
  const url = new URL(address, base);
  if (url.username || url.password)
    throw new BumpError('usage', `${named} holds credentials. Download the file and give its path.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    throw new BumpError(
      'usage',
      `${named}, ${addressOf(url.href)}, is not encrypted: anyone on the way could change the contract. Use https.`,
    );
  return url;
}

const unusable = (from: string, what: string): BumpError =>
  new BumpError('network', `${addressOf(from)} ${what}. Download the file and give its path with --from.`);

const get = (url: URL, fetcher: typeof fetch): Promise<Response> =>
  fetcher(url.href, {
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
    headers: { accept: 'application/yaml, application/json, text/plain, */*' },
  });

/** What the network throws as a failure with the address. */
async function reached<Result>(url: URL, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BumpError) throw error;
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : textOf(error);
    throw new BumpError(
      'network',
      `cannot get ${addressOf(url.href)}: ${reason}. Check the network, or download the file and give its path with --from.`,
    );
  }
}

/** Stops reading at the limit: a length that a server declares is only what it says. */
async function body(from: string, response: Response): Promise<Uint8Array> {
  if (!response.ok)
    throw new BumpError(
      'network',
      `${from} answered ${response.status}. Check the address, or download the file and give its path with --from.`,
    );
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LARGEST) throw tooLarge(from, size);
    parts.push(part);
  }
  const declared = response.headers.get('content-length');
  if (declared !== null && !response.headers.get('content-encoding') && Number(declared) !== size) {
    throw new BumpError('network', `${from} broke off after ${size} of ${declared} bytes. Try again.`);
  }
  return Buffer.concat(parts);
}

const tooLarge = (from: string, size: number): BumpError =>
  new BumpError(
    'untrusted',
    `${from} has ${size >= LARGEST ? 'more than ' : ''}${Math.round(LARGEST / 1024 / 1024)} MB, which no API description has. Check what it is.`,
  );

/** source.json: which file the facts were taken from. */
export interface Source {
  readonly address: string;
  readonly version: string;
  readonly date: string;
  readonly sha256: string;
  readonly operations: number;
}

export function parseSource(text: string): Source {
  const json = JSON.parse(text) as Json;
  const read = (key: string): string => String(own(json, key) ?? '');
  const [address, version, date, sha256] = [read('address'), read('version'), read('date'), read('sha256')];
  return { address, version, date, sha256, operations: Number(read('operations')) };
}

/** A path says where a file lay on one machine, so the address stays; the same file keeps its date. */
export function nextSource(old: Source, fetched: Fetched, document: JsonObject, today: Date): Source {
  if (fetched.sha256 === old.sha256) return old;
  return {
    address: isUrl(fetched.address) ? fetched.address : old.address,
    version: String(own(document.info, 'version') ?? ''),
    date: today.toISOString().slice(0, 10),
    sha256: fetched.sha256,
    operations: operationsOf(document).length,
  };
}

export const renderSource = (source: Source): string => `${JSON.stringify(source, null, 2)}\n`;

// Addresses of an API: those that a specification lists, and those that a person names. Only what is checked here enters code.

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
  items(document.servers)
    .map((server) => own(server, 'url'))
    .filter((url) => typeof url === 'string');
