import { json, type Seen, startServer, type TestServer, text } from './server.ts';

/** A token endpoint that counts, and blocks whoever asks more than it allows, as Paxos's does. */
export interface TokenServer extends TestServer {
  /** Tokens that were given, in order. */
  readonly given: string[];
  /** Tokens that the API no longer takes. */
  readonly revoked: Set<string>;
  /** Seconds that tokens live; undefined leaves `expires_in` out. */
  expiresIn: number | undefined;
  /** True if an `Authorization` header carries a token that was given and not revoked. */
  accepts(seen: Seen): boolean;
}

/** @param now the time that it counts by */
export async function startTokenServer(now: () => number): Promise<TokenServer> {
  const asked: number[] = [];
  let blockedUntil = 0;
  const server = Object.assign(await startServer(), {
    given: [] as string[],
    revoked: new Set<string>(),
    expiresIn: 3599 as number | undefined,
    accepts: ({ headers }: Seen): boolean => {
      const token = headers.authorization?.replace('Bearer ', '') ?? '';
      return server.given.includes(token) && !server.revoked.has(token);
    },
  });
  server.answer = (response, seen, socket) => {
    asked.push(now());
    // An average of one a second over five minutes.
    if (asked.filter((at) => at > now() - 300_000).length > 300) blockedUntil = now() + 300_000;
    if (now() < blockedUntil) return text(429, 'too many requests')(response, seen, socket);
    const token = `token-${server.given.length + 1}`;
    server.given.push(token);
    const life = server.expiresIn === undefined ? {} : { expires_in: server.expiresIn };
    json(200, { access_token: token, token_type: 'bearer', ...life })(response, seen, socket);
  };
  return server;
}
