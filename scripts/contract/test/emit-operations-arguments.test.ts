// The arguments of operation methods, and their documentation.
import { describe, expect, test } from 'vitest';
import { json, ref } from './support/contract.ts';
import { declaration, groups, method, query } from './support/groups.ts';
import { docComments } from './support/typescript.ts';

describe('arguments', () => {
  test('an operation without parameters may be called without arguments', () => {
    expect(method(groups({}))).toMatch(/^getThing\(args\?: NoArguments, options\?: CallOptions\)/);
    expect(groups({})).not.toContain('GetThingArgs');
  });

  test('an operation may be called without arguments if all of them are optional', () => {
    const text = groups({ parameters: [query('limit')] });
    expect(method(text)).toMatch(/^getThing\(args\?: GetThingArgs, /);
    expect(declaration(text, 'interface GetThingArgs')).toEqual([
      `query?: types.operations["getThing"]["parameters"]["query"];`,
    ]);
  });

  test('one required parameter makes the arguments required', () => {
    const text = groups({ parameters: [query('limit'), query('status', true)] });
    expect(method(text)).toMatch(/^getThing\(args: GetThingArgs, /);
    expect(declaration(text, 'interface GetThingArgs')).toEqual([
      `query: types.operations["getThing"]["parameters"]["query"];`,
    ]);
  });

  test('plain path parameters are written out in the arguments, each with its text', () => {
    const parameters = ['id', 'sub-id'].map((name) => ({
      name,
      in: 'path',
      required: true,
      description: `The ${name} of it.`,
      schema: { type: 'string' },
    }));
    const text = groups({ parameters }, {}, '/things/{id}/{sub-id}');
    expect(declaration(text, 'interface GetThingArgs')).toEqual([
      'path: {',
      '/** The id of it. */',
      'id: string;',
      '/** The sub-id of it. */',
      '"sub-id": string;',
      '};',
    ]);
  });

  test('a path parameter with known values keeps them', () => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string', enum: ['a', 'b'] } }];
    expect(declaration(groups({ parameters }, {}, '/things/{id}'), 'interface GetThingArgs')).toEqual([
      `path: types.operations["getThing"]["parameters"]["path"];`,
    ]);
  });

  test('the header that the SDK fills does not make the arguments required', () => {
    const parameters = [{ name: 'IDEMPOTENCY-KEY', in: 'header', required: true, schema: { type: 'string' } }];
    const hinted = groups({ parameters, 'x-idempotency': { header: 'IDEMPOTENCY-KEY' } });
    expect(method(hinted)).toMatch(/^getThing\(args\?: /);
    expect(method(groups({ parameters }))).toMatch(/^getThing\(args: /);
  });

  test('a required header that an option of the client sends may be left out', () => {
    const required = { name: 'X-PARTNER', in: 'header', required: true, schema: { type: 'string' } };
    expect(method(groups({ parameters: [{ ...required, 'x-from-option': 'partner' }] }))).toMatch(
      /^getThing\(args\?: /,
    );
    expect(method(groups({ parameters: [required] }))).toMatch(/^getThing\(args: /);
  });

  test('a body has the name of its schema and its own text; it is optional unless the contract requires it', () => {
    const requestBody = { description: 'What to make.', content: json(ref('Thing')) };
    expect(declaration(groups({ requestBody }), 'interface GetThingArgs')).toEqual([
      '/** What to make. */',
      'body?: types.Thing;',
    ]);
    expect(
      declaration(groups({ requestBody: { ...requestBody, required: true } }), 'interface GetThingArgs'),
    ).toContain('body: types.Thing;');
  });
});

describe('texts', () => {
  const text = groups(
    {
      summary: 'Reads a thing.',
      description: 'Slowly.',
      deprecated: true,
      externalDocs: { url: 'https://docs.example.com/x' },
    },
    { tags: [{ name: 'Thing', description: 'All about things.' }] },
  );

  test('a method carries summary, description, page, and that it is deprecated', () => {
    const [comment = ''] = docComments(text).filter((one) => one.includes('Reads a thing.'));
    for (const part of ['Slowly.', '@see https://docs.example.com/x', '@deprecated']) expect(comment).toContain(part);
  });

  test('a group carries the text of its tag, as a type and as a property of the client', () => {
    expect(text).toContain('/** All about things. */\nexport interface ThingOperations {');
    expect(declaration(text, 'interface AcmeGroups')).toEqual([
      '/** All about things. */',
      'readonly thing: ThingOperations;',
    ]);
  });
});

test('the client has one group per tag, and one error type per operation', () => {
  const text = groups({ tags: ['API Things'] });
  expect(declaration(text, 'interface AcmeGroups')).toEqual(['readonly apiThings: ApiThingsOperations;']);
  expect(declaration(text, 'interface AcmeErrors')).toEqual(['getThing: ErrorOf<GetThingResult>;']);
});
