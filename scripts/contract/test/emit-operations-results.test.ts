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

  test('statuses that share a body stand together', () => {
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

  test('with no declared error every one is undeclared', () => {
    expect(result(answers({ 200: ref('Thing'), default: undefined }))).toEqual([
      '| Success<200, types.Thing>',
      '| Failure<Undeclared<never>, undefined>',
    ]);
  });

  test('each success has its status', () => {
    expect(result(answers({ 200: ref('Thing'), 202: { type: 'boolean' }, 204: undefined }))).toEqual([
      '| Success<200, types.Thing>',
      '| Success<202, boolean>',
      '| Success<204, undefined>',
      '| Failure<Undeclared<never>, unknown>',
    ]);
  });

  test('a list of named things is a list of that name', () => {
    expect(result(answers({ 200: { type: 'array', items: ref('Thing') } }))[0]).toBe('| Success<200, types.Thing[]>');
  });

  test('a shared answer is followed', () => {
    const shared = contract({
      operation: operation({ responses: { '200': { $ref: '#/components/responses/Shared' } } }),
      schemas,
      components: { responses: { Shared: { description: 'd', content: json(ref('Thing')) } } },
    });
    expect(declaration(emitOperations(shared, provider), 'type GetThingResult')[0]).toBe('| Success<200, types.Thing>');
  });

  test('a body without a name is reached through its operation, by the media type that it has', () => {
    const content = { 'application/problem+json': { schema: { type: 'object' } } };
    expect(result({ '200': { description: 'd', content } })[0]).toBe(
      `| Success<200, types.operations["getThing"]["responses"][200]["content"]["application/problem+json"]>`,
    );
  });

  test('JSON is preferred to what stands beside it', () => {
    const content = { 'text/csv': { schema: { type: 'string' } }, ...json(ref('Thing')) };
    expect(result({ '200': { description: 'd', content } })[0]).toBe('| Success<200, types.Thing>');
  });
});

describe('promises', () => {
  const promise = (changes: JsonObject): string | undefined => method(groups(changes))?.split('): ')[1];

  test('a call promises its data', () => {
    expect(promise({ responses: answers({ 200: ref('Thing') }) })).toBe('ApiPromise<types.Thing, GetThingResult>');
  });

  test('a call with two successes promises either, and the same one once', () => {
    const both = answers({ 200: ref('Thing'), 201: ref('Thing'), 202: ref('Problem') });
    expect(promise({ responses: both })).toBe('ApiPromise<types.Thing | types.Problem, GetThingResult>');
  });

  test('a call that answers nothing promises undefined', () => {
    expect(promise({ responses: answers({ 204: undefined }) })).toBe('ApiPromise<undefined, GetThingResult>');
  });

  test('a list with a cursor promises pages of its items, and takes the options of lists', () => {
    const text = groups({ responses: answers({ 200: ref('Page') }), ...page });
    expect(method(text)).toBe(
      'getThing(args?: NoArguments, options?: ListOptions): PagePromise<types.Thing, types.Page, GetThingResult>',
    );
  });

  test('items without a name are reached through the page', () => {
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
