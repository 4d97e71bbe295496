import type { Middleware as PathMiddleware } from 'openapi-fetch';
import { decodeFailure, decodeSuccess } from './decode.ts';
import type { Ended, Sender } from './engine.ts';
import { InvalidRequestError } from './errors.ts';
import { toError } from './messages.ts';
import type { Outcome } from './outcome.ts';
import type { Call, RequestBody } from './request.ts';
import type { Run } from './step.ts';

/** What openapi-fetch's middleware is given in place of a `Request`. Its fields may be changed. */
interface PathRequest {
  url: string;
  method: string;
  headers: Headers;
  body: RequestBody;
}

interface Given {
  readonly schemaPath: string;
  readonly params: object;
  readonly options: object;
  readonly id: string;
  request: PathRequest;
  response?: Response;
  error?: unknown;
}

type Handlers = Record<'onRequest' | 'onResponse' | 'onError', ((given: Given) => unknown) | undefined>;

/**
 * Runs openapi-fetch's middleware around the pipeline, as its client does: `onRequest` in order, `onError` and
 * `onResponse` backwards. A response that `onRequest` returns is the response.
 */
export function throughPathMiddleware(
  middleware: readonly PathMiddleware[],
  config: Sender['config'],
  params: object = {},
  options: object = {},
): (call: Call, run: Run) => Promise<Outcome> {
  const handlers = middleware as unknown as Handlers[];
  return async (call, run) => {
    const { operation, url, headers, body } = call;
    const request: PathRequest = { url, method: operation.method, headers, body };
    const all = { ...options, parseAs: call.parseAs, baseUrl: config.baseUrl };
    const given: Given = { schemaPath: operation.path, params, options: all, id: `${config.random()}`, request };
    for (const { onRequest } of handlers) {
      const result = await onRequest?.(given);
      if (result instanceof Response) return decode(result, call, config);
      if (result && result !== given.request) {
        throw new InvalidRequestError(
          `${operation.name}: onRequest must return the request that it is given, or a Response.`,
        );
      }
    }
    const outcome = await run({ ...call, url: request.url, headers: request.headers, body: request.body }, 1);
    const backwards = [...handlers].reverse();
    if (!outcome.ok && outcome.kind !== 'response') {
      given.error = toError(call, outcome, config.describeError);
      for (const { onError } of backwards) {
        const result = given.response ? undefined : await onError?.(given);
        if (result instanceof Response) given.response = result;
        else given.error = result ?? given.error;
      }
      if (!given.response) throw given.error;
    }
    // The body was read when it was decoded, so middleware gets a response of its own.
    const own = given.response ?? responseOf(outcome as Ended['outcome']);
    let response = own;
    for (const { onResponse } of backwards) {
      given.response = response;
      response = ((await onResponse?.(given)) as Response | undefined) ?? response;
    }
    const unchanged = response === own && (outcome.ok || outcome.kind === 'response');
    return unchanged ? outcome : decode(response, call, config);
  };
}

function responseOf(outcome: Ended['outcome']): Response {
  const { response } = outcome;
  const { status, statusText, headers } = response;
  const text = outcome.ok ? outcome.raw : outcome.text;
  // Those statuses must not have a body.
  const body = [204, 205, 304].includes(status) ? null : text;
  // A streamed body has not been read.
  return outcome.ok && outcome.raw === undefined ? response : new Response(body, { status, statusText, headers });
}

async function decode(response: Response, call: Call, { clock }: Sender['config']): Promise<Outcome> {
  return response.ok ? decodeSuccess(response, call) : decodeFailure(response, call, clock.now());
}
