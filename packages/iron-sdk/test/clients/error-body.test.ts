import { json, raw } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { createIronClient, isApiError } from '../../src/index.ts';

const server = useServer();

/** What Iron's errors look like: https://docs.iron.xyz, and the shapes that its contract declares. */
test.each<[string, Reply, string, object]>([
  ['plain text', raw(401, 'authorization error', { 'content-type': 'text/plain' }), ': authorization error. Check', {}],
  ['a JSON string', json(404, 'customer not found'), ': customer not found. Check', {}],
  ['a message', json(403, { message: 'not allowed', trace_id: 't-1' }), ': not allowed. These', { requestId: 't-1' }],
  [
    'a code',
    json(422, { error: { code: 'limit', message: 'too much', request_id: 'r-1' } }),
    ': limit: too much. Correct',
    { requestId: 'r-1' },
  ],
  [
    'invalid fields',
    json(422, { message: 'validation failed', trace_id: 't-2', errors: [{ field: 'email', message: 'is taken' }] }),
    ': validation failed. Invalid fields: email. Correct',
    { requestId: 't-2', fieldErrors: [{ field: 'email', message: 'is taken' }] },
  ],
  ['an unknown shape', json(400, { reasons: ['x'] }), '400 Bad Request. See error.body. Correct', {}],
  ['text that echoes', raw(400, 'Ada Lovelace is not unique'), ': [redacted] is not unique. Correct', {}],
])('an error of Iron says in its message: %s', async (_what, reply, message, fields) => {
  server.script(reply);
  const iron = createIronClient({ baseUrl: server.url, apiKey: 'key-of-a-test', maxRetries: 0 });
  const body = { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' } as const;
  const error = await iron.customer.createCustomer({ body }).then(undefined, (one: unknown) => one);
  expect(isApiError(error, 'createCustomer') && error.message).toContain(message);
  expect(error).toMatchObject(fields);
});
