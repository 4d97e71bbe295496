import { json } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { createPaxosClient, isApiError } from '../../src/index.ts';

const server = useServer();
const token = json(200, { access_token: 'token-of-a-test', token_type: 'bearer', expires_in: 3599 });

/** Problem details, as Paxos answers: https://docs.paxos.com/api-reference */
test.each<[string, Reply, string, object]>([
  ['title and detail', json(404, { title: 'Not found', detail: 'no such one' }), ': Not found: no such one. Check', {}],
  ['a type only', json(403, { type: 'about:blank' }), ': about:blank. These', {}],
  [
    'invalid fields',
    json(400, { title: 'Invalid', meta: { details: [{ field: 'person_details.cip_id', description: 'too short' }] } }),
    ': Invalid. Invalid fields: person_details.cip_id. Correct',
    { fieldErrors: [{ field: 'person_details.cip_id', message: 'too short' }] },
  ],
  ['an unknown shape', json(400, { errors: 'x' }), '400 Bad Request. See error.body. Correct', {}],
  ['an id that it echoes', json(404, { title: 'No identity 0f-1' }), ': No identity [redacted]. Check', {}],
])('an error of Paxos says in its message: %s', async (_what, reply, message, fields) => {
  server.script(token, reply);
  const paxos = createPaxosClient({
    ...{ baseUrl: server.url, tokenUrl: `${server.url}/oauth2/token`, clientId: 'id', clientSecret: 'secret' },
    ...{ scopes: ['identity:read_identity'], maxRetries: 0, rateLimit: false },
  });
  const error = await paxos.identity.getIdentity({ path: { id: '0f-1' } }).then(undefined, (one: unknown) => one);
  expect(isApiError(error, 'getIdentity') && error.message).toContain(message);
  expect(error).toMatchObject(fields);
});
