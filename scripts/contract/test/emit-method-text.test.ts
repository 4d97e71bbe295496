// What an editor shows of an operation method: what the contract says of it, and a call to copy.
import { describe, expect, test } from 'vitest';
import { exampleOf, methodText } from '../emit/method-text.ts';
import { type Call, callsOf } from '../emit/table.ts';
import type { Json, JsonObject } from '../json.ts';
import { contract, json, operation, provider, ref } from './support/contract.ts';
import { query, schemas } from './support/groups.ts';
import { ESCAPE } from './support/untrusted.ts';

/** A contract whose operation `getThing` has these changes. */
const document = (changes: JsonObject, { method = 'get', root = {} }: { method?: string; root?: JsonObject } = {}) =>
  contract({
    paths: { '/things': { [method]: operation(changes) } },
    schemas: { ...schemas, Quote: { type: 'object', 'x-round-trip': true } },
    components: {
      securitySchemes: {
        Key: { type: 'apiKey', in: 'header', name: 'X-KEY' },
        OAuth: { type: 'oauth2', flows: {} },
        Basic: { type: 'http', scheme: 'basic' },
      },
    },
    root,
  });
const callOf = (contract: JsonObject): Call => [...callsOf(contract).values()].flat().at(-1) as Call;
const textOf = (contract: JsonObject): string => methodText(contract, provider, callOf(contract));
const exampleIn = (contract: JsonObject): string => exampleOf(contract, provider, callOf(contract));

test('a method has its summary, description, method and path, facts, example and page, in this order', () => {
  const changes = { description: 'Slowly.', externalDocs: { url: 'https://docs.example.com/x' } };
  expect(textOf(document(changes)).split('\n')).toEqual([
    'Reads a thing.',
    '',
    'Slowly.',
    '',
    '`GET /things`',
    '- Credentials: none.',
    '- Errors:',
    '  - `default`: An error.',
    '',
    '@example',
    'await acme.thing.getThing();',
    '@see https://docs.example.com/x',
  ]);
});

describe('facts', () => {
  const post = { method: 'post' };
  const error = (description: string): JsonObject => ({ responses: { '404': { description } } });

  test.each<[what: string, line: string, contract: JsonObject]>([
    ['an API key', '- Credentials: header `X-KEY`.', document({ security: [{ Key: [] }] })],
    [
      'a key or a password',
      '- Credentials: header `X-KEY` or header `Authorization`.',
      document({ security: [{ Key: [] }, { Basic: [] }] }),
    ],
    [
      'the credentials of the whole contract',
      '- Credentials: header `X-KEY`.',
      document({ security: undefined as never }, { root: { security: [{ Key: [] }] } }),
    ],
    ['a scope', '- OAuth scope: `a`.', document({ security: [{ OAuth: ['a'] }] })],
    ['scopes of which all are needed', '- OAuth scopes: `a` and `b`.', document({ security: [{ OAuth: ['a', 'b'] }] })],
    [
      'scopes of which one is needed',
      '- OAuth scopes: `a` or `b`.',
      document({ security: [{ OAuth: ['a'] }, { OAuth: ['b'] }] }),
    ],
    [
      'a token of any scope',
      '- Credentials: an OAuth access token, of any scope.',
      document({ security: [{ OAuth: [] }] }),
    ],
    [
      'a key in a header',
      '- Idempotency key: header `X-ID`. Pass one as `idempotencyKey`, or the SDK makes one.',
      document({ 'x-idempotency': { header: 'X-ID' } }, post),
    ],
    [
      'a key in the body',
      '- Idempotency key: `body.a.ref_id`. Pass one as `idempotencyKey`, or the SDK makes one.',
      document({ 'x-idempotency': { body: 'a.ref_id' } }, post),
    ],
    ['a POST without a key', '- Retries: only if the request was certainly not sent.', document({}, post)],
    [
      'an operation that is never retried',
      '- Retries: only if the request was certainly not sent.',
      document({ 'x-retry': 'never' }, { method: 'put' }),
    ],
    [
      'a list with a cursor',
      '- Pagination: `for await` iterates over all items, `await` returns the first page; `query.after` continues a list.',
      document({ 'x-pagination': { parameter: 'after', next: 'next', items: 'items' } }),
    ],
    [
      'a rate limit of its own',
      '- Rate limit: class `slow`, 2 requests a second.',
      document(
        { 'x-rate-limit': { class: 'slow', perSecond: 2 } },
        { root: { 'x-rate-limit': { class: 'rest', perSecond: 9 } } },
      ),
    ],
    [
      'the rate limit of all others',
      '- Rate limit: class `rest`, 9 requests a second.',
      document({}, { root: { 'x-rate-limit': { class: 'rest', perSecond: 9 } } }),
    ],
    ['an operation of the sandbox', '- Sandbox environment only.', document({ tags: ['Sandbox Things'] })],
    [
      'the first sentence of an error',
      '  - `404`: No file `a.txt` is there, e.g. none.',
      document(error('No file `a.txt`\nis there, e.g. none. Look again.')),
    ],
    ['an error without a full stop', '  - `404`: Not there', document(error('Not there'))],
  ])('a method has a line on %s', (_, line, contract) => {
    expect(textOf(contract).split('\n')).toContain(line);
  });

  test('a read without a cursor, a limit or a scope has no line on them, and a success is not listed as an error', () => {
    const text = textOf(document({ responses: { '200': { description: 'The thing.' } } }));
    expect(text).toContain('`GET /things`\n- Credentials: none.\n\n@example');
  });
});

