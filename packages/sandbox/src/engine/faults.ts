// Faults by count: what goes wrong with the next requests of an operation.
import { milliseconds } from './clock.ts';
import { checkNames, didYouMean } from './suggest.ts';

export type Fault =
  /** The response comes later: by `by` on the sandbox's clock, or by `ms` of real time. */
  | { readonly kind: 'delay'; readonly by: string | number }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Refused with a status, in the provider's form; `retryAfter` in seconds or as a date. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number | string | undefined }
  /** The connection is reset, before or after the work was done. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** The work is done, and the response's body ends in the middle. */
  | { readonly kind: 'truncated' }
  /** The error page of a proxy. */
  | { readonly kind: 'html'; readonly status?: number | undefined }
  /** Refused as with a credential that is not valid any more. */
  | { readonly kind: 'expired-token' };

export interface FaultRule {
  /** By default whichever provider has the operation. */
  readonly provider?: 'iron' | 'paxos' | undefined;
  /** As the contract names it, such as `createCustomer`; `*` for every operation; `requestToken` for Paxos's tokens. */
  readonly operation: string;
  /** Only for this credential: an API key, or a client id. */
  readonly account?: string | undefined;
  /** How many requests fail. */
  readonly times: number;
  readonly fault: Fault;
}

/** A rule, with how often it still applies. */
export interface OpenFault extends FaultRule {
  readonly id: number;
  readonly left: number;
}

export interface Faults {
  /** Throws where the operation or the fault is unknown. */
  add(rule: FaultRule): void;
  /** What has not been used up. */
  list(): readonly OpenFault[];
  clear(): void;
}

export interface FaultStore extends Faults {
  /** The fault of a request, which is used up by one. */
  take(provider: string, operation: string, account: string): Fault | undefined;
}

const kinds = ['delay', 'status', 'reset', 'truncated', 'html', 'expired-token'];

export function createFaults(operationsOf: Readonly<Record<string, ReadonlySet<string>>>): FaultStore {
  let open: (FaultRule & { readonly id: number; left: number })[] = [];
  let last = 0;
  return {
    add(rule) {
      checkRule(rule, operationsOf);
      last += 1;
      open.push({ ...rule, id: last, left: rule.times });
    },
    list: () => open.map((rule) => ({ ...rule })),
    clear() {
      open = [];
    },
    take(provider, operation, account) {
      if (open.length === 0) return undefined;
      const found = open.find(
        (rule) =>
          (rule.provider ?? provider) === provider &&
          (rule.operation === '*' || rule.operation === operation) &&
          (rule.account ?? account) === account,
      );
      if (!found) return undefined;
      found.left -= 1;
      if (found.left === 0) open = open.filter((rule) => rule !== found);
      return found.fault;
    },
  };
}

function checkRule(rule: FaultRule, operationsOf: Readonly<Record<string, ReadonlySet<string>>>): void {
  checkNames('A fault rule', rule, ['provider', 'operation', 'account', 'times', 'fault']);
  const { provider, operation, times, fault } = rule;
  if (provider !== undefined && !Object.hasOwn(operationsOf, provider)) {
    throw new TypeError(
      `Unknown provider '${provider}'${didYouMean(String(provider), Object.keys(operationsOf))} It is 'iron' or 'paxos'.`,
    );
  }
  const known = Object.entries(operationsOf).flatMap(([name, names]) =>
    (provider ?? name) === name ? [...names] : [],
  );
  if (operation !== '*' && !known.includes(operation)) {
    throw new TypeError(
      `Unknown operation ${JSON.stringify(operation)}${didYouMean(String(operation), known)} Pass an operationId of the contract, or '*' for all.`,
    );
  }
  if (!Number.isInteger(times) || times < 1) throw new TypeError(`'times' must be a positive integer (got ${times}).`);
  checkFault(fault);
}

/** Throws where a fault is not one of those above. */
export function checkFault(fault: unknown): asserts fault is Fault {
  const { kind, ...rest } = (typeof fault === 'object' && fault !== null ? fault : {}) as Record<string, unknown>;
  if (!kinds.includes(String(kind))) {
    throw new TypeError(`Unknown fault '${kind}'${didYouMean(String(kind), kinds)} It is one of ${kinds.join(', ')}.`);
  }
  if (kind === 'delay') checkDelay(rest);
  if (kind === 'status' || (kind === 'html' && rest.status !== undefined)) checkStatus(rest.status);
  if (kind === 'reset' && rest.when !== 'before' && rest.when !== 'after') {
    throw new TypeError(`A reset needs 'when': 'before' or 'after' the work was done.`);
  }
  const { retryAfter } = rest;
  if (retryAfter !== undefined && typeof retryAfter !== 'number' && typeof retryAfter !== 'string') {
    throw new TypeError(`'retryAfter' must be seconds or a date.`);
  }
  if (/[^\x20-\x7e]/.test(String(retryAfter ?? ''))) throw new TypeError(`'retryAfter' must be seconds or a date.`);
}

function checkDelay({ by, ms }: Record<string, unknown>): void {
  if ((by === undefined) === (ms === undefined)) {
    throw new TypeError(`A delay needs either 'by' (the sandbox's clock, such as '30s') or 'ms' (real milliseconds).`);
  }
  if (by !== undefined) milliseconds(by as string);
  if (ms !== undefined && !(Number.isInteger(ms) && Number(ms) >= 0 && Number(ms) <= 600_000)) {
    throw new TypeError(`'ms' must be an integer from 0 to 600,000.`);
  }
}

function checkStatus(status: unknown): void {
  if (!Number.isInteger(status) || Number(status) < 400 || Number(status) > 599) {
    throw new TypeError(`'status' must be an integer from 400 to 599 (got ${JSON.stringify(status)}).`);
  }
}
