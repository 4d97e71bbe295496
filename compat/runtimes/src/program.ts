// What every runtime runs. It knows none of them: addresses in, a plain record of what it saw out.
import type { Addresses } from './addresses.ts';
import { ironProgram } from './iron.ts';
import { paxosProgram } from './paxos.ts';
import { receiving } from './receiving.ts';
import type { Plain } from './seen.ts';

export async function program(addresses: Addresses): Promise<Plain> {
  return {
    iron: await ironProgram(addresses),
    paxos: await paxosProgram(addresses),
    receiving: await receiving(addresses),
  };
}
