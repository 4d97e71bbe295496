// The packages that the SDKs are measured against. They have a lockfile of their own, and are installed when first needed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bundled } from './bundle.ts';
import { peersDir, root } from './places.ts';
import { reasonIn } from './reason.ts';
import { mustRun } from './run.ts';

/** The peers: each has files in peers/calls and peers/programs. */
export const peers = ['heyapi', 'stripe', 'openai'] as const;
export type Peer = (typeof peers)[number];

/** The package that a peer is installed from. */
export const packageOf: Readonly<Record<Peer, string>> = {
  heyapi: '@hey-api/openapi-ts',
  stripe: 'stripe',
  openai: 'openai',
};

const generated = `${peersDir}generated/`;
const reasons = new Map<string, string | undefined>();

/** Why a peer is not there; undefined if it is. The first question installs it. */
export async function missingPeer(peer: Peer): Promise<string | undefined> {
  if (!reasons.has('')) reasons.set('', reasonOf(install));
  const reason = reasons.get('');
  if (reason !== undefined || peer !== 'heyapi') return reason;
  if (!reasons.has(peer)) reasons.set(peer, await generateHeyApi().then(() => undefined, reasonIn));
  return reasons.get(peer);
}

/** The module whose `createCalls(fetch)` makes a peer's calls. */
export function peerCalls(peer: string): string {
  return peer === 'heyapi' ? `${generated}heyapi-calls.mjs` : `${peersDir}calls/${peer}.mjs`;
}

/** The program that is bundled for a peer, and imported to see how long that takes. */
export function peerProgram(peer: Peer): string {
  return `${peersDir}programs/${peer}.mjs`;
}

/** Installs what the lockfile says, unless that is what is there. */
function install(): void {
  const lockfile = readFileSync(`${peersDir}pnpm-lock.yaml`, 'utf8');
  const installed = `${peersDir}node_modules/.pnpm/lock.yaml`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return;
  console.error('bench: installing the peers …');
  mustRun(`${root}node_modules/.bin/pnpm`, ['install', '--ignore-workspace', '--frozen-lockfile'], peersDir);
}

/** Generates hey-api's client from the contract, unless it was made from this contract already. */
async function generateHeyApi(): Promise<void> {
  const contract = `${root}packages/iron-types/openapi.json`;
  const stamp = createHash('sha256').update(readFileSync(contract)).digest('hex');
  const stampFile = `${generated}contract.sha256`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  mkdirSync(generated, { recursive: true });
  const options = [
    '-i',
    contract,
    '-o',
    `${generated}heyapi`,
    '-c',
    '@hey-api/client-fetch',
    '--no-log-file',
    '--silent',
  ];
  mustRun(`${peersDir}node_modules/.bin/openapi-ts`, options, peersDir);
  // Its imports have no extensions, which Node does not read as they are.
  writeFileSync(`${generated}heyapi-calls.mjs`, await bundled(`${peersDir}calls/heyapi.mjs`, 'neutral', false));
  writeFileSync(stampFile, stamp);
}

function reasonOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return reasonIn(error);
  }
}
