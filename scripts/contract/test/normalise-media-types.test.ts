// Media type keys lose their parameters everywhere, because a typed lookup of `application/json` needs that very key.
import { expect, test } from 'vitest';
import { normalise } from '../contract.ts';
import type { JsonObject } from '../json.ts';
import { at, contract, operation } from './support/contract.ts';

const media = (name: string): JsonObject => ({ [name]: { schema: { type: 'string' } } });
const types = (document: JsonObject, ...keys: (string | number)[]): string[] =>
  Object.keys((at(document, ...keys) as JsonObject).content as JsonObject);

test('media types lose parameters and capitals, in bodies, responses and parameters', () => {
  const get = operation({
    parameters: [{ name: 'filter', in: 'query', content: media('Application/JSON; charset=utf-8') }],
    requestBody: { content: media('application/json; charset=utf-8') },
    responses: { '200': { content: media('application/problem+json;charset=utf-8') } },
  });
  const document = normalise(contract({ operation: get }));
  const place = ['paths', '/things', 'get'];
  expect(types(document, ...place, 'parameters', 0)).toEqual(['application/json']);
  expect(types(document, ...place, 'requestBody')).toEqual(['application/json']);
  expect(types(document, ...place, 'responses', '200')).toEqual(['application/problem+json']);
});

test('webhooks and shared components are normalised too', () => {
  const body = { content: media('application/json; charset=utf-8') };
  const document = normalise(
    contract({
      webhooks: { event: { post: { requestBody: body } } },
      components: { responses: { Problem: body }, requestBodies: { Body: body } },
    }),
  );
  expect(types(document, 'webhooks', 'event', 'post', 'requestBody')).toEqual(['application/json']);
  expect(types(document, 'components', 'responses', 'Problem')).toEqual(['application/json']);
  expect(types(document, 'components', 'requestBodies', 'Body')).toEqual(['application/json']);
});

test('a bare media type stays as it is', () => {
  const document = contract({ operation: operation({ requestBody: { content: media('text/plain') } }) });
  expect(normalise(document)).toEqual(document);
});

test('two media types that would become one are refused, and both are named', () => {
  const content = { ...media('application/json'), ...media('application/json; charset=utf-8') };
  const document = contract({ operation: operation({ requestBody: { content } }) });
  expect(() => normalise(document)).toThrow(
    'two media types become application/json: application/json, application/json; charset=utf-8',
  );
});

test('a property called `content` is not a map of media types', () => {
  const schemas = { Message: { type: 'object', properties: { content: { type: 'string' } } } };
  expect(normalise(contract({ schemas }))).toEqual(contract({ schemas }));
});

test('the document that was given stays as it was', () => {
  const document = contract({ operation: operation({ requestBody: { content: media('a/b; c=d') } }) });
  const before = structuredClone(document);
  normalise(document);
  expect(document).toEqual(before);
});
