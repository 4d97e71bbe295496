// The sandbox as a server: both APIs below one address, and a page to watch it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeSandbox, readSnapshot, type Sandbox } from '../sandbox.ts';
import { createControl } from './control.ts';
import { createDataFile, loadData } from './data-file.ts';
import { incomingOf, respond } from './exchange.ts';
import { corsHeaders, preflightHeaders, refusedBy } from './guard.ts';
import { lineOf } from './terminal.ts';
import { createControlToken } from './token.ts';

export interface ServerOptions {
  /** 4010; 0 for any that is free. */
  readonly port?: number | undefined;
  /** Address to listen on. By default `127.0.0.1`, which only this machine reaches. */
  readonly host?: string | undefined;
  /** Names that requests may have in `Host` beside those of this machine, such as that of a container. */
  readonly allowHost?: readonly string[] | undefined;
  /** Origins whose pages may call both APIs, such as `http://localhost:3000`. */
  readonly cors?: readonly string[] | undefined;
  /** File that keeps what the sandbox remembers, from one start to the next. */
  readonly data?: string | undefined;
  /** File with a snapshot to start from, where `data` has nothing yet. */
  readonly seed?: string | undefined;
  /** Lets time pass by `advance` only. */
  readonly stoppedClock?: boolean | undefined;
  /** Called with a line per request. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface SandboxServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly sandbox: Sandbox;
  /** Environment variables that point clients of both SDKs at the server, with `environment: 'sandbox'`. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of the file with the token that actions of the control API need. */
  readonly tokenFile: string;
  /** Saves what is to be kept, and ends all connections. */
  close(): Promise<void>;
}

/**
 * Starts the sandbox as a server.
 *
 * @example
 * const server = await startSandbox({ port: 0 });
 * Object.assign(process.env, server.env);
 * const iron = createIronClient({ environment: 'sandbox' });
 */
export async function startSandbox(options: ServerOptions = {}): Promise<SandboxServer> {
  const { port = 4010, host = '127.0.0.1', allowHost = [], cors = [], log } = options;
  const { sandbox, internals } = composeSandbox({ clock: { stopped: options.stoppedClock } });
  load(sandbox, options);
  const failed = (error: Error): void => log?.(`The data could not be saved: ${error.message}`);
  const data = options.data === undefined ? undefined : createDataFile(options.data, () => sandbox.snapshot(), failed);
  const token = createControlToken();
  const guard = { allowHost: allowHost.map((name) => name.toLowerCase()), cors };
  const changed = (): void => data?.changed();
  const control = createControl({ sandbox, internals, token, changed });
  internals.log.subscribe((entry) => {
    log?.(lineOf(entry));
    // A request that reads changes the state as well: it brings up what is due, and makes what is first seen.
    changed();
  });
  internals.onRun(changed);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refusedBy(guard, request);
    if (refused) return end(response, refused.status, refused.message);
    const { url = '' } = request;
    const [path = ''] = url.split('?', 1);
    if (path === '/_sandbox' || path.startsWith('/_sandbox/')) return control(request, response, path.slice(9));
    const more = corsHeaders(guard, request);
    if (request.method === 'OPTIONS' && 'vary' in more) {
      response.writeHead(204, { ...more, ...preflightHeaders(request) });
      response.end();
      return;
    }
    const name = path.startsWith('/iron/') ? 'iron' : path.startsWith('/paxos/') ? 'paxos' : undefined;
    if (!name) return end(response, 404, 'Iron is at /iron/api, Paxos at /paxos/v2, and a page at /_sandbox.');
    return respond(response, internals.apis[name].handle(await incomingOf(request, `/${name}`)), more);
  };
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch((error: Error) => {
      log?.(`${request.method} failed: ${error.message}`);
      response.destroy();
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    token.remove();
    internals.close();
    throw error;
  }
  const url = `http://${nameOf(host)}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sandbox,
    tokenFile: token.file,
    env: {
      IRON_BASE_URL: `${url}/iron/api`,
      IRON_API_KEY: 'sandbox-key',
      PAXOS_BASE_URL: `${url}/paxos/v2`,
      PAXOS_TOKEN_URL: `${url}/paxos/oauth2/token`,
      PAXOS_CLIENT_ID: 'sandbox-client',
      PAXOS_CLIENT_SECRET: 'sandbox-secret',
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      internals.close();
      token.remove();
      // Jobs and deliveries change what is remembered without a request.
      changed();
      await data?.flush();
    },
  };
}

/** What was kept, or what to start from. Time that passes by itself has gone on since. */
function load(sandbox: Sandbox, { data, seed, stoppedClock }: ServerOptions): void {
  const kept = data === undefined ? undefined : loadData(data);
  const start = kept ?? (seed === undefined ? undefined : readSnapshot(seed));
  if (!start) return;
  sandbox.restore(stoppedClock ? start : { ...start, now: Math.max(start.now, Date.now()) });
}

function end(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${message}\n`);
}

/** An address under which this machine reaches the server. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
