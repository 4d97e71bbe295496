// One comparison, in a process of its own so that no other one has warmed or spoilt the engine:
// `node compare.ts get|post noise|bare|observed|<peer>` prints its ratio.
import { pathToFileURL } from 'node:url';
import { peerCalls } from '../peers.ts';
import { bare, type Calls, named, observed } from './calls.ts';
import { ratioOf } from './rounds.ts';
import { sameRequests } from './same.ts';
import { type Fetch, stubFetch } from './stub.ts';

type CreateCalls = (fetch: Fetch) => Calls;

const ANSWER = '{"id":"6a3e8f0e-6d8e-4c8e-9a52-0f4a2f3e1d77","name":"Ada Lovelace","status":"Active"}';
const SIZE = { rounds: 20, turns: 40, calls: 150 };

const [method, pair] = process.argv.slice(2) as [keyof Calls, string];
const [ours, theirs] = await sides(pair);
// Stripe and OpenAI have APIs of their own.
if (theirs === bare) await sameRequests(ours, theirs, method, ANSWER);
const stub = stubFetch(ANSWER);
console.log(JSON.stringify(await ratioOf(ours(stub)[method], theirs(stub)[method], SIZE)));

async function sides(name: string): Promise<[CreateCalls, CreateCalls]> {
  if (name === 'noise') return [bare, bare];
  if (name === 'bare') return [named, bare];
  if (name === 'observed') return [observed, bare];
  const { createCalls } = (await import(pathToFileURL(peerCalls(name)).href)) as { createCalls: CreateCalls };
  return [named, createCalls];
}
