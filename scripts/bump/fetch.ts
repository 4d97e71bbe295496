// Gets the provider's file, from disk or by HTTP, in bounded size and time; keeps its hash for source.json.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { BumpError, textOf } from './fail.ts';

/** The larger of the two specs has 1.5 MB; what is larger than this is no spec. */
export const LARGEST: number = 16 * 1024 * 1024;
const PATIENCE = 60_000;

export interface Fetched {
  /** As given: what goes into source.json when it is a URL. */
  readonly address: string;
  readonly text: string;
  readonly sha256: string;
}

export const isUrl = (from: string): boolean => /^https?:\/\//i.test(from);

export async function fetchSpec(from: string, fetcher: typeof fetch = fetch): Promise<Fetched> {
  const bytes = isUrl(from) ? await download(from, fetcher) : readFile(from);
  const text = new TextDecoder('utf-8').decode(bytes).replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new BumpError('file', `${from} is empty. Check the address.`);
  return { address: from, text, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function readFile(from: string): Uint8Array {
  try {
    const { size } = statSync(from);
    if (size > LARGEST) throw tooLarge(from, size);
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
  const { protocol, hostname, username, password } = new URL(from);
  if (username || password)
    throw new BumpError(
      'usage',
      'the address holds credentials, which would end up in source.json. Download the file and give its path.',
    );
  if (protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    throw new BumpError('usage', `${from} is not encrypted: anyone on the way could change the contract. Use https.`);
  }
  try {
    const response = await fetcher(from, {
      signal: AbortSignal.timeout(PATIENCE),
      headers: { accept: 'application/yaml, application/json, text/plain, */*' },
    });
    if (!response.ok)
      throw new BumpError(
        'network',
        `${from} answered ${response.status}. Check the address, or download the file and give its path with --from.`,
      );
    return await bounded(from, response);
  } catch (error) {
    if (error instanceof BumpError) throw error;
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : textOf(error);
    throw new BumpError(
      'network',
      `cannot get ${from}: ${reason}. Check the network, or download the file and give its path with --from.`,
    );
  }
}

/** Stops reading at the limit: a length that a server declares is only what it says. */
async function bounded(from: string, response: Response): Promise<Uint8Array> {
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
    'hostile',
    `${from} has ${size >= LARGEST ? 'more than ' : ''}${Math.round(LARGEST / 1024 / 1024)} MB, which no API description has. Check what it is.`,
  );
