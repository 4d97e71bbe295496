import type { Middleware, PathSerializer, QuerySerializer, QuerySerializerOptions } from 'openapi-fetch';
import type { ApiError } from './api-error.ts';
import { checkHeaders, limits } from './check.ts';
import { ConfigError } from './errors.ts';
import { explain } from './explain.ts';
import { runMiddleware } from './middleware.ts';
import {
  indexTable,
  type Operation,
  type OperationIndex,
  type OperationTable,
  type ToOperationId,
} from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import type { Settled } from './promise.ts';
import { parseError, parseJson } from './read-body.ts';
import type { CallOptions, Context, Fetch, ParseAs } from './request.ts';
import { serialize } from './serialize.ts';
import { createTransport, type TransportConfig } from './transport.ts';

/** All that both doors of a client need. */
export interface RuntimeConfig extends ResolvedOptions, Omit<TransportConfig, keyof ResolvedOptions> {
  readonly table: OperationTable;
  readonly toOperationId?: ToOperationId | undefined;
  /** Goes around each whole call, for those who look on. */
  readonly around?: Around | undefined;
}

/** Runs a call and looks at how it ends. */
export type Around = (context: Context, run: () => Promise<Answer>) => Promise<Answer>;

/** What openapi-fetch makes of a call. */
export interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What openapi-fetch is given for a call, and what the call wants for itself. */
export interface Init extends CallOptions {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown>; header?: Record<string, unknown> };
  body?: unknown;
  parseAs?: ParseAs;
  fetch?: Fetch | undefined;
  querySerializer?: QuerySerializer<unknown> | QuerySerializerOptions;
  bodySerializer?: (body: unknown, headers: Headers) => BodyInit;
  pathSerializer?: PathSerializer;
  middleware?: readonly Middleware[];
  [option: string]: unknown;
}

/** The engine behind both doors. */
export interface Runtime {
  readonly config: RuntimeConfig;
  readonly bodyKeys: BodyKeys | undefined;
  readonly operations: OperationIndex;
  /** openapi-fetch's middleware, for all calls. */
  readonly middleware: Middleware[];
  /** Begins a call. Throws `ConfigError` for limits that make no sense. */
  begin(operation: Operation, init: CallOptions & { parseAs?: ParseAs; fetch?: Fetch | undefined }): Context;
  /** Checks a call's arguments and sends it. Rejects with an `SdkError` if there is no answer. */
  send(context: Context, init: Init): Promise<Answer>;
}

/** What a provider needs whose idempotency keys stand in bodies. It is a third of the named door's weight. */
export interface BodyKeys {
  fillKey(context: Context, body: unknown, field: string): unknown;
  recover(runtime: Runtime, context: Context, error: ApiError, init: Init): Promise<Settled | undefined>;
}

/**
 * Makes the engine of a client.
 *
 * @param bodyKeys needed if the table has rows with `key=body:…`
 */
export function buildRuntime(config: RuntimeConfig, bodyKeys?: BodyKeys): Runtime {
  const { around, createKey, environment } = config;
  const transport = createTransport(config);
  const middleware: Middleware[] = [];
  return {
    config,
    bodyKeys,
    middleware,
    operations: indexTable(config.table, config.toOperationId),
    begin: (operation, init) => ({
      operation,
      signal: init.signal,
      ...limits(init, config),
      parseAs: init.parseAs ?? 'json',
      fetch: init.fetch ?? config.fetch,
      idempotencyKey: init.idempotencyKey,
      deadlineAt: 0,
      attempt: 0,
      failures: [],
    }),
    send: around ? (context, init) => around(context, () => send(context, init)) : send,
  };

  async function send(context: Context, init: Init): Promise<Answer> {
    const { operation, parseAs } = context;
    try {
      const field = keyAt('body:', context);
      const body = field ? bodyKeys?.fillKey(context, init.body, field) : init.body;
      if (operation.sandbox && environment === 'production') throw new ConfigError('it exists in the sandbox only.');
      if (!operation.key && init.idempotencyKey !== undefined) throw new ConfigError('it takes no idempotency key.');
      if (init.baseUrl) throw new ConfigError("option 'baseUrl' is for clients.");
      checkHeaders({ ...init.headers, ...init.params?.header });
      const request = serialize(context, { ...init, body }, config);
      const { headers } = request;
      const name = keyAt('header:', context);
      if (name) {
        context.idempotencyKey = headers.get(name) || context.idempotencyKey || createKey();
        headers.set(name, context.idempotencyKey);
      }
      context.headers = headers;
      const steps = [...middleware, ...(init.middleware ?? [])];
      const response = await (steps.length
        ? runMiddleware(steps, { ...init, parseAs, baseUrl: config.baseUrl }, request, context, transport)
        : transport(request, context));
      const { ok } = response;
      if (!ok) return { error: parseError(await response.text()), response };
      if (parseAs === 'stream') return { data: response.body, response };
      const data = await response[parseAs === 'json' ? 'text' : parseAs]();
      return { data: parseAs === 'json' ? parseJson(data, response, context) : data, response };
    } catch (error) {
      throw explain(error, context);
    }
  }
}

/** The header's name or the body's field for the key, if it goes there. */
function keyAt(place: 'header:' | 'body:', { operation: { key } }: Context): string | undefined {
  return key?.split(place)[1];
}
