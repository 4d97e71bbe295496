// Paxos's error bodies: problem details, whose `type` ends in what went wrong.
import { Refusal, type Reply } from '../engine/provider.ts';

const types = 'https://developer.paxos.com/docs/v2/problems/';

export type ProblemType =
  | 'already-exists'
  | 'insufficient-funds'
  | 'expired'
  | 'rejected'
  | 'identity-verification-required'
  | 'travel-rule-information-required'
  | 'unsupported-address'
  | 'below-min-withdraw-limit'
  | 'exceed-max-withdraw-limit'
  | 'exceed-precision'
  | 'notional-value-too-large'
  | 'unavailable-market'
  | 'market-conditions-prevented-execution'
  | 'minimum-commission-exceeds-notional';

export interface ProblemOptions {
  readonly type?: ProblemType;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export function problem(status: number, title: string, detail: string, { type, meta }: ProblemOptions = {}): Reply {
  return {
    status,
    body: { type: type ? `${types}${type}` : 'about:blank', title, status, detail, ...(meta && { meta }) },
    headers: { 'content-type': 'application/problem+json' },
  };
}

export function refuse(status: number, title: string, detail: string, options?: ProblemOptions): Refusal {
  return new Refusal(problem(status, title, detail, options));
}

export const badRequest = (detail: string): Refusal => refuse(400, 'Bad Request', detail);
export const unauthorized = (detail: string): Refusal => refuse(401, 'Unauthorized', detail);
export const forbidden = (detail: string): Refusal => refuse(403, 'Forbidden', detail);
export const notFound = (detail: string): Refusal => refuse(404, 'Not Found', detail);
export const conflict = (detail: string): Refusal => refuse(409, 'Conflict', detail);

/** `existing` is the whole record; of an identity the id only. */
export function alreadyExists(detail: string, existing: object): Refusal {
  return refuse(409, 'Already Exists', detail, { type: 'already-exists', meta: { existing } });
}

export function insufficientFunds(profile: string, asset: string, needed: string, available: string): Refusal {
  const detail = `insufficient ${asset} funds in profile ${profile}: ${needed} needed, ${available} available`;
  const meta = { profile_id: profile, asset, available, needed };
  return refuse(403, 'Insufficient Funds', detail, { type: 'insufficient-funds', meta });
}

export const tooManyRequests = (): Refusal =>
  refuse(429, 'Too Many Requests', 'rate limit exceeded: all requests are refused for five minutes');

export function expired(what: string, at: string): Refusal {
  return refuse(403, 'Expired', `${what} expired at ${at}`, { type: 'expired', meta: { expired_at: at } });
}
