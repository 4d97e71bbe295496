import { json, raw } from '@org/test-kit/replies';
import { openServer, type Reply, type ScriptedServer, type SeenRequest } from '@org/test-kit/server';

/** A token endpoint that counts, and blocks a client that asks more often than it allows, as Paxos's does. */
export interface TokenServer extends ScriptedServer {
  /** Tokens that were given, in order. */
  readonly given: string[];
  /** Tokens that the API no longer accepts. */
  readonly revoked: Set<string>;
  /** Seconds that tokens live; undefined leaves `expires_in` out. */
  expiresIn: number | undefined;
  /** True if an `Authorization` header carries a token that was given and not revoked. */
  accepts(seen: SeenRequest): boolean;
  /** What it replies until a test scripts something else. */
  readonly grant: Reply;
}

/** @param now the time that it counts by */
export async function startTokenServer(now: () => number): Promise<TokenServer> {
  const asked: number[] = [];
  let blockedUntil = 0;
  const grant: Reply = (response, seen, socket) => {
    asked.push(now());
    // An average of one a second over five minutes.
    if (asked.filter((at) => at > now() - 300_000).length > 300) blockedUntil = now() + 300_000;
    if (now() < blockedUntil) return raw(429, 'too many requests')(response, seen, socket);
    const token = `token-${server.given.length + 1}`;
    server.given.push(token);
    const life = server.expiresIn === undefined ? {} : { expires_in: server.expiresIn };
    return json(200, { access_token: token, token_type: 'bearer', ...life })(response, seen, socket);
  };
  const server: TokenServer = Object.assign(await openServer(grant), {
    given: [] as string[],
    revoked: new Set<string>(),
    expiresIn: 3599 as number | undefined,
    accepts: ({ headers }: SeenRequest): boolean => {
      const token = headers.authorization?.replace('Bearer ', '') ?? '';
      return server.given.includes(token) && !server.revoked.has(token);
    },
    grant,
  });
  return server;
}
