import { defaultBodySerializer, mergeHeaders } from 'openapi-fetch';
import { type CallArgs, type CallOptions, checkCallOptions } from './call-options.ts';
import { Deadline } from './deadline.ts';
import { addResponse, type DescribeError } from './error-description.ts';
import { ConfigurationError, InvalidRequestError, type SdkError } from './errors.ts';
import { isSdkError } from './guards.ts';
import { type KeyConfig, placeKey, valueAt } from './idempotency.ts';
import type { Instrumentation } from './instrumentation.ts';
import { toError } from './messages.ts';
import { indexOperations, type Named, type Operation, type OperationTable } from './operation.ts';
import { limitsOf, type ResolvedOptions } from './options.ts';
import type { ErrorResponse, Outcome, SuccessOutcome } from './outcome.ts';
import { createPipeline, type PipelineConfig } from './pipeline.ts';
import { got } from './printable.ts';
import type { ReadBackRecord } from './read-back.ts';
import type { Call, Fetch, ParseAs } from './request.ts';
import { RetryBudget } from './retry-budget.ts';
import { checkHeaders, type Serializers, urlOf } from './serialize.ts';
import type { Run } from './step.ts';

/** What an SDK gives the engine: its resolved options, its table, and what it knows of its provider. */
export interface EngineConfig<Op extends Operation>
  extends ResolvedOptions,
    Pick<PipelineConfig<Op>, 'rateLimit' | 'authorize' | 'retryResponse' | 'isStoredFailure'>,
    Pick<KeyConfig, 'checkKey'> {
  readonly operations: OperationTable<Op>;
  readonly instrumentation: Instrumentation | undefined;
  readonly describeError: DescribeError;
  /** Reads the record that a retry was told exists already. For providers whose 409 names it. */
  readonly readBack?: ReadBackRecord<Op> | undefined;
  /** Why this client cannot call the operation, or not with this body; nothing if it can. */
  readonly refuse?: ((operation: Named<Op>, body: unknown) => string | undefined) | undefined;
}

/** What a call is made of, whichever method it came through. */
export interface CallInput extends CallArgs, CallOptions, Serializers {
  readonly parseAs?: ParseAs | undefined;
  readonly fetch?: Fetch | undefined;
  readonly bodySerializer?: ((body: unknown, headers: Headers) => unknown) | undefined;
  /** Refuses arguments that the method does not know. */
  readonly check?: (() => void) | undefined;
  /** Runs around the pipeline. */
  readonly around?: ((call: Call, run: Run) => Promise<Outcome>) | undefined;
}

/** The result of a call that got a response. */
export interface Ended {
  readonly call: Call;
  readonly outcome: SuccessOutcome | ErrorResponse;
}

/** What operation methods and path methods need of an engine, whichever operations it has. */
export interface Sender {
  readonly config: ResolvedOptions & Pick<EngineConfig<Operation>, 'operations' | 'describeError'>;
  readonly operations: ReadonlyMap<string, Named>;
  send(operation: Named, input: CallInput, throwing: boolean): Promise<Ended>;
  durationOf(call: Call): number;
}

/** Sends calls. Both kinds of methods use it. */
export class Engine<Op extends Operation = Operation> implements Sender {
  readonly config: EngineConfig<Op>;
  readonly operations: ReadonlyMap<string, Named<Op>>;
  readonly #pipeline: Run<Op>;

  /** @throws {ConfigurationError} if a header that is sent with every call is that of idempotency keys */
  constructor(config: EngineConfig<Op>) {
    this.config = config;
    this.operations = indexOperations(config.operations);
    this.#pipeline = createPipeline({ ...config, retryBudget: new RetryBudget() });
    for (const { idempotency } of this.operations.values()) {
      if (idempotency && 'header' in idempotency && headerValues(idempotency.header, config.headers).length > 0) {
        throw new ConfigurationError(
          `Option 'headers' must not contain '${idempotency.header}': every call would have the same idempotency key.`,
        );
      }
    }
  }

  /**
   * Checks a call, sends it, and returns how the provider answered.
   *
   * @param throwing whether an error response is thrown as an `ApiError`
   * @throws {SdkError} if there is no usable response
   */
  async send(operation: Named<Op>, input: CallInput, throwing: boolean): Promise<Ended> {
    const { instrumentation, describeError, readBack } = this.config;
    const call = this.#prepare(operation, input) as Call<Op> & Call;
    instrumentation?.tell(call, 'start');
    const { around } = input;
    const pipeline = this.#pipeline as Run;
    const run: Run = around ? (given) => around(given, pipeline) : pipeline;
    let outcome: Outcome;
    try {
      outcome = await (instrumentation ? instrumentation.within('withinCall', call, () => run(call, 1)) : run(call, 1));
      if (readBack && !outcome.ok && outcome.kind === 'response' && outcome.ambiguous) {
        const reading = readBack.bind(undefined, call, outcome, input, this);
        const record = instrumentation ? instrumentation.within('withinCall', call, reading) : reading();
        outcome = (await record) ?? outcome;
      }
    } catch (error) {
      // Thrown by the user's own code: it passes through.
      const attempts = isSdkError(error) ? (error.attempts ?? 0) : 0;
      instrumentation?.tell(call, 'end', { duration: this.durationOf(call), attempts, error });
      throw error;
    }
    if (outcome.ok || (outcome.kind === 'response' && !throwing)) {
      this.#end(call, outcome);
      return { call, outcome };
    }
    // Made here, after the call was awaited, so that its stack has the caller's frame.
    const error = toError(call, outcome, describeError);
    this.#end(call, outcome, error);
    throw error;
  }

