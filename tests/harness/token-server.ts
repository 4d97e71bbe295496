import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenServerOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Seconds that a token lives; Paxos says 3599. */
  readonly expiresIn?: number;
  /** Scopes that the client may have; any when left out. */
  readonly scopes?: readonly string[];
}

export interface TokenServer {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every request for a token so far, answered or refused. */
  readonly requests: readonly TokenRequest[];
  /** Whether this server gave the token out and it still lives. */
  knows(token: string): boolean;
  close(): Promise<void>;
}

export interface TokenRequest {
  readonly status: number;
  readonly clientId: string | undefined;
  readonly scope: string | undefined;
}

/**
 * A real OAuth 2.0 token endpoint for the client credentials grant (RFC 6749, section 4.4), which Prism does not serve.
 * It authenticates the client by `client_secret_post` or `client_secret_basic` and grants the scopes that were asked for.
 */
export async function startTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const clientId = options.clientId ?? 'sandbox';
  const clientSecret = options.clientSecret ?? 'sandbox-secret';
  const requests: TokenRequest[] = [];
  const tokens = new Map<string, number>();

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request));
    const given = credentialsOf(request, form);
    const scope = form.get('scope') ?? undefined;
    const problem = problemWith(request, form, given, scope);
    requests.push({ status: problem?.status ?? 200, clientId: given?.id, scope });
    if (problem)
      return send(response, problem.status, { error: problem.error, error_description: problem.description });
    const token = randomBytes(24).toString('base64url');
    const expiresIn = options.expiresIn ?? 3599;
    tokens.set(token, Date.now() + expiresIn * 1000);
    // Lower-case "bearer", as Paxos writes it.
    send(response, 200, { access_token: token, expires_in: expiresIn, scope: scope ?? '', token_type: 'bearer' });
  }

  function problemWith(
    request: IncomingMessage,
    form: URLSearchParams,
    given: Credentials | undefined,
    scope: string | undefined,
  ): { status: number; error: string; description: string } | undefined {
    if (request.method !== 'POST' || request.url !== '/oauth2/token') {
      return { status: 404, error: 'not_found', description: 'POST /oauth2/token is all there is' };
    }
    if (form.get('grant_type') !== 'client_credentials') {
      return { status: 400, error: 'unsupported_grant_type', description: 'only client_credentials' };
    }
    if (!given || !same(given.id, clientId) || !same(given.secret, clientSecret)) {
      return { status: 401, error: 'invalid_client', description: 'client authentication failed' };
    }
    const refused = (scope?.split(' ') ?? []).filter((one) => options.scopes && !options.scopes.includes(one));
    if (refused.length > 0) {
      return { status: 400, error: 'invalid_scope', description: `not allowed: ${refused.join(' ')}` };
    }
    return undefined;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    tokenUrl: `http://127.0.0.1:${port}/oauth2/token`,
    clientId,
    clientSecret,
    requests,
    knows: (token) => (tokens.get(token) ?? 0) > Date.now(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

function credentialsOf(request: IncomingMessage, form: URLSearchParams): Credentials | undefined {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    return { id, secret };
  }
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  return id === null || secret === null ? undefined : { id, secret };
}

function same(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
