// Operations, their parameters and their media types, references followed.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { contentsOf, operationsOf, parametersOf } from '../operations.ts';
import { contract, json, operation } from './support/contract.ts';

describe('parameters', () => {
  const one = (name: string, place: string, extra: JsonObject = {}): JsonObject => ({ name, in: place, ...extra });
  const document = contract({
    paths: {
      '/x': {
        parameters: [one('a', 'query', { of: 'path item' }), one('b', 'query'), { $ref: '#/components/parameters/C' }],
        get: operation({ parameters: [one('a', 'query', { of: 'operation' }), one('a', 'header')] }),
      },
    },
    components: { parameters: { C: one('c', 'header') } },
  });
  const [place] = operationsOf(document);

  test('parameters of the path item count, unless the operation declares them itself', () => {
    const found = place ? parametersOf(document, place) : [];
    expect(found.map((parameter) => `${parameter.in} ${parameter.name} ${parameter.of ?? ''}`.trim())).toEqual([
      'query a operation',
      'query b',
      'header c',
      'header a',
    ]);
  });
});

test('contents are those of the body and of each response, references followed', () => {
  const document = contract({
    components: {
      responses: { R: { description: 'd', content: json({ type: 'string' }) } },
      requestBodies: { B: { content: json({}) } },
    },
  });
  const one = operation({
    requestBody: { $ref: '#/components/requestBodies/B' },
    responses: { '200': { $ref: '#/components/responses/R' }, '204': { description: 'd' } },
  });
  expect(contentsOf(document, one).map(({ direction, status, mediaType }) => [direction, status, mediaType])).toEqual([
    ['request', undefined, 'application/json'],
    ['response', '200', 'application/json'],
  ]);
});
