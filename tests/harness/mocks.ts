import { readFileSync } from 'node:fs';
import { createLogger } from '@stoplight/prism-core';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import { startTokenServer, type TokenServer, type TokenServerOptions } from './token-server.ts';

export interface Mock {
  /** Where the mock answers. Without `/api` or `/v2`: Prism does not serve a server's base path. */
  readonly url: string;
}

export interface Mocks {
  readonly iron: Mock;
  readonly paxos: Mock & { readonly tokenUrl: string };
  readonly tokens: TokenServer;
  /** Closes every server and its connections. */
  close(): Promise<void>;
}

export interface MocksOptions {
  /** What the token server accepts; by default the client `sandbox` with the secret `sandbox-secret`. */
  readonly tokens?: TokenServerOptions;
}

/**
 * Boots both APIs on free ports of this machine: one Prism per provider from its effective contract, and a token server
 * for Paxos. A mocked answer that breaks its own contract is a 500, so that a fault of the contract is seen at once.
 *
 * @example
 * const mocks = await startMocks();
 * const iron = createIronClient({ baseUrl: mocks.iron.url, apiKey: 'any' });
 * // …
 * await mocks.close();
 */
export async function startMocks(options: MocksOptions = {}): Promise<Mocks> {
  const started: { close(): Promise<void> }[] = [];
  try {
    const keep = <Server extends { close(): Promise<void> }>(server: Server): Server => {
      started.push(server);
      return server;
    };
    const tokens = keep(await startTokenServer(options.tokens));
    const iron = keep(await startPrism('@org/iron-types/openapi.json'));
    const paxos = keep(await startPrism('@org/paxos-types/openapi.json'));
    return {
      iron: { url: iron.url },
      paxos: { url: paxos.url, tokenUrl: tokens.tokenUrl },
      tokens,
      close: () => closeAll(started),
    };
  } catch (error) {
    await closeAll(started);
    throw error;
  }
}

async function startPrism(contract: string): Promise<{ url: string; close(): Promise<void> }> {
  const document = JSON.parse(readFileSync(new URL(import.meta.resolve(contract)), 'utf8')) as object;
  const server = createServer(await getHttpOperationsFromSpec(document), {
    cors: false,
    components: { logger: createLogger('prism', { level: 'silent' }) },
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: true,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
  });
  // A request whose body is not JSON is never answered by Prism: callers need a timeout, and closing must not wait for it.
  return { url: await server.listen(0, '127.0.0.1'), close: () => server.close() };
}

async function closeAll(servers: readonly { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
}
