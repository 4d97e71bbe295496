// What the template's own contract shows: each kind of credential, alternatives, and what is refused. Not copied.
import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { type Acme, type Credentials, createAcmeClient, isApiError, unlisted } from '../src/index.ts';

const server = useServer(json(200, { id: 's', kind: 'rail', station: 's' }));
const client = (credentials: Credentials) => createAcmeClient({ baseUrl: server.url, credentials, maxRetries: 0 });

test('all credentials of a requirement are sent: id and secret', async () => {
  server.script(json(200, []));
  await client({ KeyId: 'id', KeySecret: 'secret' }).stations.listStations({ query: { limit: 2 } });
  expect(server.seen[0]).toMatchObject({
    url: '/stations?limit=2',
    headers: { 'x-key-id': 'id', 'x-key-secret': 'secret' },
  });
});

test('of alternatives the one is sent whose credentials are there', async () => {
  await client({ Token: async () => 't' }).stations.stationsGet({ path: { id: 's' } });
  await client({ KeyId: 'id', KeySecret: 'secret', Login: 'a:b' }).stations.stationsGet({ path: { id: 's' } });
  expect(server.seen.map(({ headers }) => [headers.authorization, headers['x-key-id']])).toEqual([
    ['Bearer t', undefined],
    [undefined, 'id'],
  ]);
});

test('user and password are sent as basic authentication, in UTF-8', async () => {
  const order: Acme.Order = await client({ Login: 'zoë:pässword' }).orders.createOrder({ body: { station: 's' } });
  expect([order.station, server.seen[0]?.headers.authorization]).toEqual(['s', 'Basic em/Dqzpww6Rzc3dvcmQ=']);
});

test('credentials go into the query and into a cookie beside others', async () => {
  server.script((response) => void response.writeHead(204).end());
  const acme = client({ QueryKey: 'a&b', Session: 'c;d' });
  await acme.orders.deleteOrder({ path: { id: 'o' } }, { headers: { Cookie: 'theme=dark' } });
  expect(server.seen[0]).toMatchObject({
    url: '/orders/o?key=a%26b',
    headers: { cookie: 'theme=dark; session=c%3Bd' },
  });
});

test('a public operation gets no credentials', async () => {
  server.script((response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('fine'));
  expect(await client({ KeyId: 'id', KeySecret: 'secret', Token: 't' }).health.health()).toBe('fine');
  const sent = server.seen.map(({ headers }) => [headers['x-key-id'], headers.authorization]);
  expect(sent).toEqual([[undefined, undefined]]);
});

test('a call whose credentials are missing is refused before anything is sent', async () => {
  await expect(client({ KeyId: 'id' }).stations.listStations()).rejects.toThrow(
    "listStations: credentials are missing: pass option 'credentials' with KeyId and KeySecret, or set ACME_KEY_ID, ACME_KEY_SECRET.",
  );
  await expect(client({ Token: () => '' }).stations.stationsGet({ path: { id: 's' } })).rejects.toThrow(
    "Credential 'Token' must be a non-empty string, or a function that returns one.",
  );
  expect(server.seen).toEqual([]);
});

test('a credential with a line break is refused, and the message does not show it', () => {
  expect(() => client({ Token: 'secret\nX-Evil: 1' })).toThrow(/^Credential 'Token': (?!.*secret)/);
});

test('what an error echoes of a credential in the query is redacted', async () => {
  server.script(json(403, { message: 'the key abcdef123 is not allowed' }));
  const error = await client({ QueryKey: 'abcdef123', Session: 's' })
    .orders.deleteOrder({ path: { id: 'o' } })
    .catch((thrown: unknown) => thrown);
  expect(isApiError(error, 'deleteOrder') && error.message).toContain('the key [redacted] is not allowed');
});

test('enums are open, and a misspelt value does not compile', () => {
  const kinds: Acme.Station['kind'][] = ['rail', unlisted('tram')];
  // @ts-expect-error neither of the known values, nor `unlisted`
  kinds.push('buss');
  expect(kinds).toHaveLength(3);
});
