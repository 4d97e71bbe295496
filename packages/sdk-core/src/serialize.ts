import { createFinalURL, createQuerySerializer, defaultBodySerializer, mergeHeaders } from 'openapi-fetch';
import { fillPath } from './check.ts';
import { type Context, LightRequest } from './request.ts';
import type { Init } from './runtime.ts';

/**
 * Writes a call as a request, by openapi-fetch's own functions: address, query, headers and body are what its client
 * would send. Its client itself is left out: it is as large as all of our layers, and would decode, fail and retry in
 * ways that are ours to decide.
 *
 * @param base address and headers of the client
 */
export function serialize(
  context: Context,
  init: Init,
  base: { readonly baseUrl: string; readonly headers: Record<string, string> },
): LightRequest {
  const { method, path, csv } = context.operation;
  const { params = {}, headers, querySerializer, bodySerializer = defaultBodySerializer, pathSerializer } = init;
  const all = [base.headers, headers, params.header] as Parameters<typeof mergeHeaders>;
  const body = init.body === undefined ? undefined : bodySerializer(init.body, mergeHeaders(...all));
  const bare = body === undefined || body instanceof FormData;
  return new LightRequest(
    createFinalURL(path, {
      baseUrl: base.baseUrl,
      // It looks at the path only when there are parameters.
      params: { ...params, path: params.path ?? {} },
      querySerializer:
        typeof querySerializer === 'function'
          ? querySerializer
          : csv && !querySerializer
            ? csvSerializer(csv)
            : createQuerySerializer(querySerializer),
      pathSerializer: pathSerializer ?? fillPath,
    }),
    {
      ...init,
      method,
      body,
      call: context,
      headers: mergeHeaders(bare ? {} : { 'Content-Type': 'application/json' }, ...all),
    },
  );
}

/** Arrays of these names are written comma-separated, all others repeat their name. */
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
