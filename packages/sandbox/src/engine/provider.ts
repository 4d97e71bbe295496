// What a provider is to the sandbox: its contract, its own error bodies and credentials, and a handler per operation.
import type { Contract, Operation } from '../contract/contract.ts';
import type { Problem } from '../contract/validator.ts';
import type { Delivery, Event, Subscription } from './webhooks.ts';

export interface Reply<Body = unknown> {
  readonly status: number;
  /** Sent as JSON; a response without a body when undefined. */
  readonly body?: Body;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a handler: the provider refuses, and nothing has been changed. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`${reply.status} ${JSON.stringify(reply.body ?? reply.text ?? '')}`);
    this.name = 'Refusal';
    this.reply = reply;
  }
}

/** What a handler and a job may do. Both run at once and to the end: no other request is handled in between. */
export interface Context<Records> {
  /** The records of this credential: plain data, changed in place, so that a snapshot is a copy of it. */
  readonly records: Records;
  /** Receivers of this credential's events: what the provider's dashboard would hold. */
  readonly subscriptions: Subscription[];
  /** Milliseconds since the epoch on the sandbox's clock. */
  readonly now: number;
  /** `now` as the provider writes it, plus `offset` milliseconds. */
  timestamp(offset?: number): string;
  /** A UUID that this sandbox has not given before. */
  id(): string;
  /** Runs the provider's job `kind` with `data`, `delay` milliseconds from now on the sandbox's clock. */
  schedule(delay: number, kind: string, data: unknown): void;
  /** Records an event, and delivers it to the subscriptions that ask for it. */
  emit(event: Event): void;
}

export interface Call<Shape, Records> extends Context<Records> {
  readonly operation: Operation;
  readonly path: PathOf<Shape>;
  readonly query: QueryOf<Shape>;
  readonly header: Readonly<Record<string, string | undefined>>;
  readonly body: BodyOf<Shape>;
  readonly credential: Credential;
  /** Origin and base path of the request, for links that lead back to the sandbox: `http://127.0.0.1:4010/api`. */
  readonly baseUrl: string;
}

export interface Credential {
  /** Whose isolated state the request reads and changes. */
  readonly account: string;
  /** Granted scopes, where the provider has scopes. */
  readonly scopes?: readonly string[];
}

/** One function per operation that has memory; the others are answered from the contract's examples. */
export type Handlers<Operations, Records> = {
  readonly [Id in keyof Operations]?: (call: Call<Operations[Id], Records>) => Reply<SuccessOf<Operations[Id]>>;
};

export interface Provider<Records> {
  readonly name: 'iron' | 'paxos';
  readonly contract: Contract;
  /** Path before the contract's paths: `/api`. A request without it is answered as well. */
  readonly basePath: string;
  // biome-ignore lint/suspicious/noExplicitAny: each handler has the types of its own operation.
  readonly handlers: Readonly<Record<string, ((call: any) => Reply) | undefined>>;
  /** By kind, what a job does that a handler scheduled. */
  readonly jobs: Readonly<Record<string, (context: Context<Records>, data: never) => void>>;
  emptyRecords(account: string): Records;
  /** Who sends the request; `recordsOf` knows only credentials that have a state already. Throws a `Refusal` where the credential is missing or not valid. */
  authenticate(
    request: Pick<Request, 'method' | 'url' | 'headers'>,
    operation: Operation,
    now: number,
    recordsOf: (account: string) => Records | undefined,
  ): Credential;
  /** The refusals that the provider has for every operation. */
  readonly refusals: {
    /** `body` is what was sent, for a provider that tells a known mistake by it. */
    invalid(operation: Operation, problems: readonly Problem[], body?: unknown): Reply;
    notFound(pathname: string): Reply;
    methodNotAllowed(allowed: readonly string[]): Reply;
    malformedBody(operation: Operation): Reply;
    bodyTooLarge(limit: number): Reply;
    /** The sandbox itself failed; `detail` is the reason, for the person who runs it. */
    failed(detail: string): Reply;
  };
  /** Rules of keys in a header; undefined where the provider has none. */
  readonly idempotency?: { readonly lifetime: number; missing(header: string): Reply; conflict(): Reply };
  /** Requests outside of the contract, such as those for a token; undefined where it is none of them. */
  outside?(request: OutsideRequest<Records>): Reply | undefined;
  /** What a request outside of the contract is called in faults and in the log: `requestToken`. */
  outsideName?(url: URL): string | undefined;
  /** Whose request outside of the contract it claims to be; empty where it names nobody. */
  outsideAccount?(request: Pick<OutsideRequest<Records>, 'url' | 'headers' | 'bytes'>): string;
  /** Headers of every response, refusals included, by those of its request. */
  responseHeaders?(request: Headers): Readonly<Record<string, string>>;
  /**
   * The event of a type for a record, as it would be emitted now; undefined where this credential has no such record.
   * Throws a `TypeError` where there is no such type.
   */
  trigger?(context: Context<Records>, type: string, reference: Readonly<Record<string, string>>): Event | undefined;
  /** Steps that the provider's people or a customer take and no operation does, by name: `identification.decline`. */
  readonly actions?: Readonly<Record<string, Action<Records>>>;
  /** Body and headers of one attempt to deliver an event, signed as the provider signs. */
  deliver(
    delivery: Delivery,
    subscription: Subscription,
    at: number,
  ): Promise<{ body: string; headers: Record<string, string> }>;
}

/** Throws a `Refusal` or an error where the record does not exist or is not in a state for it. */
export type Action<Records> = (
  context: Context<Records>,
  id: string,
  input: { readonly comment?: string | undefined },
) => void;

export interface OutsideRequest<Records> {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly now: number;
  readonly baseUrl: string;
  /** Whether a credential has a state already. */
  knows(account: string): boolean;
  /** Makes the state of a credential that has none: only for a credential that was checked. */
  contextOf(account: string): Context<Records>;
}

type PathOf<Shape> = Shape extends { parameters: { path: infer Path } } ? Path : Record<never, never>;
type QueryOf<Shape> = Shape extends { parameters: { query?: infer Query } }
  ? Partial<NonNullable<Query>>
  : Record<never, never>;
type BodyOf<Shape> = Shape extends { requestBody?: infer Body } ? JsonOf<NonNullable<Body>> : undefined;
type JsonOf<Holder> = Holder extends { content: infer Content } ? Content[keyof Content] : undefined;
type SuccessOf<Shape> = Shape extends { responses: infer Responses }
  ? {
      [Status in keyof Responses]: Status extends 200 | 201 | 202 | 204 ? JsonOf<Responses[Status]> : never;
    }[keyof Responses]
  : unknown;
