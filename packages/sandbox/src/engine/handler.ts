// How a request is handled, in order. One function per step is in the module that it is named after.
import type { Operation, OperationResponse } from '../contract/contract.ts';
import { readParameters } from '../contract/parameters.ts';
import { createValidator, type Problem } from '../contract/validator.ts';
import type { Clock } from './clock.ts';
import { type Call, type Context, type Provider, Refusal, type Reply } from './provider.ts';
import { type IsolatedState, nextId, type States } from './state.ts';
import type { Event } from './webhooks.ts';

/** Largest request body that is read, in bytes. */
export const maxBody: number = 10 * 1024 * 1024;

export interface HandlerOptions<Records> {
  readonly provider: Provider<Records>;
  readonly states: States<Records>;
  readonly clock: Clock;
  /** Called with what a request emitted, after its state was changed. */
  emitted(account: string, state: IsolatedState<Records>, event: Event): void;
}

/** Answers a request of the provider's API. Never rejects: what goes wrong is a response. */
export function createHandler<Records>(options: HandlerOptions<Records>): (request: Request) => Promise<Response> {
  const { provider, states, clock } = options;
  const { contract, refusals } = provider;
  const validator = createValidator(contract);
  const contextOf = createContexts(options);

  return async (request) => {
    try {
      return responseOf(await handle(request));
    } catch (error) {
      if (error instanceof Refusal) return responseOf(error.reply);
      return responseOf(refusals.failed(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    }
  };

  async function handle(request: Request): Promise<Reply> {
    const url = new URL(request.url);
    const bytes = await readBody(request, () => new Refusal(refusals.bodyTooLarge(maxBody)));
    runDueJobs();
    const hasBase = url.pathname.startsWith(`${provider.basePath}/`);
    const pathname = hasBase ? url.pathname.slice(provider.basePath.length) : url.pathname;
    const baseUrl = `${url.origin}${hasBase ? provider.basePath : ''}`;
    const { method, headers } = request;
    const now = clock.now();
    const outside = provider.outside?.({ method, url, headers, bytes, now, baseUrl, contextOf });
    if (outside) return outside;

    const match = contract.match(method, pathname);
    if (!match) return refusals.notFound(pathname);
    if ('allowed' in match) return refusals.methodNotAllowed(match.allowed);
    const { operation } = match;
    const credential = provider.authenticate(request, operation, now, (account) => states.of(account).records);
    const parameters = readParameters(contract, validator, operation, {
      path: match.path,
      query: url.searchParams,
      headers,
    });
    const body = readJson(operation, headers, bytes, () => new Refusal(refusals.malformedBody(operation)));
    const problems: Problem[] = [...parameters.problems];
    if (operation.body && body === undefined && operation.body.required)
      problems.push({ field: 'body', message: 'is required' });
    if (operation.body && body !== undefined) problems.push(...validator.problems(operation.body.schema, body, 'body'));
    if (problems.length > 0) return refusals.invalid(operation, problems, body);

    const state = states.of(credential.account);
    return stored(
      state,
      operation,
      headers,
      `${method} ${url.pathname}${url.search} ${new TextDecoder().decode(bytes)}`,
      () =>
        answer({
          ...contextOf(credential.account),
          operation,
          path: parameters.path,
          query: parameters.query,
          header: parameters.header as Call<unknown, Records>['header'],
          body,
          credential,
          baseUrl,
        } as Call<unknown, Records>),
    );
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
      return refusals.failed(
        `${operation.id}: the sandbox's ${reply.status} is not what the contract declares. ${detail}`,
      );
    }
    return withSource(reply, expected, 'memory');
  }

  /** Replays what an idempotency key stands for, or carries the request out and stores its reply. */
  function stored(
    state: IsolatedState<Records>,
    operation: Operation,
    headers: Headers,
    fingerprint: string,
    carryOut: () => Reply,
  ): Reply {
    const rules = provider.idempotency;
    if (!rules || !operation.idempotencyHeader) return carryOut();
    const key = headers.get(operation.idempotencyHeader);
    if (!key) return rules.missing(operation.idempotencyHeader);
    const known = state.idempotency[key];
    if (known && known.expires > clock.now()) {
      return known.fingerprint === fingerprint ? known.reply : rules.conflict();
    }
    const reply = carryOut();
    state.idempotency[key] = { fingerprint, reply, expires: clock.now() + rules.lifetime };
    return reply;
  }

  function runDueJobs(): void {
    for (const [account, state] of states.all()) runJobs(provider, contextOf(account), state, clock.now());
  }
}

/** Runs what is due in a state, in the order of its time; a job may schedule another one that is due as well. */
export function runJobs<Records>(
  provider: Provider<Records>,
  context: Context<Records>,
  state: IsolatedState<Records>,
  now: number,
): void {
  for (let job = state.jobs[0]; job && job.at <= now; job = state.jobs[0]) {
    state.jobs.shift();
    provider.jobs[job.kind]?.({ ...context, now: job.at }, job.data as never);
  }
}

/** What handlers and jobs of one credential are given. */
export function createContexts<Records>({
  states,
  clock,
  emitted,
}: HandlerOptions<Records>): (account: string) => Context<Records> {
  return (account) => {
    const state = states.of(account);
    return {
      records: state.records,
      subscriptions: state.subscriptions,
      now: clock.now(),
      timestamp(offset = 0) {
        return new Date(this.now + offset).toISOString();
      },
      id: () => nextId(state),
      schedule(delay, kind, data) {
        state.jobs.push({ at: this.now + delay, kind, data });
        state.jobs.sort((a, b) => a.at - b.at);
      },
      emit: (event) => emitted(account, state, event),
    };
  };
}

async function readBody(request: Request, tooLarge: () => Refusal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > maxBody) {
      await reader?.cancel();
      throw tooLarge();
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function readJson(operation: Operation, headers: Headers, bytes: Uint8Array, malformed: () => Refusal): unknown {
  if (!operation.body || bytes.length === 0) return undefined;
  if (!/^application\/([\w.+-]*\+)?json\b/i.test(headers.get('content-type') ?? '')) throw malformed();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed();
  }
}

function declared(operation: Operation, status: number): OperationResponse | undefined {
  return operation.responses.get(String(status)) ?? operation.responses.get('default');
}

function exampleOf(operation: Operation): Reply {
  const [status, response] = [...operation.responses].find(([code]) => code.startsWith('2')) ?? [];
  if (!status || !response) throw new Error(`${operation.id} has no success in the contract`);
  const [body] = response.examples.values();
  return withSource({ status: Number(status), body }, response, 'example');
}

function withSource(reply: Reply, { mediaType }: OperationResponse, source: 'memory' | 'example'): Reply {
  const type = mediaType && reply.body !== undefined ? { 'content-type': mediaType } : {};
  return { ...reply, headers: { ...type, 'x-sandbox-source': source, ...reply.headers } };
}

function responseOf({ status, body, text, headers }: Reply): Response {
  const content = text ?? (body === undefined ? null : JSON.stringify(body));
  const type =
    content === null ? {} : { 'content-type': text === undefined ? 'application/json' : 'text/plain; charset=utf-8' };
  return new Response(content, { status, headers: { ...type, ...headers } });
}
