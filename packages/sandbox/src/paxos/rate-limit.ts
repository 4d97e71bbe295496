// Rate limits per endpoint, as an average over five minutes; a client that exceeds one is refused everything for five minutes.
// https://docs.paxos.com/guides/developer/rate-limits
import type { Contract, Node, Operation } from '../contract/contract.ts';
import { tooManyRequests } from './problems.ts';
import type { PaxosRecords } from './records.ts';

const window = 300_000;

/** Requests of an endpoint, counted by second. */
export type Counts = Record<string, { second: number; count: number }[]>;

interface Limit {
  readonly class: string;
  readonly perSecond: number;
}

/** Counts a request of a credential. Throws the 429 of one that exceeds the limit of its endpoint, or that is still blocked. */
export type RateLimiter = (operation: Operation, now: number, records: PaxosRecords) => void;

export function createRateLimiter(contract: Contract): RateLimiter {
  return (operation, now, { access }) => {
    if (now < access.blockedUntil) throw tooManyRequests();
    const { class: name, perSecond } = limitOf(contract, operation);
    const counts = (access.counts[name] ?? []).filter(({ second }) => second * 1000 > now - window);
    const second = Math.floor(now / 1000);
    const latest = counts.at(-1);
    if (latest?.second === second) latest.count += 1;
    else counts.push({ second, count: 1 });
    access.counts[name] = counts;
    const made = counts.reduce((sum, { count }) => sum + count, 0);
    if (made <= (perSecond * window) / 1000) return;
    access.blockedUntil = now + window;
    throw tooManyRequests();
  };
}

/** The documented class of the endpoint; those that are not listed have the default limit each. */
function limitOf({ document }: Contract, { id, method, path }: Operation): Limit {
  const node = ((document.paths as Record<string, Node>)[path]?.[method.toLowerCase()] ?? {}) as Node;
  const own = node['x-rate-limit'] as Limit | undefined;
  return own ?? { ...(document['x-rate-limit'] as Limit), class: id };
}
