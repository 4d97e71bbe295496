// A sandbox whose clock stands still, and clients whose pauses move it.
import {
  createPaxosClient,
  type Middleware,
  type PaxosClient,
  type PaxosScope,
  type WaitOptions,
} from '@org/paxos-sdk';
import { createSandbox, type Sandbox } from '@org/sandbox';
import contract from '../../../packages/paxos-types/openapi.json' with { type: 'json' };

type Security = Record<string, readonly string[]>;
const operations = Object.values(contract.paths).flatMap((path) => Object.values(path) as { security?: Security[] }[]);
const scopes = [
  ...new Set(operations.flatMap(({ security = [] }) => security.flatMap((one) => Object.values(one).flat()))),
] as PaxosScope[];

export const clientId = 'journeys';
/** After the travel rule is enforced. */
const start = new Date('2026-12-01T10:00:00Z');

export interface World {
  readonly sandbox: Sandbox;
  /** For the steps of people and banks. */
  readonly paxos: PaxosClient;
  /** Id of the default profile. */
  readonly profile_id: string;
  /** A client as a process has it after its start, with options whose pauses let the sandbox's time pass. */
  process(...middleware: Middleware[]): { paxos: PaxosClient; options: WaitOptions };
}

export async function startPaxos(): Promise<World> {
  const sandbox = createSandbox({ seed: 1, clock: { start, stopped: true } });
  const now = () => sandbox.clock.now().getTime();
  let timers = 0;
  const ended = new Set<unknown>();
  const clock = {
    now,
    monotonic: now,
    setTimeout(run: () => void, ms: number) {
      timers += 1;
      const id = timers;
      // Limits of calls and waits do not pass by themselves.
      if (ms < 9_000) void sandbox.clock.advance(ms).then(() => ended.has(id) || run());
      return id;
    },
    clearTimeout: (id: unknown) => void ended.add(id),
  };
  const clientOf = (middleware: Middleware[]): PaxosClient =>
    createPaxosClient({
      environment: 'sandbox',
      clientId,
      clientSecret: 'secret',
      scopes,
      fetch: sandbox.paxos.fetch,
      rateLimit: false,
      random: () => 0.5,
      clock,
      middleware,
    });
  const paxos = clientOf([]);
  const { id: profile_id } = await paxos.profiles.getProfile({ path: { profile_id: 'default' } });
  const options = { clock, random: () => 0.5 };
  return { sandbox, paxos, profile_id, process: (...middleware) => ({ paxos: clientOf(middleware), options }) };
}

export async function fund({ paxos, profile_id }: World, asset: string, amount: string): Promise<void> {
  const network = ['USD', 'EUR', 'SGD'].includes(asset) ? {} : { crypto_network: 'ETHEREUM' as const };
  await paxos.sandboxDeposits.createSandboxDeposit({ path: { profile_id }, body: { asset, amount, ...network } });
}

/** What a profile has of an asset. */
export async function balance({ paxos, profile_id }: World, asset: string): Promise<string> {
  return (await paxos.profiles.getProfileBalance({ path: { profile_id, asset } })).available ?? '';
}

/** Paxos's compliance: approves every identity that is waited for. */
export function compliance({ sandbox }: World): Middleware {
  return async (request, next) => {
    const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
    if (request.operation.name === 'getIdentity') {
      await sandbox.act({ provider: 'paxos', account: clientId, action: 'identity.approve', id });
    }
    return next(request);
  };
}

export class Killed extends Error {}

/** Ends the process at its n-th request: before it is sent, or once Paxos has done its work. */
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
 * @param prepare makes what the program finds
 * @param run starts the program in a process with that middleware
 * @param check what has to be true after each run that was killed and started again
 * @returns how many requests the program makes
 */
export async function killEverywhere<T>(
  prepare: (world: World) => Promise<T>,
  run: (world: World, prepared: T, ...middleware: Middleware[]) => Promise<unknown>,
  check: (world: World) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at += 1) {
    let killed = false;
    for (const when of ['before', 'after'] as const) {
      const world = await startPaxos();
      const prepared = await prepare(world);
      const first = await run(world, prepared, kill(at, when)).catch((error: unknown) => error);
      killed = first instanceof Killed || (first as { cause?: unknown } | undefined)?.cause instanceof Killed;
      if (!killed && first instanceof Error) throw first;
      await run(world, prepared);
      await check(world);
    }
    if (!killed) return at - 1;
  }
}
