import { inspect } from 'node:util';
import { manualClock } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { uploadIdentityDocument } from '../../src/identity/documents.ts';
import {
  createPaxosClient,
  type Hooks,
  isAbortedError,
  isApiError,
  isConnectionError,
  isDecodeError,
  isInvalidRequestError,
  isTimeoutError,
  type PaxosClient,
  type PaxosOptions,
  wireLog,
} from '../../src/index.ts';

const api = useServer();
const storage = useServer(raw(200, ''));
const tokens = useServer(json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }));
const SECRET = 'signature=c3f9a1';
const clientWith = (more: Partial<PaxosOptions> = {}): PaxosClient => {
  const clock = manualClock();
  clock.skipBelow(9_000);
  return createPaxosClient({
    clientId: 'a',
    clientSecret: 'b',
    baseUrl: `${api.url}/v2`,
    tokenUrl: `${tokens.url}/oauth2/token`,
    scopes: ['identity:write_identity'],
    clock,
    random: () => 1,
    ...more,
  });
};
beforeEach(() => {
  api.script(json(200, { file_id: 'f1', name: 'a.pdf', upload_url: `${storage.url}/up/f1?${SECRET}` }));
});

const data = new TextEncoder().encode('%PDF-1.7 …');
const upload = (more: object = {}, options: object = {}, client: PaxosClient = clientWith()) =>
  uploadIdentityDocument(
    client,
    { identityId: 'i1', name: 'a.pdf', data, documentTypes: ['PROOF_OF_RESIDENCY'], ...more },
    options,
  );
const failing = (more: object = {}, options: object = {}, client?: PaxosClient): Promise<Error> =>
  upload(more, options, client).then(
    () => new Error('it did not fail'),
    (error: Error) => {
      expect(`${error.message}${JSON.stringify(error)}${inspect(error)}`).not.toContain(SECRET);
      return error;
    },
  );

test.each([
  ['bytes', data],
  ['an ArrayBuffer', data.buffer],
  ['a Blob with a type', new Blob([data], { type: 'application/pdf' })],
])(
  'announces the document, then sends %s to the address, with neither credentials nor a type',
  async (_what, given) => {
    expect(await upload({ data: given })).toEqual({ fileId: 'f1', name: 'a.pdf' });
    expect(api.seen[0]).toMatchObject({ method: 'PUT', url: '/v2/identity/identities/i1/documents' });
    expect(JSON.parse(`${api.seen[0]?.body}`)).toEqual({ name: 'a.pdf', document_types: ['PROOF_OF_RESIDENCY'] });
    const [sent] = storage.seen;
    expect(sent).toMatchObject({ method: 'PUT', url: `/up/f1?${SECRET}`, body: '%PDF-1.7 …' });
    expect(sent?.headers.authorization).toBeUndefined();
    expect(sent?.headers['content-type']).toBeUndefined();
    expect(sent?.headers['content-length']).toBe(`${data.length}`);
    expect(sent?.headers['transfer-encoding']).toBeUndefined();
  },
);

test.each([
  ['a name without an ending', { name: 'passport' }, 'must be a PDF, JPG or PNG'],
  ['another kind of file', { name: 'a.exe' }, 'must be a PDF, JPG or PNG'],
  ['no name', { name: '' }, "The file's name must have 1 to 260 characters"],
  ['a long name', { name: `${'x'.repeat(257)}.pdf` }, "The file's name must have 1 to 260 characters"],
  ['no bytes', { data: new Uint8Array() }, 'The file is empty'],
  ['100 MB', { data: new Uint8Array(100_000_000) }, 'The file has 100000000 bytes; it must have less than 100000000'],
  ['a path instead of bytes', { data: '/tmp/a.pdf' }, "Give the file's bytes as 'data'"],
  ['no identity', { identityId: '' }, "'identityId' must be a non-empty string"],
])('%s is refused before anything is sent', async (_what, more, message) => {
  const error = await failing(more);
  expect(isInvalidRequestError(error)).toBe(true);
  expect(error.message).toContain(message);
  expect(error.message).toContain('Nothing was sent.');
  expect(api.seen).toHaveLength(0);
});

