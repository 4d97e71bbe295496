import { apiError } from './api-error.ts';
import { ConfigError } from './errors.ts';
import type { Operation } from './operation.ts';
import { ListPromise, type PageOptions } from './page.ts';
import { CallPromise, type Settled } from './promise.ts';
import type { CallOptions } from './request.ts';
import type { Init, Runtime } from './runtime.ts';

/** What an operation takes. */
export interface CallArgs {
  readonly path?: Record<string, unknown> | undefined;
  readonly query?: Record<string, unknown> | undefined;
  readonly header?: Record<string, unknown> | undefined;
  readonly body?: unknown;
}

/**
 * The named door: `client.<group>.<operation>({ path, query, header, body }, options)` for every row of the table. A
 * group is made when it is first used.
 *
 * @typeParam Api the generated interfaces of the groups
 * @param door the object that gets the groups; the path door, if both are to be one
 */
export function createNamedDoor<Api, Door extends object = object>(
  runtime: Runtime,
  door: Door = {} as Door,
): Api & Door {
  for (const [name, rows] of Object.entries(runtime.config.table)) {
    let group: object | undefined;
    Object.defineProperty(door, name, {
      enumerable: true,
      get: () => {
        group ??= groupOf(runtime, Object.keys(rows));
        return group;
      },
    });
  }
  return door as Api & Door;
}

function groupOf(runtime: Runtime, names: string[]): object {
  const group = {};
  for (const name of names) {
    const value = (args?: CallArgs, options?: CallOptions & PageOptions): CallPromise => {
      const operation = runtime.operations.get(name) as Operation;
      const [param, next = '', items = ''] = operation.page?.split(':') ?? [];
      if (!param) return new CallPromise(call(runtime, operation, args, options));
      return new ListPromise({
        fetchPage: (cursor, signal) =>
          call(
            runtime,
            operation,
            cursor ? { ...args, query: { ...args?.query, [param]: cursor } } : args,
            signal ? { ...options, signal } : options,
          ),
        next,
        items,
        start: args?.query?.[param],
        readAhead: options?.readAhead,
        signal: options?.signal,
      });
    };
    // Not by assignment: a name such as `__proto__` would do more than name.
    Object.defineProperty(group, name, { enumerable: true, value });
  }
  return group;
}

async function call(
  runtime: Runtime,
  operation: Operation,
  args: CallArgs = {},
  options: CallOptions = {},
): Promise<Settled> {
  const { clock, createKey } = runtime.config;
  const context = runtime.begin(operation, options);
  for (const name in args) {
    if (!/^(path|query|header|body)$/.test(name)) {
      throw new ConfigError(`there is no argument '${name}', only path, query, header and body.`, context);
    }
  }
  const { path, query, header, body } = args;
  const { headers, idempotencyKey } = options;
  const init = { params: { path, query, header }, body, headers, idempotencyKey } as Init;
  if (operation.key?.startsWith('body')) context.idempotencyKey ??= createKey();
  const { data, error, response } = await runtime.send(context, init);
  if (response.ok) return { data, response };
  const failure = apiError(context, error, response, clock.now());
  const settled = await runtime.bodyKeys?.recover(runtime, context, failure, init);
  if (settled) return settled;
  throw failure;
}
