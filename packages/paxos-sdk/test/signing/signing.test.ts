// Signatures as they arrive at a real server, verified by a library that shares no code with jose.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { manualClock } from '@org/test-kit/clock';
import { json } from '@org/test-kit/replies';
import type { SeenRequest } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isConfigurationError } from '../../src/index.ts';
import { type SigningOptions, signRequests } from '../../src/signing.ts';
import { testClient } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers(json(200, { items: [] }));

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const bytes = (base64url: string): Uint8Array => new Uint8Array(Buffer.from(base64url, 'base64url'));
const jwk = (key: KeyObject) => key.export({ format: 'jwk' });

/** Takes the header of a request apart and checks its signature. */
function verify(seen: SeenRequest | undefined, algorithm: SigningOptions['algorithm']) {
  const [header = '', payload = '', signature = ''] = `${seen?.headers['paxos-signature']}`.split('.');
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const { x = '', y = '' } = jwk(algorithm === 'ES256' ? ec.publicKey : ed.publicKey);
  const good =
    algorithm === 'ES256'
      ? p256.verify(bytes(signature), signed, new Uint8Array([4, ...bytes(x), ...bytes(y)]), { lowS: false })
      : ed25519.verify(bytes(signature), signed, bytes(x));
  return { good, header: JSON.parse(Buffer.from(header, 'base64url').toString()), payload: bytes(payload) };
}

const signed = (options: Partial<SigningOptions> = {}) => {
  const clock = manualClock({ start: 1_645_503_272_999 });
  const algorithm = options.algorithm ?? 'ES256';
  const key = algorithm === 'ES256' ? ec.privateKey : ed.privateKey;
  const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const layer = signRequests({ keyId: 'key-1', privateKey, algorithm, clock, ...options });
  return testClient(api, tokens, clock, {
    middleware: [layer],
    scopes: [
      'identity:read_identity',
      'transfer:write_deposit_address',
      'identity:write_identity_control',
      'funding:write_profile',
    ],
  });
};

describe.each(['ES256', 'EdDSA'] as const)('%s', (algorithm) => {
  test('signs a POST: method, path with /v2, time, and exactly the bytes that arrive', async () => {
    const body = { profile_id: '42bb1a2e', crypto_network: 'ETHEREUM', nickname: 'Zoë – ✓' } as never;
    await signed({ algorithm }).POST('/transfer/deposit-addresses', { body });
    const { good, header, payload } = verify(api.seen[0], algorithm);
    expect(good).toBe(true);
    expect(header).toEqual({
      alg: algorithm,
      kid: 'key-1',
      'paxos.com/timestamp': '1645503272',
      'paxos.com/request-method': 'POST',
      'paxos.com/request-path': '/v2/transfer/deposit-addresses',
    });
    expect(Buffer.from(payload).toString()).toBe(api.seen[0]?.body);
    expect(api.seen[0]?.body).toContain('Zoë – ✓');
  });

  test('signs a GET and a DELETE with their query as it is sent, over no bytes', async () => {
    const client = signed({ algorithm });
    await client.GET('/identity/identities', {
      params: { query: { 'created_at.gte': '2026-01-01T00:00:00Z', limit: 2 } },
    });
    await client.DELETE('/identity/controls', {
      params: { query: { control_id: 'a b/ü', identity_id: 'i' } as never },
    });
    for (const seen of api.seen) {
      const { good, header, payload } = verify(seen, algorithm);
      expect(good).toBe(true);
      expect(header['paxos.com/request-path']).toBe(seen.url);
      expect(header['paxos.com/request-method']).toBe(seen.method);
      expect(payload).toHaveLength(0);
    }
    expect(api.seen.map(({ url }) => url)).toEqual([
      expect.stringContaining('/v2/identity/identities?created_at.gte='),
      expect.stringContaining('/v2/identity/controls?control_id='),
    ]);
  });

  test('whatever the body and the id, the signature is that of what arrives', async () => {
    const client = signed({ algorithm });
    const id = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/^\.{1,2}$|^(%(25)*2e|\.)+$|[/\\]|%(25)*(2f|5c)/i.test(text));
    await fc.assert(
      fc.asyncProperty(id, fc.jsonValue(), async (profile_id, value) => {
        api.seen.length = 0;
        await client.PUT('/profiles/{profile_id}', {
          params: { path: { profile_id } },
          body: { nickname: value } as never,
        });
        const { good, header, payload } = verify(api.seen[0], algorithm);
        expect(good).toBe(true);
        expect(header['paxos.com/request-path']).toBe(api.seen[0]?.url);
        expect(Buffer.from(payload).toString()).toBe(api.seen[0]?.body);
      }),
      { numRuns: 40 },
    );
  });
});

