import type { Client, Middleware } from 'openapi-fetch';
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
export function createPathDoor<Paths extends object>(runtime: Runtime): Client<Paths, 'application/json'> {
  const { middleware, operations, begin, send } = runtime;
  const request = async (method: string, path: string, init: Init = {}): Promise<Answer> => {
    const key = `${method.toUpperCase()} ${path}`;
    return send(begin(operations.get(key) ?? parseRow(key), init), init);
  };
  const door: Record<string, unknown> = {
    request,
    use: (...added: Middleware[]) => void middleware.push(...added),
    eject: (...gone: Middleware[]) => {
      for (const one of gone) if (middleware.includes(one)) middleware.splice(middleware.indexOf(one), 1);
    },
  };
  for (const method of 'GET PUT POST DELETE OPTIONS HEAD PATCH TRACE'.split(' ')) {
    door[method] = request.bind(undefined, method);
  }
  return door as unknown as Client<Paths, 'application/json'>;
}
