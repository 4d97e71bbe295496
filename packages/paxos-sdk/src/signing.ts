// Signed requests: `@org/paxos-sdk/signing`. Only who imports this needs jose.
import { type Clock, ConfigurationError, InvalidRequestError, type Middleware } from '@org/sdk-core';
import { systemClock } from '@org/sdk-core/internal';
import { CompactSign } from 'jose';
import type { PaxosOperation } from './generated/operations.ts';
import { importPrivateKey, type PrivateKey, type SigningKey } from './signing/private-key.ts';

export type { PrivateKey } from './signing/private-key.ts';

/** What Paxos takes. */
export type SigningAlgorithm = 'ES256' | 'EdDSA';

export interface SigningOptions {
  /** The id of the public key, from the dashboard. */
  readonly keyId: string;
  /** The private key: PEM as `openssl` writes it, a JWK, or a `CryptoKey` that may sign. It never leaves the process. */
  readonly privateKey: PrivateKey;
  readonly algorithm: SigningAlgorithm;
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/**
 * Makes middleware that signs each request, as Paxos wants it from accounts for which request signing was activated: header
 * `Paxos-Signature`, an attached compact JWS over exactly the bytes that are sent, with method, path, query and time in
 * its protected header. Each attempt is signed anew. Public operations are not signed, nor is the request for a token.
 *
 * @throws {ConfigurationError} if the key id is empty, or the algorithm is neither ES256 nor EdDSA; the first call rejects with
 *   one if the private key cannot be used
 * @example
 * import { signRequests } from '@org/paxos-sdk/signing';
 * const signing = signRequests({ keyId, privateKey: process.env.PAXOS_SIGNING_KEY, algorithm: 'ES256' });
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, middleware: [signing] });
 * @see https://docs.paxos.com/guides/developer/request-signing
 */
export function signRequests(options: SigningOptions): Middleware {
  const { keyId, privateKey, algorithm, clock = systemClock } = options ?? {};
  if (typeof keyId !== 'string' || !keyId.trim()) {
    throw new ConfigurationError("Option 'keyId' is missing. Paxos's dashboard shows it beside the public key.");
  }
  if (algorithm !== 'ES256' && algorithm !== 'EdDSA') {
    throw new ConfigurationError(`Option 'algorithm' must be 'ES256' or 'EdDSA'.`);
  }
  if (!privateKey) throw new ConfigurationError("Option 'privateKey' is missing.");
  let key: Promise<SigningKey> | undefined;
  return async (request, next) => {
    const { name, method, path } = request.operation;
    const facts = { operation: name, method, path, notSent: true, retryable: false };
    if ((request.operation as Partial<PaxosOperation>).public) return next(request);
    const { body } = request;
    if (body !== undefined && body !== null && typeof body !== 'string') {
      throw new InvalidRequestError(`${name}: only text bodies can be signed. Nothing was sent.`, facts);
    }
    const { pathname, search } = new URL(request.url);
    key ??= importPrivateKey(privateKey, algorithm);
    try {
      const signature = await new CompactSign(new TextEncoder().encode(body ?? ''))
        .setProtectedHeader({
          alg: algorithm,
          kid: keyId,
          // Seconds, as text: so it stands in Paxos's example.
          'paxos.com/timestamp': `${Math.floor(clock.now() / 1000)}`,
          'paxos.com/request-method': request.method.toUpperCase(),
          'paxos.com/request-path': pathname + search,
        })
        .sign(await key);
      request.headers.set('Paxos-Signature', signature);
    } catch {
      // The cause is left out: it could hold parts of the key.
      throw new ConfigurationError(
        `${name}: the request could not be signed with ${algorithm}. Check 'privateKey' (PEM, JWK or CryptoKey) and that 'algorithm' fits it. Nothing was sent.`,
        facts,
      );
    }
    return next(request);
  };
}
