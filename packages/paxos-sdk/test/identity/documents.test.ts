import { manualClock } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type DocumentAnnouncer, uploadIdentityDocument } from '../../src/identity/documents.ts';
import {
  createPaxosClient,
  isAbortedError,
  isApiError,
  isConnectionError,
  isDecodeError,
  isInvalidRequestError,
  isTimeoutError,
} from '../../src/index.ts';

const api = useServer();
const storage = useServer(raw(200, ''));
const tokens = useServer(json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }));
let paxos: DocumentAnnouncer;
const SECRET = 'signature=c3f9a1';
beforeAll(() => {
  paxos = createPaxosClient({
    clientId: 'a',
    clientSecret: 'b',
    baseUrl: `${api.url}/v2`,
    tokenUrl: `${tokens.url}/oauth2/token`,
    scopes: ['identity:write_identity'],
  });
});
beforeEach(() => {
  api.script(json(200, { file_id: 'f1', name: 'a.pdf', upload_url: `${storage.url}/up/f1?${SECRET}` }));
});

const data = new TextEncoder().encode('%PDF-1.7 …');
const upload = async (more: object = {}, options: object = {}) => {
  const clock = manualClock();
  clock.skipBelow(9_000);
  return uploadIdentityDocument(
    paxos,
    { identityId: 'i1', name: 'a.pdf', data, documentTypes: ['PROOF_OF_RESIDENCY'], ...more },
    { clock, random: () => 1, ...options },
  );
};
const failing = (more: object = {}, options: object = {}): Promise<Error> =>
  upload(more, options).then(
    () => new Error('it did not fail'),
    (error: Error) => {
      expect(`${error.message}${JSON.stringify(error)}`).not.toContain(SECRET);
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
  },
);

test.each([
  ['a name without an ending', { name: 'passport' }, "'passport' is no pdf, jpg or png"],
  ['another kind of file', { name: 'a.exe' }, "'a.exe' is no pdf, jpg or png"],
  ['no name', { name: '' }, "The file's name must have 1 to 260 characters"],
  ['a long name', { name: `${'x'.repeat(257)}.pdf` }, "The file's name must have 1 to 260 characters"],
  ['no bytes', { data: new Uint8Array() }, "The file 'a.pdf' is empty"],
  [
    '100 MB',
    { data: new Uint8Array(100_000_000) },
    "The file 'a.pdf' has 100000000 bytes; it must have less than 100000000",
  ],
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
  expect(error.message).toBe(
    `${new URL(storage.url).host} answered ${status} to the bytes of the document. Announce the document under another name and send it again.`,
  );
  expect(storage.seen).toHaveLength(1);
});

test('after the last try the failure is told', async () => {
  storage.script(reset);
  expect(isConnectionError(await failing({}, { maxRetries: 1 }))).toBe(true);
  expect(storage.seen).toHaveLength(2);
});

test('a try that takes too long ends', async () => {
  storage.script(() => {});
  const clock = manualClock();
  const pending = failing({}, { clock, maxRetries: 0, timeout: 50_000 });
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
