// The two servers that most tests of a client need: the API, and one that gives a token.
import { json } from '@org/test-kit/replies';
import { type Reply, type ScriptedServer, useServer } from '@org/test-kit/server';

export interface Servers {
  readonly api: ScriptedServer;
  readonly tokens: ScriptedServer;
}

/**
 * Starts both for the tests of a file, and closes them after the last. Before each test they have seen nothing.
 *
 * @param reply what the API replies until a test scripts something else
 */
export function paxosServers(reply: Reply = json(200, {})): Servers {
  const api = useServer(reply);
  const tokens = useServer(json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }));
  return { api, tokens };
}
