import { STATUS_CODES } from 'node:http';
import { gzipSync } from 'node:zlib';
import { drip, empty, flood, hangInBody, html, json, raw } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { isApiError, isDecodeError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const client = () => testClient({ baseUrl: server.url, maxRetries: 0 });
const get = () => client().customer.getCustomer({ path: { id: 'c1' } });
const REQUEST_ID = { 'x-request-id': 'r-1' };
const TYPE = 'content-type';

describe('the body of an error', () => {
  test.each<[string, Reply, unknown, string, string | undefined]>([
    ['nothing', empty(500), undefined, '500 Internal Server Error. ', undefined],
    ['nothing, of length 0', raw(400, ''), undefined, '400 Bad Request. ', undefined],
    [
      'plain text',
      raw(401, 'authorization error', { [TYPE]: 'text/plain' }),
      'authorization error',
      ': authorization error. ',
      undefined,
    ],
    ['a JSON string', json(404, 'no such customer'), 'no such customer', ': no such customer. ', undefined],
    [
      'a message with a trace id',
      json(400, { message: 'bad.', trace_id: 't-1' }),
      { message: 'bad.', trace_id: 't-1' },
      ': bad. ',
      't-1',
    ],
    ['an id in a header only', json(400, { message: 'bad' }, REQUEST_ID), { message: 'bad' }, ': bad. ', 'r-1'],
    [
      'both ids',
      json(400, { message: 'bad', trace_id: 't-1' }, REQUEST_ID),
      { message: 'bad', trace_id: 't-1' },
      ': bad. ',
      't-1',
    ],
    ['JSON without a content type', raw(400, '{"message":"bad"}'), { message: 'bad' }, ': bad. ', undefined],
    [
      'a shape that is not known',
      json(400, { reasons: ['Ada'] }),
      { reasons: ['Ada'] },
      '400 Bad Request. ',
      undefined,
    ],
    ['a number', json(400, 7), 7, '400 Bad Request. ', undefined],
    ['null', json(400, null), null, '400 Bad Request. ', undefined],
  ])('is %s', async (_what, act, body, detail, requestId) => {
    server.script(act);
    const error = await failureOf(get());
    expect(isApiError(error, 'getCustomer')).toBe(true);
    expect(error.body).toEqual(body);
    expect(error.requestId).toBe(requestId);
    expect(error.message).toContain(detail);
    expect(error.message).not.toContain('Ada');
  });

  test('is a proxy’s page, which the message says', async () => {
    server.script(html(502));
    const error = await failureOf(get());
    expect(error.message).toBe(
      'getCustomer failed: 502 Bad Gateway: an HTML page, probably from a proxy or login screen. It is safe to retry.',
    );
    expect(error.body).toMatch(/^<!DOCTYPE html>/);
  });

  test('is read to 1 MiB of an endless one', async () => {
    server.script(flood(500));
    const error = await failureOf(get());
    expect((error.body as string).length).toBe(1024 * 1024);
    expect(error.message.length).toBeLessThan(400);
    await expect.poll(() => server.open()).toBe(0);
  });

  test.each([
    [400, 'Correct the request and retry.'],
    [401, 'Check that the credentials are valid for this environment.'],
    [403, 'These credentials are not permitted to perform this operation.'],
    [404, 'Check the ids, and that they belong to this environment.'],
    [409, 'Fetch the current resource before retrying.'],
    [422, 'Correct the request and retry.'],
    [429, 'Reduce your request rate.'],
    [500, 'It is safe to retry.'],
  ])('with status %i comes with what to do next', async (status, advice) => {
    server.script(json(status, 'x'));
    const { message } = await failureOf(get());
    expect(message).toBe(`getCustomer failed: ${status} ${STATUS_CODES[status]}: x. ${advice}`);
  });
});

describe('a success', () => {
  const update = () =>
    testClient({ baseUrl: server.url, createKey: () => 'key-1', maxRetries: 0 }).customer.createCustomer({
      body: { name: 'Ada' },
    });

  test.each<[string, Reply, string]>([
    ['HTML', html(200), 'an HTML page, probably from a proxy or login screen'],
    ['text', raw(200, 'ok', { [TYPE]: 'text/plain' }), 'malformed JSON'],
    ['truncated JSON', raw(201, '{"id":"c', { [TYPE]: 'application/json' }), 'malformed JSON'],
    [
      'latin-1',
      raw(200, Buffer.from('{"name":"Zo\xeb"}', 'latin1'), { [TYPE]: 'application/json; charset=iso-8859-1' }),
      'a body that is not UTF-8',
    ],
    [
      'UTF-16',
      raw(200, Buffer.from('{"name":"Zoë"}', 'utf16le'), { [TYPE]: 'application/json; charset=utf-16le' }),
      '',
    ],
  ])('that is %s is a DecodeError', async (_what, act, what) => {
    server.script((response, seen, socket) => {
      response.setHeader('x-request-id', 'r-1');
      act(response, seen, socket);
    });
    const error = await failureOf(update());
    expect(isDecodeError(error)).toBe(true);
    expect(error).toMatchObject({ requestId: 'r-1', idempotencyKey: 'key-1', operation: 'createCustomer' });
    expect(error.message).toContain(what);
    expect(error.message).toMatch(
      /^createCustomer failed: 20[01] (OK|Created) with .*\. See error\.bodyPreview\. The request may have succeeded\. Retry with idempotencyKey 'key-1'\.$/,
    );
    expect(error.bodyPreview.length).toBeGreaterThan(0);
    expect(error.bodyPreview.length).toBeLessThanOrEqual(200);
    expect(server.seen).toHaveLength(1);
  });

  test('in UTF-8 is read, whatever its label says', async () => {
    server.script(raw(200, '{"name":"Zoë"}', { [TYPE]: 'application/json; charset=iso-8859-1' }));
    expect(await get()).toEqual({ name: 'Zoë' });
    server.script(raw(200, '{"name":"\ufffd"}', { [TYPE]: 'application/json; charset=UTF-8' }));
    expect(await get()).toEqual({ name: '\ufffd' });
    server.script(raw(200, '\ufeff{"name":"Zoë"}', { [TYPE]: 'text/html' }));
    expect(await get()).toEqual({ name: 'Zoë' });
  });
});

describe('parseAs', () => {
  const parsed = async (parseAs: 'text' | 'blob' | 'arrayBuffer' | 'stream') => {
    const { data, response } = await client().GET('/customers/{id}', { params: { path: { id: 'c1' } }, parseAs });
    return { data: data as unknown, response };
  };

  test('text, blob, arrayBuffer and stream give what openapi-fetch gives', async () => {
    expect((await parsed('text')).data).toBe('{"id":"c1"}');
    expect(await ((await parsed('blob')).data as Blob).text()).toBe('{"id":"c1"}');
    const bytes = (await parsed('arrayBuffer')).data as ArrayBuffer;
    expect(new TextDecoder().decode(bytes)).toBe('{"id":"c1"}');
    expect(await new Response((await parsed('stream')).data as ReadableStream).text()).toBe('{"id":"c1"}');
  });

  test('a stream is handed over before it ends', async () => {
    server.script(hangInBody);
    const { data } = await parsed('stream');
    const reader = (data as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('{"id":');
    await reader.cancel();
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('a body that is longer than maxResponseSize', () => {
  const long = JSON.stringify({ id: 'x'.repeat(2000) });
  const limited = () => testClient({ baseUrl: server.url, maxResponseSize: 1000 });
  const replies: Readonly<Record<string, Reply>> = {
    'of known length': raw(200, long, { [TYPE]: 'application/json', 'content-length': `${long.length}` }),
    'in parts': (response) => {
      response.writeHead(200, { [TYPE]: 'application/json' });
      response.write(long.slice(0, 900), () => response.end(long.slice(900)));
    },
    compressed: raw(200, gzipSync(long), { [TYPE]: 'application/json', 'content-encoding': 'gzip' }),
    'without end': flood(200),
  };

  test.each(Object.entries(replies))('is not read to its end: %s', async (_what, reply) => {
    server.script(reply);
    const error = await failureOf(limited().customer.getCustomer({ path: { id: 'c1' } }));
    expect(error).toMatchObject({ name: 'DecodeError', attempts: 1, retryable: false });
    expect(error.message).toBe(
      "getCustomer failed: 200 OK with a body of more than 1000 bytes (option 'maxResponseSize'). It is safe to retry.",
    );
  });

  test.each(['blob', 'arrayBuffer', 'text'] as const)('is refused when it is read as %s', async (parseAs) => {
    server.script(replies.compressed ?? empty(500), replies['in parts'] ?? empty(500));
    const call = () => limited().GET('/customers/{id}', { params: { path: { id: 'c1' } }, parseAs });
    expect(await failureOf(call())).toMatchObject({ name: 'DecodeError' });
    expect(await failureOf(call())).toMatchObject({ name: 'DecodeError' });
  });

  test('is a limit, not an estimate', async () => {
    const body = JSON.stringify({ id: 'x'.repeat(989) });
    expect(body).toHaveLength(998);
    server.script(drip(body), raw(200, gzipSync(body), { 'content-encoding': 'gzip' }));
    const client = testClient({ baseUrl: server.url, maxResponseSize: 998 });
    for (let i = 0; i < 2; i++) {
      expect((await client.customer.getCustomer({ path: { id: 'c1' } })).id).toHaveLength(989);
    }
  });

  test('leaves a blob its type', async () => {
    server.script(raw(200, gzipSync('a,b'), { [TYPE]: 'text/csv', 'content-encoding': 'gzip' }));
    const { data } = await limited().GET('/customers/{id}', { params: { path: { id: 'c1' } }, parseAs: 'blob' });
    expect((data as unknown as Blob).type).toBe('text/csv');
  });
});
