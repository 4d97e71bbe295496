// A sandbox whose clock stands still, clients whose pauses pass at once, and the people around a customer.
import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { createIronClient, type IronClient, type Middleware } from '@org/iron-sdk';
import type { IronWaitOptions } from '@org/iron-sdk/ramps';
import { createSandbox, type Sandbox } from '@org/sandbox';
import { manualClock } from '@org/test-kit/clock';
import { onboard } from '../iron-onboarding.ts';

export const apiKey = 'journeys';
const start = new Date('2026-03-04T10:00:00Z');

export interface Iron {
  readonly sandbox: Sandbox;
  /** For the steps of people and banks. */
  readonly iron: IronClient;
  /** A client as a process has it after its start, with options of waits whose pauses pass at once. */
  process(...middleware: Middleware[]): { iron: IronClient; options: IronWaitOptions };
}

/** @param now a sandbox whose time is the present and passes, for receivers that look at the real time */
export function startIron(now = false): Iron {
  const sandbox = createSandbox({ seed: 1, ...(!now && { clock: { start, stopped: true } }) });
  const client = { environment: 'sandbox', apiKey, fetch: sandbox.iron.fetch } as const;
  const iron = createIronClient(client);
  return {
    sandbox,
    iron,
    process(...middleware) {
      const clock = manualClock({ start: sandbox.clock.now().getTime() });
      clock.skipBelow(20_001);
      const random = () => 0.5;
      const options = { clock, random, interval: 1000 };
      return { iron: createIronClient({ ...client, clock, random, middleware }), options };
    },
  };
}

/** Compliance: approves an autoramp and a bank account as soon as they are waited for. */
export function compliance({ iron }: Iron): Middleware {
  return async (request, next) => {
    const { name } = request.operation;
    const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
    if (name === 'getAutorampById') {
      await iron.sandbox.updateSandboxAutorampStatus({ path: { id }, body: 'Approved' });
    } else if (name === 'getFiatAddress') {
      await iron.sandbox.updateSandboxFiatAddressVerificationStatus({ path: { id }, body: 'Registered' });
    }
    return next(request);
  };
}

export class Killed extends Error {}

/** Ends the process at its n-th request: before it is sent, or once Iron has done its work. */
export function kill(at: number, when: 'before' | 'after'): Middleware {
  let requests = 0;
  return async (request, next) => {
    requests += 1;
    if (requests < at) return next(request);
    if (when === 'after' && requests === at) await next(request);
    throw new Killed();
  };
}

/**
 * Kills a program at each of its requests in turn, and starts it again, until it runs through without being killed.
 *
 * @param run starts the program in a process with that middleware
 * @param check what has to be true after each run that was killed and started again
 * @returns how many requests the program makes
 */
export async function killEverywhere(
  run: (world: Iron, ...middleware: Middleware[]) => Promise<unknown>,
  check: (world: Iron) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at += 1) {
    let killed = false;
    for (const when of ['before', 'after'] as const) {
      const world = startIron();
      const first = await run(world, kill(at, when)).catch((error: unknown) => error);
      killed = first instanceof Killed;
      if (!killed && first instanceof Error) throw first;
      await run(world);
      await check(world);
    }
    if (!killed) return at - 1;
  }
}

const privateKey = new Uint8Array(32).fill(7);
export const address = `0x${bytesToHex(keccak_256(secp256k1.getPublicKey(privateKey, false).slice(1)).slice(-20))}`;

/** A signature as wallets make it with `personal_sign`. */
export async function sign(message: string): Promise<string> {
  const text = utf8ToBytes(message);
  const prefix = utf8ToBytes(`\x19Ethereum Signed Message:\n${text.length}`);
  const signature = secp256k1.sign(keccak_256(new Uint8Array([...prefix, ...text])), privateKey);
  return `0x${signature.toCompactHex()}${(signature.recovery + 27).toString(16)}`;
}

export const applicant = {
  externalId: 'user-1',
  key: '0198c3a2-0000-4000-8000-000000000001',
  type: 'Person',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  identification: { type: 'Link' },
} as const;

/** A customer who hands in what is asked for and agrees to everything, and reviewers who approve it. */
export function goodPages({ sandbox, iron }: Iron) {
  const id = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
  return {
    goTo: (url: string) =>
      iron.sandbox.updateSandboxIdentificationStatus({ path: { id: id(url) }, body: { approved: true } }),
    agreeTo: async () => {},
    wait: () => sandbox.clock.advance('24h'),
  };
}

export const activeCustomer = (world: Iron): Promise<string> => onboard(world.iron, applicant, goodPages(world));