describe('examples', () => {
  const body = (value: Json, schema: JsonObject = ref('Thing')): JsonObject => ({
    requestBody: { content: { 'application/json': { schema, examples: { first: { value }, second: { value: 2 } } } } },
  });
  const parameter = (schema: JsonObject, rest: JsonObject = {}): JsonObject => ({
    parameters: [{ name: 'p', in: 'query', required: true, schema, ...rest }],
  });
  const long = { name: 'n'.repeat(40), tags: ['t'.repeat(30), 't'.repeat(30)], _: {} };

  test.each<[what: string, example: string, contract: JsonObject]>([
    [
      'the first example of the body',
      'await acme.thing.getThing({ body: { "a-b": 1, ["__proto__"]: null } });',
      document(body(JSON.parse('{"a-b": 1, "__proto__": null}'))),
    ],
    [
      'a body without the key that the SDK fills',
      'await acme.thing.getThing({ body: { a: {}, ref_id: 2 } });',
      document({ ...body({ a: { ref_id: 1 }, ref_id: 2 }), 'x-idempotency': { body: 'a.ref_id' } }),
    ],
    [
      'an empty body where there is no example',
      'await acme.thing.getThing({ body: {} });',
      document({ requestBody: { content: json(ref('Thing')) } }),
    ],
    ['no optional parameter', 'await acme.thing.getThing();', document({ parameters: [query('limit')] })],
    [
      'no header that the SDK fills',
      'await acme.thing.getThing();',
      document({
        parameters: [{ name: 'ID', in: 'header', required: true, schema: { type: 'string' } }],
        'x-idempotency': { header: 'ID' },
      }),
    ],
    [
      'the example of a parameter',
      'await acme.thing.getThing({ query: { p: "own" } });',
      document(parameter({ type: 'string', examples: ['other'] }, { example: 'own' })),
    ],
    [
      'an example of its schema',
      'await acme.thing.getThing({ query: { p: "other" } });',
      document(parameter({ type: 'string', examples: ['other'] })),
    ],
    [
      'a value of its enum',
      'await acme.thing.getThing({ query: { p: ["A"] } });',
      document(parameter({ type: 'array', items: { type: 'string', enum: ['A', 'B'] } })),
    ],
    ['a number', 'await acme.thing.getThing({ query: { p: 1 } });', document(parameter({ type: 'integer' }))],
    [
      'a boolean',
      'await acme.thing.getThing({ query: { p: true } });',
      document(parameter({ type: ['boolean', 'null'] })),
    ],
    [
      'the name of a parameter without any of these',
      'await acme.thing.getThing({ query: { p: "p" } });',
      document(parameter({ type: 'string' })),
    ],
    [
      'a loop over a list with a cursor',
      'for await (const item of acme.thing.getThing()) console.log(item);',
      document({ 'x-pagination': { parameter: 'a', next: 'b', items: 'items' } }),
    ],
    [
      'several lines for what is long',
      `await acme.thing.getThing({\n  body: {\n    name: "${long.name}",\n    tags: ["${long.tags.join('", "')}"],\n    _: {},\n  },\n});`,
      document(body(long)),
    ],
  ])('an example has %s', (_, example, contract) => {
    expect(exampleIn(contract)).toBe(example);
  });

  test('an example gets a body that is sent back as it was received from the method that returns it', () => {
    const source = operation({
      operationId: 'getQuote',
      responses: { '200': { description: 'A quote.', content: json(ref('Quote')) } },
    });
    const contract = document(body({ amount: 1 }, ref('Quote')), { method: 'post' });
    contract.paths = { '/quotes': { get: source }, ...(contract.paths as JsonObject) };
    expect(exampleIn(contract)).toBe('const body = await acme.thing.getQuote();\nawait acme.thing.getThing({ body });');
  });

  test('an example has its values as literals, whatever characters they have', () => {
    const text = `${JSON.stringify(`${ESCAPE}\n`).slice(0, -1)}\\u2028"`;
    expect(exampleIn(document(body({ text: `${ESCAPE}\n\u2028` })))).toBe(
      `await acme.thing.getThing({\n  body: { text: ${text} },\n});`,
    );
  });
});
