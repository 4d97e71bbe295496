// Bodies and successes have examples, and the examples are valid.
import { expect, test } from 'vitest';
import { operationExamples } from '../../lint/lint.ts';
import { change, cleanContract, lintWith, PETS, rulesWith } from './clean-contract.ts';

const JSON_BODY: readonly string[] = ['content', 'application/json'];
const TOM = { summary: 'Tom', value: { kind: 'cat', nick: 'Tom' } };

test('a request body without an example is found', () => {
  expect(rulesWith([...PETS, 'put', 'requestBody', ...JSON_BODY, 'examples'], undefined)).toEqual([
    'PUT /pets/{id} body: operation-example: application/json has no example: add a named one that a user could really meet.',
  ]);
});

test('a success without an example is found, an error without one is not', () => {
  expect(rulesWith([...PETS, 'get', 'responses', '200', ...JSON_BODY, 'examples'], {})).toEqual([
    'GET /pets/{id} 200: operation-example: application/json has no example: add a named one that a user could really meet.',
  ]);
  const content = { 'application/json': { schema: { type: 'string' } } };
  expect(rulesWith([...PETS, 'get', 'responses', '404', 'content'], content)).toEqual([]);
});

test('a path parameter without an example or known values is found', () => {
  const parameter = [...PETS, 'put', 'parameters', '0'];
  expect(rulesWith([...parameter, 'example'], undefined)).toEqual([
    'PUT /pets/{id} path id: path-example: path parameter has no example: add one, which the example of the method is made of.',
  ]);
  const named = { name: 'id', in: 'path', required: true, description: 'Number on its collar.' };
  expect(rulesWith(parameter, { ...named, schema: { type: 'string', examples: ['17'] } })).toEqual([]);
  expect(rulesWith(parameter, { ...named, schema: { type: 'string', enum: ['17'] } })).toEqual([]);
});

test('an example that is a reference counts if it resolves', () => {
  const examples = [...PETS, 'get', 'responses', '200', ...JSON_BODY, 'examples'];
  const reference = { tom: { $ref: '#/components/examples/Tom' } };
  const document = change(change(cleanContract(), ['components', 'examples'], { Tom: TOM }), examples, reference);
  expect(operationExamples(document)).toEqual([]);
  expect(rulesWith(examples, reference)).toEqual([
    'GET /pets/{id} 200: operation-example: application/json has no example: add a named one that a user could really meet.',
  ]);
});

test('a webhook without an example is found', () => {
  const requestBody = {
    description: 'How loud it is.',
    content: { 'application/json': { schema: { type: 'string' } } },
  };
  const post = { description: 'Sent when a cat is content.', requestBody, responses: {} };
  expect(rulesWith(['webhooks'], { purr: { post } })).toEqual([
    'webhook purr body: operation-example: application/json has no example: add a named one that a user could really meet.',
  ]);
});

test('an example that its schema refuses is found', async () => {
  const examples = { tom: { ...TOM, value: { kind: 'cat', nick: 7 } } };
  expect(await lintWith([...PETS, 'put', 'requestBody', ...JSON_BODY, 'examples'], examples)).toContainEqual(
    expect.stringMatching(
      /^PUT \/pets\/\{id\} body application\/json tom: example: example is not valid: \/nick must be string; /,
    ),
  );
});

test('an example with a field that its schema does not have is found', async () => {
  const examples = { tom: { ...TOM, value: { kind: 'cat', nikc: 'Tom' } } };
  expect(await lintWith([...PETS, 'put', 'requestBody', ...JSON_BODY, 'examples'], examples)).toEqual([
    expect.stringMatching(/nikc.*: redocly\/no-invalid-media-type-examples: .*unevaluated/),
  ]);
});
