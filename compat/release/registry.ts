// A registry of this machine: verdaccio, with npm's staging in front of it, which verdaccio does not have. The staging refuses
// what npm refuses (a package without a repository, a version that is there, bytes that are not those of the digest) and hands
// a version on to verdaccio when it is approved.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server } from 'node:net';
import { join } from 'node:path';

/** What npm sends to publish: the manifest, and the tarball in base64. */
interface PublishDocument {
  readonly name: string;
  readonly versions: Record<string, { repository?: { url?: string }; dist: { integrity: string } }>;
  readonly _attachments: Record<string, { data: string }>;
}

export interface Registry {
  readonly url: string;
  /** An `.npmrc` that points at it. */
  readonly npmrc: string;
  /** What was staged, in its order, and is not approved yet. */
  readonly staged: string[];
  /** As a person does with a second factor. */
  approve(id: string): Promise<void>;
  close(): Promise<void>;
}

/** @param upstream where the packages of others come from */
export async function startRegistry(folder: string, upstream: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const verdaccio = await startVerdaccio(folder, upstream);
  const waiting = new Map<string, PublishDocument>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => answer(response, 500, { error: error.message }));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const { method = 'GET', url = '/' } = request;
    const [, name] = /^\/-\/stage\/package\/(.+)$/.exec(url) ?? [];
    if (method === 'POST' && name) return stage(response, JSON.parse(body.toString()) as PublishDocument);
    if (method === 'PUT') return answer(response, 403, { error: 'This registry takes staged versions only.' });
    const from = await fetch(`${verdaccio.url}${url}`, {
      method,
      headers: { accept: request.headers.accept ?? '*/*' },
    });
    const text = Buffer.from(await from.arrayBuffer());
    const type = from.headers.get('content-type') ?? 'application/octet-stream';
    // Tarballs are to come from here as well.
    const sent = type.includes('json') ? Buffer.from(text.toString().replaceAll(verdaccio.url, address())) : text;
    response.writeHead(from.status, { 'content-type': type }).end(sent);
  }

  async function stage(response: ServerResponse, document: PublishDocument): Promise<void> {
    const [[version = '', manifest] = []] = Object.entries(document.versions);
    const id = `${document.name}@${version}`;
    if (!manifest?.repository?.url)
      return answer(response, 422, { error: `${id}: package.json has no repository.url` });
    const known = await fetch(`${verdaccio.url}/${document.name}/${version}`);
    if (waiting.has(id) || known.ok) {
      const error = `You cannot publish over the previously ${known.ok ? 'published' : 'staged'} versions: ${version}.`;
      return answer(response, 403, { error });
    }
    const [attachment] = Object.values(document._attachments);
    const digest = createHash('sha512')
      .update(Buffer.from(attachment?.data ?? '', 'base64'))
      .digest('base64');
    if (manifest.dist.integrity !== `sha512-${digest}`) return answer(response, 400, { error: `${id}: wrong digest` });
    waiting.set(id, document);
    staged.push(id);
    answer(response, 201, { stageId: id });
  }

  const staged: string[] = [];
  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await listen(server);
  const npmrc = join(folder, 'npmrc');
  writeFileSync(npmrc, `registry=${address()}/\n${address().slice(5)}/:_authToken=token\naudit=false\nfund=false\n`);
  return {
    url: address(),
    npmrc,
    staged,
    async approve(id) {
      const document = waiting.get(id);
      if (!document) throw new Error(`${id} is not staged`);
      const response = await fetch(`${verdaccio.url}/${document.name.replace('/', '%2f')}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${verdaccio.token}` },
        body: JSON.stringify(document),
      });
      if (!response.ok) throw new Error(`verdaccio refused ${id}: ${response.status} ${await response.text()}`);
      waiting.delete(id);
      staged.splice(staged.indexOf(id), 1);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      verdaccio.process.kill();
      await once(verdaccio.process, 'exit');
    },
  };
}

async function startVerdaccio(
  folder: string,
  upstream: string,
): Promise<{ url: string; token: string; process: ChildProcess }> {
  const port = await freePort();
  const config = {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    uplinks: { upstream: { url: upstream, maxage: '1h' } },
    packages: {
      '@org/*': { access: '$all', publish: '$authenticated' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'json', level: 'error' },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  const program = join(import.meta.dirname, 'node_modules/verdaccio/bin/verdaccio');
  const child = spawn(
    process.execPath,
    [program, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  // It says nothing at this level when it listens: asked until it answers, or has ended.
  for (;;) {
    if (child.exitCode !== null) throw new Error(`verdaccio ended with ${child.exitCode}`);
    const ready = await fetch(`${url}/-/ping`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const user = await fetch(`${url}/-/user/org.couchdb.user:releaser`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'releaser', password: 'not-a-secret-of-anybody' }),
  });
  const { token } = (await user.json()) as { token: string };
  return { url, token, process: child };
}

async function freePort(): Promise<number> {
  const server = createNetServer();
  await listen(server);
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
