// What every runtime runs. It knows none of them: addresses in, a plain record of what it saw out.
import { ironProgram } from './iron.ts';
import { paxosProgram } from './paxos.ts';
import { receiving } from './receiving.ts';
import type { Plain } from './seen.ts';

export interface Addresses {
  readonly iron: string;
  readonly paxos: string;
  /** Where tokens are got. */
  readonly token: string;
  /** Tells what has reached the server. */
  readonly control: string;
  /** Where nobody listens. */
  readonly closed: string;
}

export async function program(addresses: Addresses): Promise<Plain> {
  return {
    iron: await ironProgram(addresses),
    paxos: await paxosProgram(addresses),
    receiving: await receiving(addresses),
  };
}
