// What a call of the named door gives, and what its `.result()` can be.
import { describe, expect, test } from 'vitest';
import { emitTypes } from '../emit/openapi-types.ts';
import { emitOperations } from '../emit/operations.ts';
import type { JsonObject } from '../json.ts';
import { contract, json, operation, provider, ref } from './support/contract.ts';
import { answers, declaration, document, groups, method, page, query, schemas } from './support/groups.ts';
import { typeErrors } from './support/typescript.ts';

describe('results', () => {
  const result = (responses: JsonObject): string[] => declaration(groups({ responses }), 'type GetThingResult');

  test('statuses that share a body are one member of the result', () => {
    const some = answers({ 200: ref('Thing'), 400: ref('Problem'), 404: ref('Problem'), 409: { type: 'string' } });
    expect(result(some)).toEqual([
      '| Success<200, types.Thing>',
      '| Failure<400 | 404, types.Problem>',
      '| Failure<409, string>',
      '| Failure<Undeclared<400 | 404 | 409>, unknown>',
    ]);
  });

  test('`default` is the body of what is not declared', () => {
    expect(result(answers({ 200: ref('Thing'), 404: ref('Problem'), default: ref('Problem') }))).toEqual([
      '| Success<200, types.Thing>',
      '| Failure<404, types.Problem>',
      '| Failure<Undeclared<404>, types.Problem>',
    ]);
  });

  test('every error is undeclared if the contract declares none', () => {
    expect(result(answers({ 200: ref('Thing'), default: undefined }))).toEqual([
      '| Success<200, types.Thing>',
      '| Failure<Undeclared<never>, undefined>',
    ]);
  });

  test('each success has its status in the result', () => {
    expect(result(answers({ 200: ref('Thing'), 202: { type: 'boolean' }, 204: undefined }))).toEqual([
      '| Success<200, types.Thing>',
      '| Success<202, boolean>',
      '| Success<204, undefined>',
      '| Failure<Undeclared<never>, unknown>',
    ]);
  });

  test('a body that is a list of a named schema is an array of that name', () => {
    expect(result(answers({ 200: { type: 'array', items: ref('Thing') } }))[0]).toBe('| Success<200, types.Thing[]>');
  });

  test('a reference to a shared response is followed', () => {
    const shared = contract({
      operation: operation({ responses: { '200': { $ref: '#/components/responses/Shared' } } }),
      schemas,
      components: { responses: { Shared: { description: 'd', content: json(ref('Thing')) } } },
    });
    expect(declaration(emitOperations(shared, provider), 'type GetThingResult')[0]).toBe('| Success<200, types.Thing>');
  });

  test('an unnamed body is typed by its operation and media type', () => {
    const content = { 'application/problem+json': { schema: { type: 'object' } } };
    expect(result({ '200': { description: 'd', content } })[0]).toBe(
      `| Success<200, types.operations["getThing"]["responses"][200]["content"]["application/problem+json"]>`,
    );
  });

  test('JSON is preferred to other media types', () => {
    const content = { 'text/csv': { schema: { type: 'string' } }, ...json(ref('Thing')) };
    expect(result({ '200': { description: 'd', content } })[0]).toBe('| Success<200, types.Thing>');
  });
});

describe('promises', () => {
  const promise = (changes: JsonObject): string | undefined => method(groups(changes))?.split('): ')[1];

  test('a method returns a promise of its data', () => {
    expect(promise({ responses: answers({ 200: ref('Thing') }) })).toBe('ApiPromise<types.Thing, GetThingResult>');
  });

  test('a method with two successes returns a promise of either, without duplicates', () => {
    const both = answers({ 200: ref('Thing'), 201: ref('Thing'), 202: ref('Problem') });
    expect(promise({ responses: both })).toBe('ApiPromise<types.Thing | types.Problem, GetThingResult>');
  });

  test('a method without a response body returns a promise of undefined', () => {
    expect(promise({ responses: answers({ 204: undefined }) })).toBe('ApiPromise<undefined, GetThingResult>');
  });

  test('a list with a cursor returns a page promise and takes list options', () => {
    const text = groups({ responses: answers({ 200: ref('Page') }), ...page });
    expect(method(text)).toBe(
      'getThing(args?: NoArguments, options?: ListOptions): PagePromise<types.Thing, types.Page, GetThingResult>',
    );
  });

  test('unnamed items are typed by the page', () => {
    const counts = { 'x-pagination': { parameter: 'cursor', next: 'cursor', items: 'counts' } };
    expect(promise({ responses: answers({ 200: ref('Page') }), ...counts })).toBe(
      'PagePromise<NonNullable<types.Page["counts"]>[number], types.Page, GetThingResult>',
    );
  });
});

test('the interfaces type-check against the emitted types', async () => {
  const all = document(
    {
      parameters: [query('limit'), { name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { content: { 'text/plain': { schema: { type: 'object' } } } },
      responses: answers({
        200: ref('Page'),
        201: { type: 'object' },
        404: ref('Problem'),
        default: { type: 'object' },
      }),
      ...page,
    },
    {},
    '/things/{id}',
  );
  const core = [
    'ApiPromise<T, R>',
    'PagePromise<I, T, R>',
    'CallOptions',
    'PageOptions',
    'Success<S extends number, T>',
    'Failure<S extends number, T>',
  ];
  const types = await emitTypes(all, provider);
  expect(
    typeErrors({
      '/virtual/groups.ts': emitOperations(all, provider),
      '/virtual/node_modules/@org/acme-types/index.d.ts':
        "export type { operations } from './openapi';\nexport type * from './schemas';\n",
      '/virtual/node_modules/@org/acme-types/openapi.d.ts': types.openapi,
      '/virtual/node_modules/@org/acme-types/schemas.d.ts': types.schemas,
      '/virtual/node_modules/@org/sdk-core/index.d.ts': [
        ...core.map((name) => `export interface ${name} {}`),
        'export type Undeclared<S extends number> = Exclude<500, S>;',
        'export type ErrorOf<R> = R;',
      ].join('\n'),
    }),
  ).toEqual([]);
});
