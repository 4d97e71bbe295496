// A contract with a fault is reported by place and reason, and counts no example.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { type Report, validateContract } from '../validate.ts';
import { contract, json, operation, ref } from './support/contract.ts';

const said = ({ problems }: Report): string[] => problems.map(({ where, message }) => `${where} ${message}`).sort();
const schemas = (X: JsonObject, others: JsonObject = {}): Promise<Report> =>
  validateContract(contract({ schemas: { X, ...others } }));

test('a valid contract has no problem', async () => {
  expect(await validateContract(contract())).toEqual({ problems: [], examples: { present: 0, valid: 0 } });
});

describe('documents that are not OpenAPI 3.1', () => {
  test('a value that is not an OpenAPI document is refused', async () => {
    const { problems } = await validateContract({ hello: 1 });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ where: '#', message: expect.stringMatching(/^is not OpenAPI 3\.1: ./) });
  });

  test('a violation of the OpenAPI schema is reported with its place', async () => {
    const document = contract({ operation: operation({ responses: { '200': {} } }) });
    expect(said(await validateContract(document))).toContainEqual(
      expect.stringMatching(/^#\/paths\/~1things\/get\/responses\/200 is not OpenAPI 3\.1: /),
    );
  });

  test.each(['3.0.3', '3.2.0'])('OpenAPI %s is refused', async (openapi) => {
    const document = { ...contract(), openapi, components: {} };
    expect(said(await validateContract(document))).toEqual(
      [`#/openapi is ${openapi}: contracts here are OpenAPI 3.1.`].sort(),
    );
  });
});

test('a contract with `$ref` in data, in an extension and as the name of a property has no problem', async () => {
  const data = { $ref: 'missing.yaml', $id: 'a', $anchor: 'a' };
  const schema = { type: 'object', default: data, 'x-a': data, properties: { $ref: { const: data } } };
  const document = contract({ schemas: { A: schema }, root: { 'x-b': data } });
  expect((await validateContract(document)).problems).toEqual([]);
});

describe('a schema that does not compile', () => {
  test('a schema with the flag `exclusiveMaximum` of 3.0 is reported', async () => {
    expect(said(await schemas({ type: 'integer', maximum: 600, exclusiveMaximum: true }))).toEqual(
      ['#/components/schemas/X does not compile: exclusiveMaximum value must be ["number"]'].sort(),
    );
  });

  test('a pattern that is not a regular expression is reported', async () => {
    expect(said(await schemas({ type: 'string', pattern: '(' }))[0]).toMatch(
      /^#\/components\/schemas\/X does not compile: Invalid regular expression/,
    );
  });

  test('a schema that does not compile is reported without the schemas that refer to it', async () => {
    const others = { Y: { items: ref('X') }, Z: ref('Y') };
    expect(said(await schemas({ type: 'strin' }, others))).toEqual(
      ['#/components/schemas/X does not compile: type must be JSONType or JSONType[]: strin'].sort(),
    );
  });

  test('schemas that do not compile and refer to each other are all reported', async () => {
    const report = await schemas({ type: 'strin', items: ref('Y') }, { Y: ref('X') });
    expect(said(report)).toHaveLength(2);
  });

  test('a schema that does not compile is found in a parameter, a body, a response and a header', async () => {
    const bad = { type: 'integer', maximum: 5, exclusiveMaximum: true };
    const post = operation({
      parameters: [{ name: 'p', in: 'query', schema: bad }],
      requestBody: { content: json(bad) },
      responses: {
        '200': { description: 'd', content: json(bad), headers: { 'X-N': { schema: bad } } },
        '400': { description: 'd' },
      },
    });
    const fault = 'does not compile: schema is invalid: data/exclusiveMaximum must be number';
    expect(said(await validateContract(contract({ paths: { '/things': { post } } })))).toEqual(
      [
        `POST /things query p ${fault}`,
        `POST /things body application/json ${fault}`,
        `POST /things 200 application/json ${fault}`,
        `POST /things 200 header X-N ${fault}`,
      ].sort(),
    );
  });

  test('a schema that does not compile does not hide a violation of a rule', async () => {
    const document = contract({ operation: operation({ tags: [] }), schemas: { X: { type: 'strin' } } });
    expect(said(await validateContract(document))).toHaveLength(2);
  });
});

