import createClient, { type Client, createQuerySerializer } from 'openapi-fetch';
import type { ApiError } from './api-error.ts';
import { checkHeaders, fillPath, limits } from './check.ts';
import { ConfigError } from './errors.ts';
import { isSdkError } from './guards.ts';
import {
  indexTable,
  type Operation,
  type OperationIndex,
  type OperationTable,
  type ToOperationId,
} from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import type { Settled } from './promise.ts';
import { parseJson } from './read-body.ts';
import { type CallOptions, type Context, type Fetch, LightRequest, type ParseAs } from './request.ts';
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
  [option: string]: unknown;
}

/** The engine behind both doors: one openapi-fetch client whose `fetch` is the layers. */
export interface Runtime {
  readonly config: RuntimeConfig;
  readonly bodyKeys: BodyKeys | undefined;
  readonly operations: OperationIndex;
  readonly client: Client<Record<string, never>>;
  /** Begins a call. Throws `ConfigError` for limits that make no sense. */
  begin(operation: Operation, init: CallOptions & { parseAs?: ParseAs; fetch?: Fetch | undefined }): Context;
  /** Checks a call's arguments and sends it; `init` is used up. Rejects with an `SdkError` if there is no answer. */
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
  const client = createClient<Record<string, never>>({
    baseUrl: config.baseUrl,
    headers: config.headers,
    pathSerializer: fillPath,
    Request: LightRequest as unknown as typeof Request,
    fetch: (request) => {
      const light = request as unknown as LightRequest;
      const { headers, call } = light;
      const name = keyAt('header:', call);
      call.headers = headers;
      if (name) {
        call.idempotencyKey = headers.get(name) || call.idempotencyKey || createKey();
        headers.set(name, call.idempotencyKey);
      }
      return transport(light, call);
    },
  });
  return {
    config,
    bodyKeys,
    client,
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
    const { csv, method, path, sandbox } = operation;
    const { params } = init;
    try {
      const field = keyAt('body:', context);
      if (field) init.body = bodyKeys?.fillKey(context, init.body, field);
      if (sandbox && environment === 'production') throw new ConfigError('it exists in the sandbox only.');
      if (!operation.key && init.idempotencyKey !== undefined) throw new ConfigError('it takes no idempotency key.');
      if (init.baseUrl) throw new ConfigError("option 'baseUrl' is for clients.");
      checkHeaders({ ...init.headers, ...params?.header });
      if (csv) init.querySerializer ??= csvSerializer(csv);
      // openapi-fetch looks at the path only when it is given parameters.
      if (!params?.path) init.params = { ...params, path: {} };
      // Decoding is done here: openapi-fetch would fail in a way of its own.
      init.parseAs = parseAs === 'json' ? 'text' : parseAs;
      init.call = context;
      const answer = await (client[method as 'GET'] as (path: string, init: Init) => Promise<Answer>)(path, init);
      const { response } = answer;
      if (response.ok && parseAs === 'json') answer.data = parseJson(answer.data, response, context);
      return answer;
    } catch (error) {
      if (isSdkError(error) && (error.operation || error.name !== 'ConfigError')) throw error;
      throw new ConfigError(`${(error as Error)?.message} Nothing was sent.`, context, {}, error);
    }
  }
}

/** The header's name or the body's field for the key, if it goes there. */
function keyAt(place: 'header:' | 'body:', { operation: { key } }: Context): string | undefined {
  return key?.split(place)[1];
}

function csvSerializer(csv: string): (query: Record<string, unknown>) => string {
  const names = csv.split(',');
  return (query) =>
    Object.keys(query)
      .map((name) =>
        createQuerySerializer({ array: { style: 'form', explode: !names.includes(name) } })({ [name]: query[name] }),
      )
      .filter(Boolean)
      .join('&');
}
