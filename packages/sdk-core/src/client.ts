import type { Client, Middleware as PathMiddleware } from 'openapi-fetch';
import { type CallArgs, type CallOptions, checkArguments, checkPathOptions, fetchOptionsOf } from './call-options.ts';
import type { CallInput, Ended, Sender } from './engine.ts';
import { requestIdOf } from './error-description.ts';
import { InvalidRequestError } from './errors.ts';
import type { Named } from './operation.ts';
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
  const groups = Object.entries(engine.config.operations).map(([group, operations]) => {
    const methods = Object.keys(operations).map((name) => [
      name,
      methodOf(engine, engine.operations.get(name) as Named),
    ]);
    return [group, Object.fromEntries(methods)];
  });
  // Not by assignment: a name such as `__proto__` would do more than name.
  return { ...target, ...Object.fromEntries(groups) } as Target & Groups;
}

type Method = (args?: CallArgs, options?: CallOptions & PageOptions) => CallPromise;

function methodOf(engine: Sender, operation: Named): Method {
  const { name, pagination } = operation;
  return (args = {}, options = {}) => {
    const first = settle(engine, engine.send(operation, inputOf(args, options, !!pagination), true));
    if (!pagination) return new CallPromise(first);
    const { parameter } = pagination;
    const { readAhead, signal } = options ?? {};
    return new ListPromise(first, {
      pagination,
      operation: name,
      start: args?.query?.[parameter],
      readAhead,
      signal,
      fetchPage: (cursor, stop) => {
        const query = { ...args.query, [parameter]: cursor };
        const input = inputOf({ ...args, query }, stop ? { ...options, signal: stop } : options, true);
        return settle(engine, engine.send(operation, input, true));
      },
    });
  };
}

/** The input of a call; what cannot be one is refused when the call is prepared, so that methods never throw. */
function inputOf(args: CallArgs, options: CallOptions, isList: boolean): CallInput {
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
  const request = async (verb: string, path: string, init: PathInit = {}): Promise<PathResult> => {
    const method = verb.toUpperCase();
    const name = `${method} ${path}`;
    const operation = engine.operations.get(name) ?? { name, method, path: `${path}`, response: 'any' };
    const { params, middleware = [], ...rest } = (init ?? {}) as PathInit;
    const steps = [...shared, ...middleware];
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