describe('invalid examples', () => {
  const fault = 'example is not valid: / must be integer';
  const media = (extra: JsonObject): JsonObject => ({ 'application/json': { schema: { type: 'integer' }, ...extra } });
  const answer = (content: JsonObject, components: JsonObject = {}): Promise<Report> =>
    validateContract(
      contract({
        operation: operation({ responses: { '200': { description: 'd', content }, '400': { description: 'd' } } }),
        components,
      }),
    );

  test('an invalid example of a response is reported', async () => {
    expect(said(await answer(media({ example: 'x' })))).toEqual([`GET /things 200 application/json ${fault}`]);
  });

  test('an invalid named example is reported with its name', async () => {
    const report = await answer(media({ examples: { good: { value: 1 }, bad: { value: 'x' } } }));
    expect(said(report)).toEqual([`GET /things 200 application/json bad ${fault}`]);
    expect(report.examples).toEqual({ present: 2, valid: 1 });
  });

  test('an invalid example behind a reference is reported', async () => {
    const report = await answer(media({ examples: { bad: { $ref: '#/components/examples/E' } } }), {
      examples: { E: { value: 'x' } },
    });
    expect(said(report)).toEqual([`GET /things 200 application/json bad ${fault}`]);
  });

  test('invalid examples of a body, a parameter and a header are reported', async () => {
    const schema = { type: 'integer' };
    const post = operation({
      parameters: [{ name: 'p', in: 'query', schema, example: 'x' }],
      requestBody: { content: media({ example: 'x' }) },
      responses: {
        '200': { description: 'd', headers: { 'X-N': { schema, example: 'x' } } },
        '400': { description: 'd' },
      },
    });
    expect(said(await validateContract(contract({ paths: { '/things': { post } } })))).toEqual(
      [
        `POST /things query p ${fault}`,
        `POST /things body application/json ${fault}`,
        `POST /things 200 header X-N ${fault}`,
      ].sort(),
    );
  });

  test('an invalid example of a webhook is reported', async () => {
    const post = { requestBody: { content: media({ example: 'x' }) } };
    expect(said(await validateContract(contract({ webhooks: { changed: { post } } })))).toEqual(
      [`webhook changed body application/json ${fault}`].sort(),
    );
  });

  test('an invalid example inside a named schema is reported with its place', async () => {
    const X = { type: 'object', properties: { n: { type: 'integer', examples: [1, 'x'] } } };
    expect(said(await schemas(X))).toEqual([`#/components/schemas/X/properties/n ${fault}`]);
  });

  test('an invalid example in the schema of a parameter is reported', async () => {
    const parameters = [{ name: 'p', in: 'query', schema: { type: 'integer', examples: ['x'] } }];
    expect(said(await validateContract(contract({ operation: operation({ parameters }) })))).toEqual(
      [`GET /things query p ${fault}`].sort(),
    );
  });

  test('an invalid `example` in the singular is reported', async () => {
    expect(said(await schemas({ type: 'integer', example: 'x' }))).toEqual([`#/components/schemas/X ${fault}`]);
  });

  test('an example is validated against the target of a reference', async () => {
    const report = await schemas({ type: 'array', items: ref('N'), examples: [[1, 'x']] }, { N: { type: 'integer' } });
    expect(said(report)).toEqual(['#/components/schemas/X example is not valid: /1 must be integer']);
  });

  test('an invalid example is reported with its first three reasons', async () => {
    const required = ['a', 'b', 'c', 'd'];
    const [line] = said(await schemas({ type: 'object', required, examples: [{}] }));
    expect(line?.match(/must have required property/g)).toHaveLength(3);
  });
});

test.each<[string, string, unknown, unknown]>([
  ['decimal', 'string', '-12.50', '1e5'],
  ['uint64', 'string', '18446744073709551615', '-1'],
  ['uuid', 'string', '3c90c3cc-0d44-4b50-8888-8dd25736052a', 'x'],
  ['date-time', 'string', '2026-07-31T00:00:00Z', 'yesterday'],
])('the format %s takes what the providers send and refuses what they do not', async (format, type, good, bad) => {
  const report = await schemas({ type, format, examples: [good as string, bad as string] });
  expect(report.examples).toEqual({ present: 2, valid: 1 });
});
