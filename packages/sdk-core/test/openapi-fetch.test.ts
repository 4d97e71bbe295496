// Path methods against openapi-fetch's own client: the same call must put the same bytes on the wire, and return the same.
import fc from 'fast-check';
import createClient, { type Middleware } from 'openapi-fetch';
import { describe, expect, test } from 'vitest';
import { createPathMethods } from '../src/client.ts';
import { Engine } from '../src/engine.ts';
import { resolveOptions } from '../src/options.ts';
import { failureOf, provider } from './support/client.ts';

type AnyPaths = Record<string, Record<'get' | 'put' | 'post' | 'delete' | 'patch', { responses: object }>>;
type Call = (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'] as const;

/** Both clients over one `fetch` that answers with `answer` and keeps what it was sent. */
const both = (answer: () => Response = () => new Response('{}'), baseUrl = 'https://x.test/api') => {
  const sent: Request[] = [];
  const options = resolveOptions(
    {
      baseUrl,
      headers: { 'X-Base': 'base' },
      maxRetries: 0,
      fetch: async (url, init) => {
        sent.push(new Request(url, init));
        return answer();
      },
    },
    provider,
  );
  const ours = createPathMethods<AnyPaths>(
    new Engine({ ...options, operations: {}, instrumentation: undefined, describeError: () => ({}) }),
  );
  const theirs = createClient<AnyPaths, 'application/json'>({
    baseUrl,
    headers: options.headers,
    fetch: async (request) => {
      sent.push(request);
      return answer();
    },
  });
  return { ours, theirs, sent };
};

const show = async (request: Request | undefined) => ({
  url: request?.url,
  method: request?.method,
  headers: [...(request?.headers ?? [])],
  body: await request?.text(),
});

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.]{0,8}$/);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const query = fc.dictionary(
  word,
  fc.oneof(scalar, fc.array(fc.string(), { minLength: 1, maxLength: 3 }), fc.constantFrom(null, undefined)),
);
const header = fc.dictionary(
  fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,8}$/).filter((name) => !/^(host|connection|te|trailer|dnt|via)$/i.test(name)),
  fc.oneof(fc.stringMatching(/^[a-z]{0,5}$/), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)),
);
const init = fc.record(
  {
    params: fc.record(
      { query, header, path: fc.record({ id: fc.stringMatching(/^[^.%/\\][^/\\%]*$/) }) },
      { requiredKeys: ['path'] },
    ),
    headers: header,
  },
  { requiredKeys: ['params'] },
);

describe('path methods send what openapi-fetch sends', () => {
  test('whatever the parameters, headers and bodies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...METHODS), init, fc.jsonValue(), async (method, given, value) => {
        const { ours, theirs, sent } = both();
        const call = { ...given, ...(method !== 'GET' && value !== null && { body: value }) };
        await (theirs[method] as unknown as Call)('/a/{id}/b', call);
        await (ours[method] as unknown as Call)('/a/{id}/b', call);
        expect(await show(sent[1])).toEqual(await show(sent[0]));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['a form', { body: { a: 'x y', b: '1' }, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }],
    ['a text of its own', { body: { a: 1 }, bodySerializer: () => 'own', headers: { 'content-type': 'text/plain' } }],
    ['no content type', { body: { a: 1 }, headers: { 'Content-Type': null } }],
    ['a query of its own', { params: { query: { a: [1, 2] } }, querySerializer: () => '?own=1' }],
    [
      'a query in another style',
      {
        params: { query: { a: [1, 2], b: { c: 3 } } },
        querySerializer: { array: { style: 'pipeDelimited', explode: false } },
      },
    ],
    [
      'a path of its own',
      { params: { path: { id: 'c1' } }, pathSerializer: (path: string) => path.replace('{id}', 'own') },
    ],
  ])('with %s', async (_what, given) => {
    const { ours, theirs, sent } = both();
    const path = 'pathSerializer' in given ? '/a/{id}' : '/a';
    await (theirs.POST as unknown as Call)(path, given);
    await (ours.POST as unknown as Call)(path, given);
    expect(await show(sent[1])).toEqual(await show(sent[0]));
  });

  test('with form data, whose boundary differs from call to call', async () => {
    const { ours, theirs, sent } = both();
    const body = new FormData();
    body.set('a', 'x');
    await (theirs.POST as unknown as Call)('/a', { body });
    await (ours.POST as unknown as Call)('/a', { body });
    const [first, second] = await Promise.all(sent.map((request) => request.formData()));
    expect([...(second ?? [])]).toEqual([...(first ?? [])]);
  });
});

