import type { CallArgs, CallOptions } from './call-options.ts';
import { isSdkError } from './guards.ts';
import { valueAt } from './idempotency.ts';
import type { Named, Operation, ReadBack } from './operation.ts';
import type { ErrorResponse, Outcome } from './outcome.ts';
import type { Call } from './request.ts';

/** The part of the engine that reads a record. */
interface Reader<Op extends Operation> {
  readonly operations: ReadonlyMap<string, Named<Op>>;
  send(operation: Named<Op>, input: CallArgs & CallOptions, throwing: boolean): Promise<{ readonly outcome: Outcome }>;
}

/** Reads the record that a retry was told exists already; nothing where there is none to be had. */
export type ReadBackRecord<Op extends Operation> = (
  call: Call<Op>,
  failure: ErrorResponse,
  args: CallArgs,
  engine: Reader<Op>,
) => Promise<Outcome | undefined>;

/**
 * When our own retry is told that the record exists already, the first attempt made it and its response was lost. Then
 * the record is read. It is the result if it has our key and agrees with what was sent; otherwise, also when reading
 * fails, the 409 stands.
 *
 * @param existingRecord the record that an error body says exists already
 */
export function createReadBack<Op extends Operation>(existingRecord: (body: unknown) => unknown): ReadBackRecord<Op> {
  return async (call, failure, args, engine) => {
    const { operation, idempotencyKey, deadline, timeout, maxRetries } = call;
    const reading = operation.readBack && engine.operations.get(operation.readBack.operation);
    const left = Math.floor(deadline.left());
    if (failure.status !== 409 || !operation.readBack || !reading || left < 1) return undefined;
    const parameters = parametersOf(operation.readBack, existingRecord(failure.body), args);
    if (!parameters) return undefined;
    try {
      const options = { signal: deadline.signal, timeout, maxRetries, deadline: left };
      const { outcome } = await engine.send(reading, { ...parameters, ...options }, false);
      if (!outcome.ok) return undefined;
      const { pagination } = reading;
      const record = pagination ? valueAt(outcome.data, [pagination.items, '0']) : outcome.data;
      const place =
        operation.idempotency && 'body' in operation.idempotency ? operation.idempotency.body.split('.') : [];
      const within = place.slice(0, -1);
      // Some operations return what stands inside the object that was sent.
      const stored = valueAt(record, within) ?? record;
      const ours = valueAt(stored, place.slice(-1)) === idempotencyKey;
      const same = agrees(args.body, record) && agrees(valueAt(args.body, within), stored);
      return ours && same ? { ...outcome, data: record, failures: failure.failures } : undefined;
    } catch (cause) {
      // What the user's own code threw. The record may exist all the same, so the caller gets the 409 and its key.
      return isSdkError(cause) ? undefined : { ...failure, cause };
    }
  };
}

/** The parameters of the call that reads the record; nothing where the existing record lacks one. */
function parametersOf({ path, query }: ReadBack, existing: unknown, args: CallArgs): CallArgs | undefined {
  const filled: Record<string, unknown> = {};
  for (const [parameter, from] of Object.entries(path ?? query ?? {})) {
    const value = valueAt(existing, from.split('.'));
    if (!value) return undefined;
    filled[parameter] = path ? value : [value];
  }
  return path ? { path: { ...args.path, ...filled } } : { path: args.path, query: filled };
}

/** True if every value in `sent` that `stored` also carries is equal, decimals by value. */
export function agrees(sent: unknown, stored: unknown): boolean {
  if (sent === undefined || sent === null || stored === undefined || stored === null) return true;
  if (typeof sent === 'object' && typeof stored === 'object') {
    if (Array.isArray(sent) && sent.length !== (stored as unknown[]).length) return false;
    const fields = valueAt(sent, []) as Record<string, unknown>;
    return Object.entries(fields).every(([name, value]) => agrees(value, (stored as Record<string, unknown>)[name]));
  }
  if (`${sent}` === `${stored}`) return true;
  // Without a point it may be the number of an account, where zeros count.
  return /\./.test(`${sent}${stored}`) && decimal(sent) !== undefined && decimal(sent) === decimal(stored);
}

function decimal(value: unknown): bigint | undefined {
  const [, whole = '', part = ''] = /^(-?\d{1,60})(?:\.(\d{1,60}))?$/.exec(`${value}`) ?? [];
  return whole ? BigInt(whole + part.padEnd(60, '0')) : undefined;
}
