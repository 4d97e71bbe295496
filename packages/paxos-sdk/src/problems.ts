// What Paxos's errors say, by kind: `@org/paxos-sdk/problems`.
import { isApiError } from '@org/sdk-core';
import { lookup } from '@org/sdk-core/internal';

/**
 * What each kind of problem carries in `meta`. Amounts are exact decimal strings. A field is absent where Paxos leaves it
 * out, or sends something other than text there.
 */
export interface PaxosProblemMeta {
  /** The record that was there already; of identities and accounts only its id. */
  readonly 'already-exists': { readonly existing?: Readonly<Record<string, unknown>> };
  readonly 'insufficient-funds': {
    readonly profile_id?: string;
    readonly asset?: string;
    /** Decimal string. */
    readonly available?: string;
    /** Decimal string. */
    readonly needed?: string;
  };
  /** When the quote or fee expired (RFC 3339). It does not become valid again. */
  readonly expired: { readonly expired_at?: string };
  readonly rejected: object;
  readonly 'identity-verification-required': {
    readonly identity_id?: string;
    /** The identity's status, such as `PENDING`. */
    readonly current_status?: string;
    readonly ref_path?: string;
  };
  /** The destination whose receiver is to be named with `putCryptoDestinationAddress`. */
  readonly 'travel-rule-information-required': {
    readonly identity_id?: string;
    readonly crypto_network?: string;
    readonly address?: string;
  };
  readonly 'unsupported-address': { readonly address?: string; readonly reason?: string };
  /** Decimal strings. */
  readonly 'below-min-withdraw-limit': { readonly limit?: string; readonly amount?: string };
  /** Decimal strings. */
  readonly 'exceed-max-withdraw-limit': { readonly limit?: string; readonly amount?: string };
  readonly 'exceed-precision': object;
  readonly 'notional-value-too-large': {
    readonly market?: string;
    readonly order_type?: string;
    /** Decimal string. */
    readonly order_notional_value?: string;
    /** Decimal string. */
    readonly max_notional_value?: string;
  };
  readonly 'unavailable-market': object;
  readonly 'market-conditions-prevented-execution': object;
  readonly 'minimum-commission-exceeds-notional': object;
}

/** The kinds of problem that Paxos documents. */
export type PaxosProblemKind = keyof PaxosProblemMeta;

interface Problem<Kind extends string, Meta> {
  readonly kind: Kind;
  /** The HTTP status. */
  readonly status: number;
  readonly meta: Meta;
  /** What to do next, for you and your staff. */
  readonly advice: string;
  /** Paxos's own sentence. It may hold values of the request, and its wording changes. */
  readonly detail?: string;
}

/** What an error of Paxos's says: `kind` determines `meta`. */
export type PaxosProblem =
  | { [Kind in PaxosProblemKind]: Problem<Kind, PaxosProblemMeta[Kind]> }[PaxosProblemKind]
  | (Problem<'unknown', Readonly<Record<string, unknown>>> & {
      /** The type as Paxos writes it, where it does. */
      readonly type?: string;
    });

type Fields<Meta> = readonly (keyof Meta & string)[];

/** The documented fields of `meta`, and what to do. Sources: the pages of problems, and the examples of the contract. */
const KINDS: {
  readonly [Kind in PaxosProblemKind]: { readonly fields: Fields<PaxosProblemMeta[Kind]>; readonly advice: string };
} = {
  'already-exists': {
    fields: ['existing'],
    advice:
      'Read the existing record and compare it with what you sent. If it is yours, go on with it; do not create another.',
  },
  'insufficient-funds': {
    fields: ['profile_id', 'asset', 'available', 'needed'],
    advice: 'Fund the profile, then try again under the same ref_id.',
  },
  expired: { fields: ['expired_at'], advice: 'Fetch a new quote, show its price, and execute that one.' },
  rejected: { fields: [], advice: 'The market moved too far for this quote. Fetch a new one and show its price.' },
  'identity-verification-required': {
    fields: ['identity_id', 'current_status', 'ref_path'],
    advice: 'The identity may not transact yet. Read it and supply what its requirements ask for.',
  },
  'travel-rule-information-required': {
    fields: ['identity_id', 'crypto_network', 'address'],
    advice:
      'Name the receiver of the destination address (putCryptoDestinationAddress with travelrule_metadata), then try again under the same ref_id.',
  },
  'unsupported-address': { fields: ['address', 'reason'], advice: 'Ask for another destination address.' },
  'below-min-withdraw-limit': { fields: ['limit', 'amount'], advice: 'Withdraw at least the limit.' },
  'exceed-max-withdraw-limit': {
    fields: ['limit', 'amount'],
    advice: 'Withdraw at most the limit, or ask Paxos to raise it.',
  },
  'exceed-precision': { fields: [], advice: 'Send fewer decimal places. Round down what you withdraw.' },
  'notional-value-too-large': {
    fields: ['market', 'order_type', 'order_notional_value', 'max_notional_value'],
    advice: 'Split the order.',
  },
  'unavailable-market': {
    fields: [],
    advice: 'The market takes no orders now. Try again later under the same ref_id.',
  },
  'market-conditions-prevented-execution': {
    fields: [],
    advice: 'Show the price of now, and let the customer decide again.',
  },
  'minimum-commission-exceeds-notional': {
    fields: [],
    advice: 'Order more: the amount is below the least commission.',
  },
};

/**
 * Says what an error of Paxos's means: which documented kind of problem it is, with typed facts and what to do next. A kind
 * that is added later is `unknown`, with its whole `meta`.
 *
 * @param error what a call threw
 * @returns undefined if it is not an error response of Paxos's with a problem in its body
 * @example
 * const problem = problemOf(error);
 * if (problem?.kind === 'insufficient-funds') show(`You need ${problem.meta.needed} ${problem.meta.asset}.`);
 * @see https://docs.paxos.com/api-reference/problems/insufficient-funds (documented: kinds and fields of `meta`)
 */
export function problemOf(error: unknown): PaxosProblem | undefined {
  if (!isApiError(error) || !isFields(error.body)) return undefined;
  const { type, title, detail, meta } = error.body;
  if (![type, title, detail].some(isText)) return undefined;
  const said = { status: error.status, ...(isText(detail) && { detail }) };
  // Some samples use another base address: the last part is what counts.
  const kind = isText(type) ? type.split('/').at(-1) : undefined;
  const known = lookup(KINDS, kind);
  const facts = isFields(meta) ? meta : {};
  if (!known) {
    return {
      kind: 'unknown',
      ...said,
      ...(isText(type) && { type }),
      meta: facts,
      advice: 'Read the detail. Retry only if the error is retryable.',
    };
  }
  const fitting = (known.fields as readonly string[])
    .map((name) => [name, facts[name]] as const)
    .filter(([name, value]) => (name === 'existing' ? isFields(value) : isText(value)));
  return { kind, ...said, meta: Object.fromEntries(fitting), advice: known.advice } as PaxosProblem;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
