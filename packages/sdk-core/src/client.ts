import type { Client, Middleware as PathMiddleware } from 'openapi-fetch';
import { type CallArgs, type CallOptions, checkArguments, checkPathOptions } from './call-options.ts';
import type { CallInput, Ended, Sender } from './engine.ts';
import { requestIdOf } from './error-description.ts';
import { InvalidRequestError } from './errors.ts';
import type { Named, Operation } from './operation.ts';
import { ListPromise, type PageOptions } from './pages.ts';
import { throughPathMiddleware } from './path-middleware.ts';
import { CallPromise, type Settled } from './promise.ts';

/**
 * Adds an object for each group of the table, with a method for each operation:
 * `client.<group>.<operation>({ path, query, header, body }, options)`. They are ordinary properties, which tests can spy on.
 *
 * @typeParam Groups the generated interfaces of the groups
 */
export function addOperationMethods<Groups, Target extends object>(target: Target, engine: Sender): Target & Groups {
  for (const [group, operations] of Object.entries(engine.config.operations)) {
    const methods = {};
    for (const name of Object.keys(operations)) define(methods, name, methodOf(engine, engine.operations.get(name)));
    define(target, group, methods);
  }
  return target as Target & Groups;
}

/** Not by assignment: a name such as `__proto__` would do more than name. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}

type Method = (args?: CallArgs, options?: CallOptions & PageOptions) => CallPromise;

function methodOf(engine: Sender, operation: Named | undefined): Method {
  if (!operation) throw new Error('an operation of the table is not in its index');
  const { name, pagination } = operation;
  if (!pagination) {
    return (args = {}, options = {}) =>
      new CallPromise(settle(engine, engine.send(operation, inputOf(args, options), true)));
  }
  return (args = {}, options = {}) => {
    const first = settle(engine, engine.send(operation, inputOf(args, options, true), true));
    const { readAhead, signal } = options ?? {};
    return new ListPromise(first, {
      pagination,
      operation: name,
      start: args?.query?.[pagination.parameter],
      readAhead,
      signal,
      fetchPage: (cursor, stop) => {
        const query = { ...args.query, [pagination.parameter]: cursor };
        const input = { ...inputOf({ ...args, query }, options, true), ...(stop && { signal: stop }) };
        return settle(engine, engine.send(operation, input, true));
      },
    });
  };
}

/** The input of a call; what cannot be one is refused when the call is prepared, so that methods never throw. */
function inputOf(args: CallArgs, options: CallOptions, isList: boolean = false): CallInput {
  return { ...args, ...options, check: () => checkArguments(args, options, isList) };
}

async function settle(engine: Sender, ended: Promise<Ended>): Promise<Settled> {
  const { call, outcome } = await ended;
  const { response, failures } = outcome;
  return {
    data: outcome.ok ? outcome.data : undefined,
    response,
    requestId: requestIdOf(response),
    idempotencyKey: call.idempotencyKey,
    attempts: failures.length + 1,
    duration: engine.durationOf(call),
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'];

/** What openapi-fetch gives a call through a path method. */
interface PathInit extends Omit<CallInput, 'path' | 'query' | 'header'> {
  readonly params?: Pick<CallInput, 'path' | 'query' | 'header'> | undefined;
  readonly middleware?: readonly PathMiddleware[] | undefined;
}

/**
 * Makes the path methods: openapi-fetch's interface and types, over the same engine. Options of a call stand beside
 * `params` and `body`. They resolve for every response, whichever its status, and reject with an `SdkError` when there is
 * none.
 *
 * @example
 * const { data, error, response } = await iron.GET('/customers/{id}', { params: { path: { id } }, timeout: 5_000 });
 */
export function createPathMethods<Paths extends object>(engine: Sender): Client<Paths, 'application/json'> {
  const shared: PathMiddleware[] = [];
  const request = async (method: string, path: string, init: PathInit = {}): Promise<PathResult> => {
    const name = `${method.toUpperCase()} ${path}`;
    const unknown: Operation = { method: method.toUpperCase(), path: `${path}`, response: 'any' };
    const operation = engine.operations.get(name) ?? { ...unknown, name };
    const { params, middleware, ...rest } = (init ?? {}) as PathInit;
    const steps = [...shared, ...(middleware ?? [])];
    const input: CallInput = {
      ...rest,
      path: params?.path,
      query: params?.query,
      header: params?.header,
      fetchOptions: fetchOptionsOf(rest),
      check: () => checkPathOptions(init),
      ...(steps.length > 0 && { around: throughPathMiddleware(steps, engine.config, params, rest) }),
    };
    const { outcome } = await engine.send(operation, input, false);
    const { response } = outcome;
    return outcome.ok ? { data: outcome.data, response } : { error: outcome.body, response };
  };
  const methods: Record<string, unknown> = {
    request,
    use: (...added: PathMiddleware[]) => {
      for (const one of added) {
        if (typeof one !== 'object' || one === null) {
          throw new InvalidRequestError('middleware must be an object with onRequest, onResponse or onError.');
        }
        shared.push(one);
      }
    },
    eject: (...gone: PathMiddleware[]) => {
      for (const one of gone) if (shared.includes(one)) shared.splice(shared.indexOf(one), 1);
    },
  };
  for (const method of METHODS) methods[method] = request.bind(undefined, method);
  return methods as unknown as Client<Paths, 'application/json'>;
}

interface PathResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

const OURS = new Set([
  ...['signal', 'timeout', 'deadline', 'maxRetries', 'headers', 'idempotencyKey', 'fetchOptions', 'body'],
  ...['parseAs', 'fetch', 'querySerializer', 'bodySerializer', 'pathSerializer', 'baseUrl'],
]);

/** The openapi-fetch options that are passed to `fetch`. */
function fetchOptionsOf(init: object): object {
  const { fetchOptions } = init as CallInput;
  const others = Object.entries(init).filter(([name]) => !OURS.has(name));
  return { ...Object.fromEntries(others), ...fetchOptions };
}