test('every pdf, jpg, jpeg and png below the limits is taken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('pdf', 'PDF', 'jpg', 'jpeg', 'Png'),
      fc.integer({ min: 1, max: 256 }),
      async (ending, length) => {
        await upload({ name: `${'é'.repeat(length - 1)}x.${ending}`.slice(-260) });
      },
    ),
    { numRuns: 20 },
  );
});

test('a name that is taken is the API’s 409', async () => {
  api.script(json(409, { title: 'Already Exists', meta: { existing: { name: 'a.pdf' } } }));
  const error = await failing();
  expect(isApiError(error) && error.status).toBe(409);
  expect(storage.seen).toHaveLength(0);
});

test('sending is tried again where it fails for the moment', async () => {
  let tries = 0;
  storage.script((response, seen, socket) =>
    [reset, raw(503, 'busy'), raw(200, '')][tries++]?.(response, seen, socket),
  );
  expect(await upload()).toMatchObject({ fileId: 'f1' });
  expect(api.seen).toHaveLength(1);
  expect(storage.seen).toHaveLength(3);
});

test.each([400, 403, 302])('a refusal with %i is told at once, without the address', async (status) => {
  storage.script(raw(status, `<Error>${SECRET}</Error>`, { location: 'https://elsewhere.example' }));
  const error = await failing();
  expect(isApiError(error) && error.status).toBe(status);
  expect(error.message).toMatch(
    new RegExp(
      `^uploadDocument failed: ${status}( \\w+)*\\. Register the document again under another name, and upload it.$`,
    ),
  );
  expect(error).toMatchObject({ operation: 'uploadDocument', body: undefined });
  expect(storage.seen).toHaveLength(1);
});

test('after the last try the failure is told', async () => {
  storage.script(reset);
  const error = await failing({}, { maxRetries: 1 });
  expect(isConnectionError(error)).toBe(true);
  expect(error.message).toBe(
    'uploadDocument failed: the connection failed (ECONNRESET). Register the document again under another name, and upload it.',
  );
  expect(storage.seen).toHaveLength(2);
});

test('a try that takes too long ends', async () => {
  storage.script(() => {});
  const clock = manualClock();
  const pending = failing({}, { maxRetries: 0, timeout: 50_000 }, clientWith({ clock }));
  await expect.poll(() => storage.seen.length).toBe(1);
  await clock.advance(50_000);
  expect(isTimeoutError(await pending)).toBe(true);
});

test('a signal ends the sending', async () => {
  storage.script(() => {});
  const controller = new AbortController();
  const pending = failing({}, { signal: controller.signal });
  await expect.poll(() => storage.seen.length).toBe(1);
  controller.abort();
  expect(isAbortedError(await pending)).toBe(true);
});

test('a response without an address, or with an unencrypted one, is a DecodeError', async () => {
  api.script(json(200, { file_id: 'f1' }));
  expect(isDecodeError(await failing())).toBe(true);
  api.script(json(200, { file_id: 'f1', upload_url: `http://storage.example/up?${SECRET}` }));
  expect(isDecodeError(await failing())).toBe(true);
});

test('a Blob of 5 MB is sent with its length, byte for byte', async () => {
  const big = new Uint8Array(5_000_000).map((_, at) => 32 + (at % 90));
  const blob = new Blob([big.subarray(0, 1_000_000), big.subarray(1_000_000)], { type: 'image/png' });
  await upload({ name: 'a.png', data: blob });
  expect(storage.seen[0]?.headers['content-length']).toBe('5000000');
  expect(storage.seen[0]?.body === Buffer.from(big).toString()).toBe(true);
});