  /** Milliseconds since a call began. */
  durationOf({ startedAt }: Call): number {
    return this.config.clock.monotonic() - startedAt;
  }

  #end(call: Call, outcome: Outcome, error?: SdkError): void {
    const { instrumentation, describeError } = this.config;
    if (!instrumentation) return;
    const attempts = outcome.failures.length + (outcome.ok ? 1 : 0);
    const result = { duration: this.durationOf(call), attempts, ...(error && { error }) };
    instrumentation.tell(call, 'end', addResponse(result, outcome, describeError));
  }

  /** Checks arguments and options, and writes the request. Refuses with the operation's name. */
  #prepare(operation: Named<Op>, input: CallInput): Call<Op> {
    try {
      return this.#write(operation, input);
    } catch (error) {
      if (!(error instanceof InvalidRequestError) || error.operation) throw error;
      const { name, method, path } = operation;
      const facts = { operation: name, method, path, attempts: 0, notSent: true, retryable: false };
      throw new InvalidRequestError(`${name}: ${error.message}`, facts, error.cause);
    }
  }

  #write(operation: Named<Op>, input: CallInput): Call<Op> {
    const { config } = this;
    input.check?.();
    checkCallOptions(input);
    const refused = config.refuse?.(operation, input.body);
    if (refused) throw new InvalidRequestError(refused);
    const { header, bodySerializer, signal, fetchOptions, parseAs = 'json', fetch = config.fetch } = input;
    checkHeaders(header, InvalidRequestError);
    const { deadline, ...limits } = limitsOf(input, config, InvalidRequestError, 'option');
    const { key, body } = placeKey(
      operation,
      { option: input.idempotencyKey, headers: (name) => headerValues(name, input.headers, header), body: input.body },
      config,
    );
    const url = urlOf(config.baseUrl, operation, input, input);
    const given = [config.headers, input.headers, header] as Parameters<typeof mergeHeaders>;
    const text = body === undefined ? undefined : serializeBody(body, bodySerializer, mergeHeaders(...given));
    const bare = text === undefined || text instanceof FormData;
    const headers = mergeHeaders(bare ? {} : { 'Content-Type': 'application/json' }, ...given);
    const { idempotency } = operation;
    if (key !== undefined && idempotency && 'header' in idempotency) headers.set(idempotency.header, key);
    if (key !== undefined && idempotency && 'body' in idempotency && bodySerializer) {
      checkCarries(text, idempotency.body, key);
    }
    return {
      operation,
      url,
      headers,
      body: text,
      idempotencyKey: key,
      deadline: new Deadline(config.clock, deadline, signal),
      ...limits,
      parseAs,
      fetch,
      fetchOptions,
      startedAt: config.clock.monotonic(),
    };
  }
}

/** A header's values in the options and the arguments of a call. */
function headerValues(name: string, ...places: unknown[]): unknown[] {
  return places.flatMap((headers) => {
    const entries = headers instanceof Headers ? [...headers] : Object.entries(headers ?? {});
    return entries
      .filter(([key, value]) => key.toLowerCase() === name.toLowerCase() && value !== undefined && value !== null)
      .map(([, value]) => value);
  });
}

function serializeBody(
  body: unknown,
  serializer: CallInput['bodySerializer'] = defaultBodySerializer as CallInput['bodySerializer'],
  headers: Headers,
): BodyInit {
  let text: unknown;
  try {
    text = serializer?.(body, headers);
  } catch (error) {
    // What `toJSON` and getters of the caller's throw passes through.
    if (!(error instanceof TypeError) || !/circular|cyclic|BigInt/i.test(error.message)) throw error;
    throw new InvalidRequestError('body cannot be written as JSON: it contains itself, or a BigInt.', {}, error);
  }
  if (text === undefined) throw new InvalidRequestError(`body cannot be written as JSON (${got(body)}).`);
  return text as BodyInit;
}

/** Throws unless a body that a serialiser of the caller's wrote carries the key. */
function checkCarries(text: BodyInit | undefined, field: string, key: string): void {
  let value: unknown;
  try {
    value = valueAt(JSON.parse(`${text}`), field.split('.'));
  } catch {
    value = undefined;
  }
  if (value !== key)
    throw new InvalidRequestError(`option 'bodySerializer' lost the idempotency key: body.${field} must be kept.`);
}
