// The two servers that most tests of a client need: the API, and one that gives a token.
import { afterAll, beforeEach } from 'vitest';
import { type Answer, json, startServer, type TestServer } from './server.ts';

export interface Servers {
  readonly api: TestServer;
  readonly tokens: TestServer;
}

/**
 * Starts both for the tests of a file, and closes them after the last. Before each test they have seen nothing.
 *
 * @param answer what the API answers until a test says otherwise
 */
export async function paxosServers(answer: Answer = json(200, {})): Promise<Servers> {
  const api = await startServer(answer);
  const tokens = await startServer(json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }));
  beforeEach(() => {
    api.seen.length = 0;
    tokens.seen.length = 0;
    api.answer = answer;
  });
  afterAll(() => Promise.all([api.close(), tokens.close()]));
  return { api, tokens };
}
