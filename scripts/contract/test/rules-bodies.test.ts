// Bodies that the SDKs cannot send or read are refused when a contract is generated, by one diagnostic that lists them all.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { bodyProblems } from '../rules.ts';

const content = (...types: string[]): JsonObject => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'object' } }])),
});
const document = (paths: JsonObject): JsonObject => ({ openapi: '3.1.0', paths });
const sending = (...types: string[]): JsonObject =>
  document({ '/a': { post: { requestBody: content(...types), responses: { 204: {} } } } });
const returning = (...types: string[]): JsonObject =>
  document({ '/a': { get: { responses: { 200: content(...types), 400: content('application/xml') } } } });

test.each([
  ['JSON', sending('application/json')],
  ['JSON with a character set', sending('application/json; charset=utf-8')],
  ['any type', sending('*/*')],
  ['a form beside JSON', sending('application/x-www-form-urlencoded', 'application/json')],
  ['a response of JSON', returning('application/json')],
  ['a response of a JSON dialect', returning('application/hal+json')],
  ['a response of text', returning('text/csv')],
  ['a response of XML beside JSON', returning('application/xml', 'application/json')],
  ['no body', document({ '/a': { get: { responses: { 204: {} } } } })],
])('%s is accepted', (_what, contract) => expect(bodyProblems(contract)).toEqual([]));

test.each([
  ['a form', sending('application/x-www-form-urlencoded'), 'POST /a body (application/x-www-form-urlencoded)'],
  ['multipart', sending('multipart/form-data'), 'POST /a body (multipart/form-data)'],
  [
    'a binary request',
    sending('application/octet-stream', 'image/png'),
    'POST /a body (application/octet-stream, image/png)',
  ],
  ['a JSON patch', sending('application/merge-patch+json'), 'POST /a body (application/merge-patch+json)'],
  ['a PDF response', returning('application/pdf'), 'GET /a 200 (application/pdf)'],
  ['a stream of events', returning('text/event-stream'), 'GET /a 200 (text/event-stream)'],
])('%s is refused by operation and media type', (_what, contract, listed) => {
  expect(bodyProblems(contract)).toMatchObject([{ code: 'media-type', message: expect.stringContaining(listed) }]);
});

test('a schema of binary format is refused whatever the media type, and one diagnostic lists all operations', () => {
  const file = { content: { 'application/json': { schema: { type: 'string', format: 'binary' } } } };
  const all = document({
    '/a': { post: { requestBody: file, responses: { 200: file } } },
    '/b': { put: { requestBody: content('multipart/mixed'), responses: { 204: {} } } },
  });
  expect(bodyProblems(all).map(({ message }) => message)).toEqual([
    '3 bodies are neither JSON nor text, which is all that the SDK sends and reads: POST /a body (application/json); POST /a 200 (application/json); PUT /b body (multipart/mixed). Remove these operations by overlay, or add the JSON body that they take as well.',
  ]);
});
