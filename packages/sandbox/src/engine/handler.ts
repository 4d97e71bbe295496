// How a request is handled, in order. What a step needs is in the module that it is named after.
import type { Operation } from '../contract/contract.ts';
import { readParameters } from '../contract/parameters.ts';
import { undeclaredFields } from '../contract/undeclared.ts';
import { type Problem, validatorOf } from '../contract/validator.ts';
import { accountLabel } from './account.ts';
import { maxBody, measured, readJson } from './body.ts';
import type { Clock } from './clock.ts';
import { faultHeader, readFaultHeader } from './fault-header.ts';
import type { Fault, FaultStore } from './faults.ts';
import { carryOutOnce, fingerprintOf } from './idempotency.ts';
import { ConnectionReset, causeBefore } from './injected.ts';
import type { Log, Notes } from './log.ts';
import { type Call, type Context, type Credential, type Provider, Refusal, type Reply } from './provider.ts';
import { trackReads } from './read-tracking.ts';
import { declared, exampleOf, refusalOf, sealed, withSource } from './replies.ts';
import type { States } from './state.ts';
import type { Timeline } from './timeline.ts';

/** A request, as every way into the sandbox brings it. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Undefined where the body is longer than `maxBody`. */
  readonly bytes: Uint8Array | undefined;
  /** Path before the provider's base path, where a server has one for each provider: `/iron`. */
  readonly mount?: string | undefined;
  /** Whose request it is, for one that the sandbox itself makes; it is not logged. */
  readonly as?: Credential | undefined;
}

export interface Outgoing {
  readonly reply: Reply;
  /** The body ends in the middle. */
  readonly truncated: boolean;
}

export interface HandlerOptions<Records> {
  readonly provider: Provider<Records>;
  readonly states: States<Records>;
  readonly clock: Clock;
  readonly timeline: Timeline;
  readonly faults: FaultStore;
  readonly log: Log;
  readonly contextOf: (account: string) => Context<Records>;
}

/**
 * Answers a request of the provider's API. What goes wrong is a response; it rejects with a `ConnectionReset` only, where
 * a fault asks for it.
 */
