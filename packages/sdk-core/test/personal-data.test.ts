// What messages, logs and printed objects hold of the data that a call sends: nothing, whichever way a server echoes it.
import { format, inspect } from 'node:util';
import { json, raw } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallInfo, CallResult } from '../src/instrumentation.ts';
import { createCleaner } from '../src/redact.ts';
import type { SdkRequest } from '../src/request.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const person = {
  name: 'Ada Lovelace',
  email: 'Ada.Lovelace@example.com',
  birth: { date: '1815-12-10', place: 'Łódź' },
  tax_ids: ['123-45-6789'],
  account: 90210731,
};
const create = async (reply: Reply) => {
  server.script(reply);
  return failureOf(testClient({ baseUrl: server.url }).customer.createCustomer({ body: person as never }));
};
const invalid = (message: string): Reply => json(422, { message });

describe('the message of an error response', () => {
  test.each([
    ['a name', 'Ada Lovelace is on a list', '[redacted] is on a list'],
    ['a part of a name, in another case', 'no match for LOVELACE', 'no match for [redacted]'],
    ['a short part of a name', 'Customer Ada exists', 'Customer [redacted] exists'],
    ['a number in groups', 'account 9021-07 31 is closed', 'account [redacted] is closed'],
    ['an e-mail address in lower case', 'ada.lovelace@example.com is taken', '[redacted] is taken'],
    ['the e-mail address of somebody else', 'bob@example.org has that name', '[redacted] has that name'],
    ['a nested value', 'born 1815-12-10 in Łódź', 'born [redacted] in [redacted]'],
    ['an entry of a list', 'tax id 123-45-6789 is invalid', 'tax id [redacted] is invalid'],
    ['a number', 'account 90210731 is closed', 'account [redacted] is closed'],
    ['what was not sent', 'the limit of 5000 is reached', 'the limit of 5000 is reached'],
  ])('hides %s', async (_what, text, shown) => {
    expect((await create(invalid(text))).message).toContain(`: ${shown}. `);
  });

  test('hides ids of the path and values of the query, as they are and encoded', async () => {
    server.script(json(404, { message: 'no customer ada@lovelace, ada%40lovelace' }));
    const client = testClient({ baseUrl: server.url });
    const byId = await failureOf(client.customer.getCustomer({ path: { id: 'ada@lovelace' } }));
    expect(byId.message).toContain('404 Not Found: no customer [redacted], [redacted]. ');
    server.script(json(400, { message: "status 'Weird' is not one" }));
    const byQuery = await failureOf(client.customer.listCustomers({ query: { status: ['Active', 'Weird'] } as never }));
    expect(byQuery.message).toContain("400 Bad Request: status '[redacted]' is not one. ");
  });

  test('hides short values only where they stand alone', async () => {
    server.script(json(400, { message: 'US is not used: 1 of 10' }));
    const body = { name: 'US', count: 1 } as never;
    const error = await failureOf(testClient({ baseUrl: server.url }).customer.createCustomer({ body }));
    expect(error.message).toContain(': [redacted] is not used: [redacted] of 10. ');
  });

  test('names the invalid fields, never their values', async () => {
    const errors = [
      { field: 'email', message: 'Ada.Lovelace@example.com is taken' },
      { path: 'birth.date', detail: 'too early' },
      { field: 'Ada Lovelace <script>', message: 'not a name of a field' },
      'no object',
    ];
    const error = await create(json(422, { message: 'validation failed', errors }));
    expect(error.message).toContain(
      'failed: 422 Unprocessable Entity: validation failed. Invalid fields: email, birth.date. Correct the request',
    );
    expect(error).toMatchObject({
      fieldErrors: [
        { field: 'email', message: '[redacted] is taken' },
        { field: 'birth.date', message: 'too early' },
      ],
    });
  });

  test('has nothing of a body of unknown shape, and says where it is', async () => {
    const error = await create(json(400, { reasons: ['Ada Lovelace'] }));
    expect(error.message).toMatch(/failed: 400 Bad Request\. See error\.body\. Correct the request/);
    expect(error.body).toEqual({ reasons: ['Ada Lovelace'] });
  });

  test('has nothing of a text that is too long for a sentence', async () => {
    const error = await create(invalid('x'.repeat(3000)));
    expect(error.message).toMatch(/422 Unprocessable Entity\. See error\.body\./);
  });

  test('has no value that was sent, for any value and any way of echoing it', async () => {
    const value = fc.string({ minLength: 4, maxLength: 30, unit: 'grapheme' }).filter((text) => /\S{4}/.test(text));
    const echo = fc.constantFrom<(text: string) => string>(
      (text) => text.trim(),
      (text) => JSON.stringify(text.trim()).slice(1, -1),
      (text) => text.trim().toLowerCase(),
    );
    await fc.assert(
      fc.property(value, echo, fc.boolean(), (text, how, nested) => {
        const body = JSON.stringify(nested ? { a: [{ b: text }] } : { a: text });
        const echoed = how(text);
        // Some letters have another length in lower case, and match nothing afterwards.
        fc.pre(echoed.length === text.trim().length || how(text) !== text.trim().toLowerCase());
        const clean = createCleaner('/x', { url: 'https://x.test/x', headers: new Headers(), body });
        const shown = clean(`told ${echoed} told`);
        expect(shown.replaceAll('[redacted]', '')).not.toContain(echoed);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is printed inside middleware and hooks', () => {
  const renderings = (value: unknown): string =>
    [
      inspect(value),
      inspect([value], { depth: 9 }),
      JSON.stringify(value),
      format('%o %O %j', value, value, value),
    ].join();

  test('shows no credentials, no ids and no personal data', async () => {
    const printed: string[] = [];
    const print = (...values: unknown[]): void => void printed.push(...values.map(renderings));
    const client = testClient({
      baseUrl: server.url,
      middleware: [
        (request, next) => {
          print(request, { ...request }, { request });
          return next({ ...request, url: request.url });
        },
      ],
      hooks: {
        start: (call: CallInfo) => print(call),
        request: (call: CallInfo, request: SdkRequest) => print(call, request),
        retry: (_call, failure) => print(failure),
        end: (call: CallInfo, result: CallResult) => print(call, result),
      },
    });
    server.script(json(503, person), json(422, { message: 'Ada Lovelace', person }));
    await failureOf(client.customer.updateCustomer({ path: { id: 'id-of-ada' }, body: person as never }));
    server.script(json(200, { id: 'id-of-ada', ...person }));
    await client.customer.createCustomer({ body: person as never });
    const text = printed.join('\n');
    expect(text).toContain('updateCustomer');
    expect(text).toContain('/customers/{id}');
    for (const one of ['Lovelace', 'example.com', '1815-12-10', '123-45-6789', '90210731', 'id-of-ada', 'sk_test']) {
      expect(text).not.toContain(one);
    }
  });

  test('leaves everything to read that a hook needs', async () => {
    const seen: unknown[] = [];
    const client = testClient({
      baseUrl: server.url,
      hooks: {
        request: (_call, { url, headers, body }) => void seen.push(url, headers.get('x-api-key'), body),
        end: (_call, { status, response, body, requestId, duration }) =>
          void seen.push(status, response?.status, body, requestId, typeof duration),
      },
    });
    server.script(json(201, { id: 'c1' }, { 'x-request-id': 'r-1' }));
    await client.customer.createCustomer({ body: { name: 'Ada' } });
    expect(seen).toEqual([
      `${server.url}/customers`,
      'sk_test_5ecret5ecret5ecret',
      '{"name":"Ada"}',
      ...[201, 201, { id: 'c1' }, 'r-1', 'number'],
    ]);
  });
});

test('a text answered instead of JSON is hidden like a sentence', async () => {
  expect((await create(raw(400, 'Ada Lovelace?'))).message).toContain(': [redacted]?. ');
});

test('the reason phrase of a server is not shown', async () => {
  const reply: Reply = (response) => {
    response.writeHead(422, 'No Ada Lovelace sk_live_1', { 'content-type': 'application/json' });
    response.end('{"message":"no"}');
  };
  const error = await create(reply);
  expect(error.message).toContain('failed: 422 Unprocessable Entity: no. ');
  expect(error.failures?.[0]?.reason).toBe('422 Unprocessable Entity');
});

test('an error with a thousand invalid fields is made at once, and names twenty', async () => {
  const errors = Array.from({ length: 1000 }, (_, index) => ({
    field: `f${index}`,
    message: 'Ada Lovelace '.repeat(50),
  }));
  server.script(json(422, { message: 'no', errors }));
  const body = { name: 'Ada', rest: Array.from({ length: 4000 }, (_, index) => `value ${index}`) } as never;
  const error = await failureOf(testClient({ baseUrl: server.url }).customer.createCustomer({ body }));
  expect((error as unknown as { fieldErrors: unknown[] }).fieldErrors).toHaveLength(20);
  expect(error.message.length).toBeLessThan(500);
});

test('a body with more values than can be searched for hides the whole sentence', async () => {
  server.script(json(422, { message: 'Ada is not one' }));
  const body = { name: Array.from({ length: 6000 }, (_, index) => `n${index}`) } as never;
  const error = await failureOf(testClient({ baseUrl: server.url }).customer.createCustomer({ body }));
  expect(error.message).toContain(': [redacted]. ');
});
