import type { ApiError } from './api-error.ts';
import { valueAt } from './idempotency.ts';
import type { Settled } from './promise.ts';
import type { Context } from './request.ts';
import type { Init, Runtime } from './runtime.ts';

/**
 * When our own retry is told that the record exists already, our first attempt made it and its answer got lost. Then the
 * record is read back. It is the answer if it has our key and says nothing else than what we sent; in all other cases,
 * also when reading fails, the 409 stands.
 */
export async function recover(
  runtime: Runtime,
  context: Context,
  error: ApiError,
  { params, body }: Init,
): Promise<Settled | undefined> {
  const { operation, idempotencyKey, lost, signal, timeout, maxRetries, deadlineAt } = context;
  const [name = '', param = '', from = ''] = operation.read?.split(/[:=]/) ?? [];
  if (error.status !== 409 || !name || !lost) return undefined;
  const id = valueAt(error.body, ['meta', 'existing', ...from.split('.')]);
  const reading = runtime.operations.get(name);
  const deadline = Math.floor(deadlineAt - runtime.config.clock.now());
  if (!id || !reading || deadline < 1) return undefined;
  const inPath = reading.path.includes(`{${param}}`);
  try {
    const { data, response } = await runtime.send(runtime.begin(reading, { signal, timeout, maxRetries, deadline }), {
      params: inPath ? { path: { ...params?.path, [param]: id } } : { ...params, query: { [param]: [id] } },
    });
    const record = inPath ? data : valueAt(data, [reading.page?.split(':')[2] ?? 'items', '0']);
    const place = operation.key?.split(':')[1]?.split('.') ?? [];
    const within = place.slice(0, -1);
    const stored = valueAt(record, within) ?? record;
    const ours = valueAt(stored, place.slice(-1)) === idempotencyKey;
    const same = agrees(body, record) && agrees(valueAt(body, within), stored);
    return response.ok && ours && same ? { data: record, response } : undefined;
  } catch {
    return undefined;
  }
}

/** True if every value in `sent` that `stored` also carries is equal, decimals by value. */
export function agrees(sent: unknown, stored: unknown): boolean {
  if (sent === undefined || sent === null || stored === undefined || stored === null) return true;
  if (sent instanceof Object && stored instanceof Object) {
    if (Array.isArray(sent) && sent.length !== (stored as unknown[]).length) return false;
    return Object.entries(sent).every(([name, value]) => agrees(value, (stored as Record<string, unknown>)[name]));
  }
  if (`${sent}` === `${stored}`) return true;
  // Without a point it may be a number of an account, where zeros count.
  return /\./.test(`${sent}${stored}`) && decimal(sent) !== undefined && decimal(sent) === decimal(stored);
}

function decimal(value: unknown): bigint | undefined {
  const [, whole = '', part = ''] = /^(-?\d{1,60})(?:\.(\d{1,60}))?$/.exec(`${value}`) ?? [];
  return whole ? BigInt(whole + part.padEnd(60, '0')) : undefined;
}