test('each attempt is signed anew, with its own time', async () => {
  let answered = 0;
  api.script((response, seen, socket) => json(answered++ === 0 ? 503 : 200, {})(response, seen, socket));
  const clock = manualClock();
  clock.skipBelow(9_000);
  const privateKey = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const middleware = [signRequests({ keyId: 'k', privateKey, algorithm: 'ES256', clock })];
  await testClient(api, tokens, clock, { middleware, random: () => 1, rateLimit: false }).GET('/identity/identities');
  const [first, second] = api.seen.map((seen) => verify(seen, 'ES256'));
  expect(first?.good && second?.good).toBe(true);
  expect(first?.header['paxos.com/timestamp']).not.toBe('');
  expect(api.seen[0]?.headers['paxos-signature']).not.toBe(api.seen[1]?.headers['paxos-signature']);
});

test('public operations and the request for a token are not signed', async () => {
  const client = signed();
  await client.GET('/markets');
  await client.GET('/identity/identities');
  expect(api.seen.map(({ headers }) => 'paxos-signature' in headers)).toEqual([false, true]);
  expect(tokens.seen[0]?.headers['paxos-signature']).toBeUndefined();
});

test.each([
  ['PKCS #8', () => ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  [
    'SEC 1, as the command in the guide writes it',
    () => ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
  ],
  ['a JWK', () => jwk(ec.privateKey)],
  [
    'a CryptoKey',
    () => crypto.subtle.importKey('jwk', jwk(ec.privateKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']),
  ],
])('takes the key as %s', async (_what, key) => {
  await signed({ privateKey: (await key()) as SigningOptions['privateKey'] }).GET('/identity/identities');
  expect(verify(api.seen[0], 'ES256').good).toBe(true);
});

test.each([
  ['no PEM', 'not-a-key-but-secret'],
  ['a key of the other kind', ed.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['a public key', ec.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['a broken SEC 1 key', '-----BEGIN EC PRIVATE KEY-----\n!!!\n-----END EC PRIVATE KEY-----'],
])('a key that cannot be used stops the call, and is not shown: %s', async (_what, privateKey) => {
  const error = await signed({ privateKey })
    .GET('/identity/identities')
    .catch((thrown: unknown) => thrown);
  expect(isConfigurationError(error)).toBe(true);
  expect((error as Error).message).toContain('could not be signed with ES256');
  expect((error as Error).message).toContain('Nothing was sent.');
  expect(JSON.stringify(error) + String(error)).not.toContain('not-a-key-but-secret');
  expect(api.seen).toHaveLength(0);
});

test.each([
  [{ keyId: '' }, "Option 'keyId' is missing."],
  [{ algorithm: 'RS256' as never }, "Option 'algorithm' must be 'ES256' or 'EdDSA'."],
  [{ privateKey: '' }, "Option 'privateKey' is missing."],
])('%j is refused when the middleware is made', (options, message) => {
  const good = { keyId: 'k', privateKey: 'x', algorithm: 'ES256' } as const;
  expect(() => signRequests({ ...good, ...options })).toThrow(message);
});