describe('path methods return what openapi-fetch returns', () => {
  const texts = ['{"a":1}', '[]', '"x"', '7', 'null', 'false', ''];
  test.each([200, 201, 400, 404, 500].flatMap((status) => texts.map((text) => [status, text] as const)))(
    'for status %i with %j',
    async (status, text) => {
      for (const headers of [{}, { 'content-length': `${text.length}` }]) {
        const { ours, theirs } = both(() => new Response(text, { status, headers }));
        const [mine, own] = await Promise.all([ours.GET('/a'), theirs.GET('/a')]);
        // Of an error without a body openapi-fetch makes '' or undefined, after whether its length was told.
        expect({ ...mine, error: mine.error ?? '', response: 0 }).toEqual({
          ...own,
          error: own.error ?? '',
          response: 0,
        });
        expect(mine.response.status).toBe(own.response.status);
      }
    },
  );

  test('for errors that are not JSON, and for no content', async () => {
    const page = both(() => new Response('<html>', { status: 502 }));
    expect((await page.ours.GET('/a')).error).toBe((await page.theirs.GET('/a')).error);
    const nothing = both(() => new Response(null, { status: 204 }));
    expect((await nothing.ours.DELETE('/a')).data).toBe((await nothing.theirs.DELETE('/a')).data);
  });
});

describe('middleware runs as openapi-fetch runs it', () => {
  const recording = (trail: unknown[], name: string, extra: Middleware = {} as Middleware): Middleware => ({
    onRequest: ({ schemaPath, params, request }) => {
      trail.push([name, 'request', schemaPath, params, request.url, request.headers.get('x-from')]);
      request.headers.set('x-from', name);
    },
    onResponse: ({ schemaPath, response }) => void trail.push([name, 'response', schemaPath, response.status]),
    onError: ({ error }) => void trail.push([name, 'error', error instanceof Error]),
    ...extra,
  });
  const trails = async (extra: Middleware[], answer?: () => Response) => {
    const clients = both(answer);
    const results = [];
    for (const client of [clients.theirs, clients.ours]) {
      const trail: unknown[] = [];
      client.use(recording(trail, 'a'), ...extra.map((one, at) => recording(trail, `b${at}`, one)));
      const outcome = await (client.GET as unknown as Call)('/a/{id}', {
        params: { path: { id: 'c1' } },
        middleware: [recording(trail, 'own')],
      }).then(
        ({ data, error, response }) => [data, error, response.status],
        (error) => `${error.cause?.message ?? error.message}`,
      );
      results.push({ trail, outcome });
    }
    return results;
  };

  const replaced = () => new Response('{"replaced":true}');
  test.each<[string, Middleware[], (() => Response)?]>([
    ['in order, and backwards', []],
    ['with an answer from onRequest', [{ onRequest: replaced }]],
    ['with an answer from onResponse', [{ onResponse: replaced }]],
    [
      'with an answer from onError',
      [{ onError: replaced }],
      () => {
        throw new TypeError('fetch failed', { cause: new Error('gone') });
      },
    ],
    [
      'with another error',
      [{ onError: () => new Error('other') }],
      () => {
        throw new TypeError('fetch failed', { cause: new Error('gone') });
      },
    ],
    ['with the same request', [{ onRequest: ({ request }) => request }]],
  ])('%s', async (_what, extra, answer) => {
    const [theirs, ours] = await trails(extra, answer);
    expect(ours).toEqual(theirs);
  });

  test('until it is ejected', async () => {
    const { ours } = both();
    const trail: unknown[] = [];
    const one = recording(trail, 'one');
    ours.use(one);
    ours.eject(one, recording(trail, 'never used'));
    await ours.GET('/a');
    expect(trail).toEqual([]);
  });

  test('but a Request of its own is refused, since it could not be sent again', async () => {
    const { ours, sent } = both();
    ours.use({ onRequest: () => new Request('https://elsewhere.test') });
    const error = await failureOf(ours.GET('/a'));
    expect(error.message).toBe('GET /a: onRequest must return the request that it is given, or a Response.');
    expect(sent).toEqual([]);
  });

  test('and what it replaces is decoded like any other answer', async () => {
    const { ours } = both();
    ours.use({ onResponse: () => new Response('<html>') });
    expect((await failureOf(ours.GET('/a'))).name).toBe('DecodeError');
  });
});