export function createHandler<Records>(options: HandlerOptions<Records>): (incoming: Incoming) => Promise<Outgoing> {
  const { provider, states, clock, timeline, faults, log, contextOf } = options;
  const { contract, refusals } = provider;
  const validator = validatorOf(contract);

  return async (incoming) => {
    const { method, url, mount = '' } = incoming;
    const started = performance.now();
    const notes: Notes = {
      at: new Date(clock.now()),
      provider: provider.name,
      method,
      // A path may have left its mount by `..`.
      path: url.pathname.startsWith(`${mount}/`) ? url.pathname.slice(mount.length) : url.pathname,
      duration: 0,
      replayed: false,
      unused: [],
    };
    try {
      const outgoing = await handle(incoming, notes).catch((error: unknown) => outgoingOf(error, notes));
      const { reply } = outgoing;
      notes.status = reply.status;
      const headers = { ...provider.responseHeaders?.(incoming.headers), ...reply.headers };
      return { ...outgoing, reply: { ...reply, headers } };
    } finally {
      notes.duration = performance.now() - started;
      // What was emitted is delivered, without the request waiting for it.
      timeline.run();
      const { credential, ...entry } = notes;
      if (!incoming.as) log.add(entry, credential);
    }
  };

  /** What a refusal or a failure of the sandbox is answered with. */
  function outgoingOf(error: unknown, notes: Notes): Outgoing {
    if (error instanceof ConnectionReset) throw error;
    if (error instanceof Refusal) return { reply: error.reply, truncated: false };
    notes.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // The stack is for the log: it names files of this machine.
    return { reply: refusals.failed(notes.failure.split('\n')[0] ?? ''), truncated: false };
  }

  async function handle(incoming: Incoming, notes: Notes): Promise<Outgoing> {
    const { method, headers, bytes, mount = '' } = incoming;
    if (!bytes) throw new Refusal(refusals.bodyTooLarge(maxBody));
    timeline.run();
    // Joined as text: as an address of its own, a path that begins with two slashes would name another host.
    const url = mount ? new URL(incoming.url.origin + notes.path + incoming.url.search) : incoming.url;
    const hasBase = notes.path.startsWith(`${provider.basePath}/`);
    const pathname = hasBase ? notes.path.slice(provider.basePath.length) : notes.path;
    const baseUrl = `${url.origin}${mount}${hasBase ? provider.basePath : ''}`;

    const outside = provider.outsideName?.(url);
    if (outside) notes.operation = outside;
    const claimed = (outside && provider.outsideAccount?.({ url, headers, bytes })) ?? '';
    const outsideFault = outside ? await faultBefore(incoming, notes, outside, claimed) : undefined;
    const knows = states.has;
    const own = provider.outside?.({ method, url, headers, bytes, now: clock.now(), baseUrl, knows, contextOf });
    if (own) return faultAfter(own, outsideFault);

    const match = contract.match(method, pathname);
    if (!match) throw new Refusal(refusals.notFound(pathname));
    if ('allowed' in match) throw new Refusal(refusals.methodNotAllowed(match.allowed));
    const { operation } = match;
    notes.operation = operation.id;
    const credential = incoming.as ?? authenticated(incoming, operation);
    if (credential.account) {
      notes.credential = credential.account;
      notes.account = accountLabel(credential.account);
    }
    const fault = await faultBefore(incoming, notes, operation.id, credential.account, operation);

    const parameters = readParameters(contract, validator, operation, {
      path: match.path,
      query: url.searchParams,
      headers,
    });
    const body = readJson(operation, headers, bytes, () => new Refusal(refusals.malformedBody(operation)));
    const { excess, many } = measured(body);
    if (excess) throw new Refusal(refusals.invalid(operation, [excess]));
    const unused = parameters.unknown.map((name) => `query.${name}`);
    const undeclared = operation.body ? undeclaredFields(contract, operation.body.schema, body, 'body') : [];
    notes.unused = [...unused, ...undeclared];
    const problems: Problem[] = [...parameters.problems];
    if (operation.body?.required && body === undefined) problems.push({ field: 'body', message: 'is required' });
    if (operation.body && body !== undefined) {
      problems.push(...validator.problems(operation.body.schema, body, 'body', many ? 'first' : 'all'));
    }
    if (problems.length > 0) throw new Refusal(refusals.invalid(operation, problems, body));

    const state = states.of(credential.account);
    const tracked = trackReads(body);
    const carryOut = (): Reply => {
      const call = {
        ...contextOf(credential.account),
        operation,
        path: parameters.path,
        query: parameters.query,
        header: parameters.header,
        body: tracked.body,
        credential,
        baseUrl,
      };
      const answered = answer(call as unknown as Call<unknown, Records>);
      if (provider.handlers[operation.id] && answered.status < 400) {
        const unread = tracked.unread().map((name) => `body.${name}`);
        notes.unused = [...new Set([...notes.unused, ...unread])];
      }
      return answered;
    };
    const rules = provider.idempotency;
    if (!rules || !operation.idempotencyHeader) return faultAfter(carryOut(), fault);
    const key = headers.get(operation.idempotencyHeader);
    if (!key) return faultAfter(rules.missing(operation.idempotencyHeader), fault);
    notes.idempotencyKey = key;
    const fingerprint = fingerprintOf(method, url.pathname + url.search, bytes);
    const { reply, replayed } = carryOutOnce(state, { key, fingerprint, now: clock.now() }, rules, carryOut);
    notes.replayed = replayed;
    return faultAfter(reply, fault);
  }

  function authenticated({ method, url, headers }: Incoming, operation: Operation): Credential {
    return provider.authenticate({ method, url: url.href, headers }, operation, clock.now(), (account) =>
      states.has(account) ? states.of(account).records : undefined,
    );
  }

  /** Throws where the fault ends the request before its work; returns the fault, for after the work, otherwise. */
  async function faultBefore(
    incoming: Incoming,
    notes: Notes,
    name: string,
    account: string,
    operation?: Operation,
  ): Promise<Fault | undefined> {
    if (incoming.as) return undefined;
    const fault = faultOf(incoming.headers.get(faultHeader)) ?? faults.take(provider.name, name, account);
    if (!fault) return undefined;
    notes.fault = fault.kind;
    await causeBefore(fault, {
      timeline,
      clock,
      refused: (status, message) => refusalOf(provider, status, message),
      unauthorized: () => unauthorized(incoming, operation),
    });
    return fault;
  }

  function faultOf(header: string | null): Fault | undefined {
    if (header === null) return undefined;
    try {
      return readFaultHeader(header);
    } catch (error) {
      throw new Refusal(refusalOf(provider, 400, `header.${faultHeader}: ${(error as Error).message}`));
    }
  }

  /** The provider's own refusal of a request without a valid credential. */
  function unauthorized(incoming: Incoming, operation: Operation | undefined): Reply {
    try {
      if (operation) authenticated({ ...incoming, headers: new Headers() }, operation);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
    }
    return refusalOf(provider, 401, 'the credential has expired');
  }

  /** The reply from memory, or from an example of the contract. A refusal is a reply, and is stored like one. */
  function answer(call: Call<unknown, Records>): Reply {
    const { operation } = call;
    const handler = provider.handlers[operation.id];
    if (!handler) return exampleOf(operation);
    let reply: Reply;
    try {
      reply = handler(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply = error.reply;
    }
    const expected = declared(operation, reply.status);
    const problems =
      expected?.schema && reply.text === undefined ? validator.problems(expected.schema, reply.body, 'response') : [];
    if (!expected || problems.length > 0) {
      const detail = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
      throw new Error(`${operation.id}: the sandbox's ${reply.status} is not what the contract declares. ${detail}`);
    }
    // As text at once: the body may hold records, which the next request changes.
    return sealed(withSource(reply, expected, 'memory'));
  }
}

function faultAfter(reply: Reply, fault: Fault | undefined): Outgoing {
  if (fault?.kind === 'reset') throw new ConnectionReset();
  return { reply, truncated: fault?.kind === 'truncated' };
}
