import type { Client } from 'openapi-fetch';
import { parseRow } from './operation.ts';
import type { Answer, Init, Runtime } from './runtime.ts';

/**
 * The path door: openapi-fetch's own client and types, with all layers beneath. Options of a call stand beside `params`
 * and `body`: `signal`, `timeout`, `deadline`, `maxRetries`, `headers`, `idempotencyKey`. It resolves for every answer,
 * whichever its status, and rejects with an `SdkError` when there is none.
 *
 * @example
 * const iron = createPathDoor<paths>(runtime);
 * const { data, error, response } = await iron.GET('/customers/{id}', { params: { path: { id } }, timeout: 5_000 });
 */
export function createPathDoor<Paths extends object>({
  client,
  operations,
  begin,
  send,
}: Runtime): Client<Paths, 'application/json'> {
  const request = async (method: string, path: string, init: Init = {}): Promise<Answer> => {
    const key = `${method.toUpperCase()} ${path}`;
    // Without a `fetch` of its own: it would go past the layers, which use it as their last.
    return send(begin(operations.get(key) ?? parseRow(key), init), { ...(init as object), fetch: undefined });
  };
  const door: Record<string, unknown> = { ...client, request };
  for (const method of Object.keys(client)) if (/[A-Z]/.test(method)) door[method] = request.bind(door, method);
  return door as unknown as Client<Paths, 'application/json'>;
}
