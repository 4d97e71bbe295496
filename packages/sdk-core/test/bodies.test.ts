import { empty, flood, hangInBody, html, json, raw } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeBody } from '../src/body.ts';
import { isApiError, isDecodeError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const client = () => testClient({ baseUrl: server.url, maxRetries: 0 });
const get = () => client().customer.getCustomer({ path: { id: 'c1' } });
const REQUEST_ID = { 'x-request-id': 'r-1' };
const TYPE = 'content-type';

describe('the body of an error', () => {
  test.each<[string, Reply, unknown, string, string | undefined]>([
    ['nothing', empty(500), undefined, 'there is no body', undefined],
    ['nothing, of length 0', raw(400, ''), undefined, 'there is no body', undefined],
    [
      'plain text',
      raw(401, 'authorization error', { [TYPE]: 'text/plain' }),
      'authorization error',
      'authorization error',
      undefined,
    ],
    ['a JSON string', json(404, 'no such customer'), 'no such customer', 'no such customer', undefined],
    [
      'a message with a trace id',
      json(400, { message: 'bad', trace_id: 't-1' }),
      { message: 'bad', trace_id: 't-1' },
      'bad',
      't-1',
    ],
    ['an id in a header only', json(400, { message: 'bad' }, REQUEST_ID), { message: 'bad' }, 'bad', 'r-1'],
    [
      'both ids',
      json(400, { message: 'bad', trace_id: 't-1' }, REQUEST_ID),
      { message: 'bad', trace_id: 't-1' },
      'bad',
      't-1',
    ],
    [
      'an error with a code',
      json(422, { error: { code: 'limit', message: 'too much', request_id: 'q-1' } }),
      { error: { code: 'limit', message: 'too much', request_id: 'q-1' } },
      'limit: too much',
      'q-1',
    ],
    [
      'a problem',
      raw(409, '{"type":"about:blank","title":"Conflict","status":409,"detail":"it exists"}', {
        [TYPE]: 'application/problem+json',
      }),
      { type: 'about:blank', title: 'Conflict', status: 409, detail: 'it exists' },
      'Conflict: it exists',
      undefined,
    ],
    [
      'a problem with nothing but a type',
      json(403, { type: 'https://x.test/p/rejected' }),
      { type: 'https://x.test/p/rejected' },
      'https://x.test/p/rejected',
      undefined,
    ],
    ['JSON without a content type', raw(400, '{"message":"bad"}'), { message: 'bad' }, 'bad', undefined],
    ['JSON of no known shape', json(400, { reasons: ['a'] }), { reasons: ['a'] }, '{"reasons":["a"]}', undefined],
    ['a number', json(400, 7), 7, '7', undefined],
    [
      'truncated JSON',
      raw(400, '{"message":"ba', { [TYPE]: 'application/json' }),
      '{"message":"ba',
      'the body is broken JSON: {"message":"ba',
      undefined,
    ],
    ['null', json(400, null), null, 'null', undefined],
  ])('is %s', async (_what, act, body, detail, requestId) => {
    server.script(act);
    const error = await failureOf(get());
    expect(isApiError(error, 'getCustomer')).toBe(true);
    expect(error.body).toEqual(body);
    expect(error.requestId).toBe(requestId);
    expect(error.message).toContain(`: ${detail}. `);
  });

  test('is a proxy’s page, which the message says', async () => {
    server.script(html(502));
    const error = await failureOf(get());
    expect(error.message).toBe(
      'getCustomer: answered 502: the body is HTML, so a proxy answered rather than the API. It is safe to call again.',
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
    [400, 'Correct the request and call again.'],
    [401, 'Check the credentials, and that they are for this environment.'],
    [403, 'Check what these credentials may do.'],
    [404, 'Check the ids, and that they are of this environment.'],
    [409, 'It contradicts what is stored: read that before calling again.'],
    [422, 'Correct the request and call again.'],
    [429, 'Call less often.'],
    [500, 'It is safe to call again.'],
  ])('with status %i comes with what to do next', async (status, advice) => {
    server.script(json(status, 'x'));
    expect((await failureOf(get())).message).toBe(`getCustomer: answered ${status}: x. ${advice}`);
  });
});

describe('describeBody', () => {
  test('makes one short line and a typed id of whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string({ maxLength: 2000 }), fc.constant(undefined)), (body) => {
        const { detail, requestId } = describeBody(body);
        expect(detail.length).toBeGreaterThan(0);
        expect(detail.length).toBeLessThanOrEqual(300);
        expect(detail).not.toMatch(/[\r\n]/);
        expect(requestId === undefined || typeof requestId === 'string').toBe(true);
      }),
    );
  });

  test('finds what a known shape says, whatever else is in it', () => {
    const word = fc.stringMatching(/^[a-z]{1,20}$/);
    const noise = fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(noise, word, word, (rest, message, id) => {
        const none = { message: undefined, trace_id: undefined, error: undefined, title: undefined, detail: undefined };
        expect(describeBody({ ...rest, message, trace_id: id })).toEqual({ detail: message, requestId: id });
        expect(describeBody({ ...rest, ...none, error: { code: 7, message, request_id: id } })).toEqual({
          detail: `7: ${message}`,
          requestId: id,
        });
        expect(describeBody({ ...rest, ...none, detail: message }).detail).toBe(message);
        expect(describeBody({ ...rest, ...none, title: id, detail: message }).detail).toBe(`${id}: ${message}`);
      }),
    );
  });
});

describe('a success', () => {
  const update = () =>
    testClient({ baseUrl: server.url, createKey: () => 'key-1', maxRetries: 0 }).customer.createCustomer({
      body: { name: 'Ada' },
    });

  test.each<[string, Reply, string]>([
    ['HTML', html(200), 'HTML of a proxy or login page'],
    ['text', raw(200, 'ok', { [TYPE]: 'text/plain' }), 'broken'],
    ['truncated JSON', raw(201, '{"id":"c', { [TYPE]: 'application/json' }), 'broken'],
    [
      'latin-1',
      raw(200, Buffer.from('{"name":"Zo\xeb"}', 'latin1'), { [TYPE]: 'application/json; charset=iso-8859-1' }),
      'not UTF-8',
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
      /^createCustomer: answered 20[01] with a body that is .*; this error's 'start' shows how it begins\. It may have been carried out: call again with idempotencyKey 'key-1'\.$/,
    );
    expect(error.start.length).toBeGreaterThan(0);
    expect(error.start.length).toBeLessThanOrEqual(200);
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

  test.each([200, 201, 202, 204, 205])('with status %i and no body is undefined', async (status) => {
    server.script(empty(status));
    expect(await get()).toBeUndefined();
  });

  test('may be false, null, 0 or a text', async () => {
    for (const value of [false, null, 0, 'text', '']) {
      server.script(json(200, value));
      expect(await get()).toEqual(value);
    }
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
