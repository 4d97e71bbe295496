// Both APIs on this machine, misbehaving on purpose: failures, redirects, silence, half answers. It keeps what it was asked.
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Addresses } from '../src/addresses.ts';
import { credentials } from '../src/credentials.ts';

export interface Server {
  readonly addresses: Addresses;
  readonly seen: {
    /** One line per request, in order; without preflights, and without those that time out, which may never arrive. */
    readonly asked: readonly string[];
    /** What each SDK called itself. */
    readonly userAgents: readonly string[];
  };
  close(): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly cursor: string | null;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** The body says more than comes, or nothing comes at all. */
  readonly end?: 'break off' | 'stay silent';
}

export async function startServer(): Promise<Server> {
  const asked: string[] = [];
  const userAgents: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const abandoned = Promise.withResolvers<boolean>();
  const turns: Record<string, number> = {};
  /** Which time this is, from 1. */
  const turn = (what: string): number => (turns[what] = (turns[what] ?? 0) + 1);

  const answers: Record<string, (asked: Asked) => Answer | Promise<Answer>> = {
    'GET /iron/customers': ({ cursor }) => ({
      body: cursor ? { items: [{ id: 'c3' }] } : { items: [{ id: 'c1' }, { id: 'c2' }], cursor: 'page two' },
    }),
    'GET /iron/customers/known': () => ({ body: { id: 'known', name: 'Zoë 東京' } }),
    // It echoes the key, as some servers do.
    'GET /iron/customers/unknown': ({ headers }) => ({
      status: 404,
      body: { message: `no such customer for ${headers['x-api-key']}`, trace_id: 'trace-404' },
    }),
    'GET /iron/customers/moved': () => ({ status: 307, headers: { location: '/iron/customers/known' } }),
    'GET /iron/customers/broken': () => ({ body: { id: 'broken' }, end: 'break off' }),
    'GET /iron/customers/late': () => ({ end: 'stay silent' }),
    'GET /iron/customers/silent': () => {
      arrived.resolve();
      return { end: 'stay silent' };
    },
    'POST /iron/customers': () => (turn('customer') === 1 ? { status: 503, body: {} } : { body: { id: 'new' } }),
    'POST /iron/customers/known/identifications/v2': () => ({ status: 409, body: 'one is under way' }),
    'GET /iron/autoramps/coming': () => ({ body: { status: turn('autoramp') === 1 ? 'Created' : 'Approved' } }),
    'GET /iron/autoramps/never': () => ({ body: { status: 'Created' } }),
    'POST /token': ({ body }) => {
      const { client_id, client_secret, grant_type } = Object.fromEntries(new URLSearchParams(body));
      const right = client_id === credentials.clientId && client_secret === credentials.clientSecret;
      return right && grant_type === 'client_credentials'
        ? { body: { access_token: `${credentials.token}-${turn('token')}`, expires_in: 3599, token_type: 'bearer' } }
        : { status: 401, body: { error: 'invalid_client' } };
    },
    'GET /paxos/identity/identities/i1': () => ({ body: { id: 'i1', status: 'APPROVED' } }),
    // The first token is no good any more.
    'GET /paxos/identity/identities/i2': ({ headers }) =>
      `${headers.authorization}`.endsWith('-1') ? { status: 401, body: {} } : { body: { id: 'i2', status: 'PENDING' } },
    'POST /paxos/identity/identities': ({ body }) =>
      turn('identity') === 1 ? { status: 503, body: {} } : { body: { id: 'i3', ref_id: JSON.parse(body).ref_id } },
    'GET /paxos/events/e1': () => ({
      body: { id: 'e1', type: 'identity.kyc_refresh.started', object: { id: 'i1', identity_id: 'i1' } },
    }),
    // Not of the APIs: whether the request that gets no answer is here, and whether it was given up.
    'GET /control/arrived': () => arrived.promise.then(() => ({ body: true })),
    'GET /control/abandoned': () => {
      // Only for a runtime that never gives up, so that it is told of instead of waited for.
      setTimeout(abandoned.resolve, 10_000, false).unref();
      return abandoned.promise.then((body) => ({ body }));
    },
  };

  function note({ method, path, cursor, headers, body }: Asked): void {
    const facts = {
      cursor,
      key: headers['idempotency-key'],
      ref_id: /"ref_id":"([^"]*)"/.exec(body)?.[1],
      'api key': headers['x-api-key'] && (headers['x-api-key'] === credentials.apiKey ? 'right' : 'wrong'),
      bearer: headers.authorization?.replace(`Bearer ${credentials.token}-`, ''),
      type: headers['content-type'],
    };
    const told = Object.entries(facts).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
    asked.push([`${method} ${path}`, ...told].join(', '));
    const [sdk] = /iron|paxos|token/.exec(path) ?? [];
    const agent = /^\w+-sdk\/(?=\d)/.exec(headers['user-agent'] ?? '');
    const name = `${sdk}: ${agent ? `${agent}<version>` : "the runtime's own"}`;
    if (!userAgents.includes(name)) userAgents.push(name);
  }

  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    allowOtherSites(request, response);
    if (method === 'OPTIONS') return response.writeHead(204).end();
    const { pathname: path, searchParams } = new URL(url, 'http://server');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const one = { method, path, cursor: searchParams.get('cursor'), headers, body: `${Buffer.concat(parts)}` };
    if (!/control|late/.test(path)) note(one);
    const { status = 200, body, end, ...answer } = (await answers[`${method} ${path}`]?.(one)) ?? { status: 404 };
    if (end === 'stay silent') return response.on('close', () => path.endsWith('silent') && abandoned.resolve(true));
    const text = JSON.stringify(body) ?? '';
    const length = Buffer.byteLength(text) + (end ? 100 : 0);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...answer.headers });
    return end ? response.write(text, () => response.destroy()) : response.end(text);
  });
  const base = await listen(server);
  const nobody = createServer();
  const closed = await listen(nobody);
  await close(nobody);
  const [iron, paxos, token, control] = ['iron', 'paxos', 'token', 'control'].map((path) => `${base}/${path}`);
  return {
    addresses: { iron: `${iron}`, paxos: `${paxos}`, token: `${token}`, control: `${control}`, closed },
    seen: { asked, userAgents },
    close: () => close(server),
  };
}

/** For a browser, to which this is another site. */
function allowOtherSites({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '*');
}

async function listen(server: HttpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