test('progress is reported when an attempt begins and when the storage has all bytes', async () => {
  storage.script(raw(503, 'busy'), raw(200, ''));
  const seen: unknown[] = [];
  await upload({}, { onProgress: (progress: unknown) => seen.push(progress) });
  const total = data.length;
  expect(seen).toEqual([
    { sent: 0, total },
    { sent: 0, total },
    { sent: total, total },
  ]);
  storage.script(raw(403, ''));
  seen.length = 0;
  await failing({}, { onProgress: (progress: unknown) => seen.push(progress) });
  expect(seen).toEqual([{ sent: 0, total }]);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no bar');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no bar'))],
])('an onProgress that %s changes nothing', async (_how, onProgress) => {
  expect(await upload({}, { onProgress })).toMatchObject({ fileId: 'f1' });
});

test('an upload is a call of the client: its fetch, hooks and log see it, and neither address nor bytes', async () => {
  const fetched: string[] = [];
  const shown: unknown[] = [];
  const steps: string[] = [];
  const hook =
    (name: string) =>
    (call: { operation: string }, ...args: unknown[]): void => {
      steps.push(`${call.operation} ${name}`);
      shown.push(call, ...args);
      for (const arg of args) if (arg instanceof Response) shown.push([...arg.headers]);
    };
  const names = ['start', 'request', 'response', 'retry', 'failure', 'end'] as const;
  const hooks: Hooks = Object.fromEntries(names.map((name) => [name, hook(name)]));
  const log = vi.fn((...entry: unknown[]) => void shown.push(...entry));
  const logger = { debug: log, info: log, warn: log, error: log };
  const middleware = vi.fn((request, next) => next(request));
  const client = clientWith({
    fetch: (url, init) => {
      fetched.push(url);
      return globalThis.fetch(url, init);
    },
    hooks: [hooks, wireLog(logger, { bodies: true })],
    logger,
    logLevel: 'debug',
    middleware: [middleware],
    headers: { 'X-Gateway': 'g4teway' },
  });
  const { pathname } = new URL(`${storage.url}/up/f1`);
  // What the announcement returns holds the address, and belongs to the caller.
  await client.identityDocuments.documentUpload({ path: { identity_id: 'i1' }, body: { name: 'a.pdf' } });
  vi.spyOn(client.identityDocuments, 'documentUpload').mockResolvedValue({
    file_id: 'f1',
    upload_url: `${storage.url}${pathname}?${SECRET}`,
  } as never);
  for (const list of [shown, steps, fetched]) list.length = 0;
  log.mockClear();
  middleware.mockClear();
  storage.script(
    raw(503, `<Error>${SECRET}</Error>`, { 'x-amz-secret': SECRET, 'x-request-id': 'r1' }),
    raw(200, SECRET),
  );
  await upload({}, { fetchOptions: { keepalive: false } }, client);
  expect(fetched).toEqual(Array(2).fill(`${storage.url}${pathname}?${SECRET}`));
  expect(steps).toEqual(
    ['start', 'request', 'response', 'retry', 'request', 'response', 'end'].map((step) => `uploadDocument ${step}`),
  );
  expect(log.mock.calls.map(([message]) => message)).toContain('uploadDocument: ended');
  const text = inspect(shown, { depth: 9 });
  expect(text).toContain(new URL(storage.url).host);
  expect(text).toContain('r1');
  for (const secret of [SECRET, pathname, '%PDF', 'g4teway']) expect(text).not.toContain(secret);
  expect(middleware).not.toHaveBeenCalled();
  expect(storage.seen[0]?.headers['x-gateway']).toBeUndefined();
});

test.each([
  ['a copy of a client', (): object => ({ ...clientWith() }), 'ConfigurationError', {}],
  ['a timeout of -1', clientWith, 'InvalidRequestError', { timeout: -1 }],
  ['an AbortController for a signal', clientWith, 'InvalidRequestError', { signal: new AbortController() }],
])('%s is refused before the name is taken', async (_what, client, name, options) => {
  expect((await failing({}, options, client() as PaxosClient)).name).toBe(name);
  expect(api.seen).toHaveLength(0);
});

test('no rendering of a client shows its engine', () => {
  const client = clientWith();
  expect(JSON.stringify(client)).not.toContain('clientSecret');
  expect(inspect(client, { showHidden: true, depth: 9 })).not.toContain('oauth2/token');
});
