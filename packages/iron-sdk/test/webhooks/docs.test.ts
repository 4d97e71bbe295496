// The code of the documents: every block compiles, and the webhook handlers receive real deliveries.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SignedIronWebhook, signIronWebhook } from '../../src/webhooks/index.ts';
import { event } from './support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = `${root}docs/`;
const SECRET = 'the secret of the documents';

interface Block {
  document: string;
  file: string;
  code: string;
}

const blocks: Block[] = readdirSync(docs).flatMap((document) =>
  [...readFileSync(docs + document, 'utf8').matchAll(/^```ts(?: file=(\S+))?\n(.*?)^```$/gms)].map(
    ([, file = '', code = '']) => ({ document, file, code }),
  ),
);

// The package's own name leads to its sources, so that nothing has to be built.
const own = (code: string): string =>
  code
    .replaceAll("'@org/iron-sdk/webhooks'", `'${root}src/webhooks/index.ts'`)
    .replaceAll("'@org/iron-sdk/otel'", `'${root}src/otel.ts'`)
    .replaceAll("'@org/iron-sdk/redis'", `'${root}src/redis.ts'`)
    .replaceAll("'@org/iron-sdk/onboarding'", `'${root}src/onboarding/index.ts'`)
    .replaceAll("'@org/iron-sdk/ramps'", `'${root}src/ramps.ts'`)
    .replaceAll("'@org/iron-sdk'", `'${root}src/index.ts'`);

let folder = '';
let server: Server | undefined;
beforeAll(() => {
  mkdirSync(`${root}.results`, { recursive: true });
  folder = mkdtempSync(`${root}.results/docs-`);
  for (const { file, code } of blocks) writeFileSync(`${folder}/${file}`, own(code));
  vi.stubEnv('IRON_WEBHOOK_SECRET', SECRET);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('every block has a file name of its own', () => {
  expect(blocks.length).toBeGreaterThan(8);
  expect(blocks.filter(({ file }) => !file)).toEqual([]);
  expect(new Set(blocks.map(({ file }) => file)).size).toBe(blocks.length);
});

test('every block compiles, as strictly as the sources', { timeout: 60_000 }, () => {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const files = blocks.map(({ file }) => `${folder}/${file}`);
  const program = ts.createProgram(files, { ...options, isolatedDeclarations: false, declaration: false });
  const errors = files
    .flatMap((file) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    })
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(errors).toEqual([]);
});

async function listen(listener: RequestListener | Server): Promise<string> {
  server = typeof listener === 'function' ? createServer(listener) : listener;
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/iron`;
}

async function close(): Promise<void> {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
}

type Send = (delivery: SignedIronWebhook) => Promise<Response>;
const over =
  (url: string): Send =>
  (delivery) =>
    fetch(url, { ...delivery, signal: AbortSignal.timeout(10_000) });

/** How a delivery gets to each handler of the documents; `close` ends what that took. */
const HANDLERS: Record<string, (module: never) => Promise<Send>> = {
  'node-http.ts': async ({ server }: { server: Server }) => over(await listen(server)),
  'express.ts': async ({ app }: { app: RequestListener }) => over(await listen(app)),
  'hono.ts':
    async ({ app }: { app: { request: (path: string, init: RequestInit) => Response | Promise<Response> } }) =>
    async (delivery) =>
      app.request('/webhooks/iron', delivery),
  'next.ts':
    async ({ POST }: { POST: (request: Request) => Promise<Response> }) =>
    (delivery) =>
      POST(new Request('http://localhost/webhooks/iron', delivery)),
};

test.each(Object.keys(HANDLERS))('the handler in %s takes what is authentic, once, and nothing else', async (file) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const send = await HANDLERS[file]?.((await import(/* @vite-ignore */ `${folder}/${file}`)) as never);
    if (!send) throw new Error('No such handler.');
    // Each handler has the same store, so each gets an event of its own.
    const status = { ...event.data.message.TransactionStatus, id: `for ${file}` };
    const own = { ...event, data: { ...event.data, message: { TransactionStatus: status } } };
    const delivery = await signIronWebhook(own, { secret: SECRET });
    expect((await send(delivery)).status).toBe(200);
    expect((await send(delivery)).status).toBe(200);
    expect(log.mock.calls).toEqual([['transaction', 'Completed']]);
    const forged = await signIronWebhook(event, { secret: 'another' });
    const refused = await send(forged);
    expect([refused.status, await refused.text()]).toEqual([401, 'signature']);
    expect((await send({ ...delivery, body: 'x'.repeat(2_000_000) })).status).toBe(413);
    expect(errors).toHaveBeenCalledTimes(2);
  } finally {
    await close();
    log.mockRestore();
    errors.mockRestore();
  }
});

test('the test of a receiver that the documents show passes', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const { deliverSomething } = (await import(/* @vite-ignore */ `${folder}/receiver.test.ts`)) as {
      deliverSomething: () => Promise<number>;
    };
    expect(await deliverSomething()).toBe(200);
    expect(log.mock.calls).toEqual([['customer', 'c1', 'Active']]);
  } finally {
    log.mockRestore();
  }
});

test('the store over Redis keeps the contract of a store', async () => {
  const values = new Map<string, string>();
  // What the scripts of the store do, without their language.
  const call = async (command: string, ...args: string[]): Promise<unknown> => {
    const [script = '', , name = '', token = ''] = command === 'EVAL' ? args : ['', '', args[0], args[1]];
    const held = values.get(name);
    if (command === 'SET') return values.set(name, token) && 'OK';
    if (script.includes('PEXPIRE')) return held === token ? 1 : 0;
    if (script.includes('DEL')) return held === token && values.delete(name) ? 1 : 0;
    if (held !== undefined) return held === 'done' ? 'done' : 'busy';
    values.set(name, token);
    return 'leased';
  };
  const { dedupeStoreOn } = (await import(/* @vite-ignore */ `${folder}/dedupe-store.ts`)) as {
    dedupeStoreOn: (redis: object) => import('../../src/webhooks/index.ts').DedupeStore;
  };
  const store = dedupeStoreOn({ call });
  const lease = await store.lease('a', 1000);
  if (lease.state !== 'leased') throw new Error('It was not leased.');
  expect((await store.lease('a', 1000)).state).toBe('busy');
  await store.release('a', 'another token');
  expect((await store.lease('a', 1000)).state).toBe('busy');
  await store.release('a', lease.token);
  const again = await store.lease('a', 1000);
  if (again.state !== 'leased') throw new Error('It was not leased.');
  expect(await store.renew('a', again.token, 1000)).toBe(true);
  await store.done('a', again.token, 1000);
  await store.release('a', again.token);
  expect(await store.renew('a', again.token, 1000)).toBe(false);
  expect([...values.keys()]).toEqual(['iron:event:accounting:a']);
  expect((await store.lease('a', 1000)).state).toBe('done');
});
