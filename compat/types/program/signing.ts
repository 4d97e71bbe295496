// Keys in every form in which people have them: jose's, WebCrypto's, JWKs, PEM. An ECMAScript module alone, as jose is.
import { signRequests } from '@org/paxos-sdk/signing';
import { type CryptoKey, exportJWK, type JWK } from 'jose';

const signing = { keyId: 'k', algorithm: 'ES256' } as const;
export const withKey = (privateKey: CryptoKey) => signRequests({ ...signing, privateKey });
export const withJwk = (privateKey: JWK) => signRequests({ ...signing, privateKey });
export const withExported = async (key: CryptoKey) => signRequests({ ...signing, privateKey: await exportJWK(key) });
export const withWebCrypto = async () => {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return signRequests({ ...signing, privateKey });
};
export const literal = signRequests({ ...signing, privateKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' } });
export const pem = signRequests({ ...signing, privateKey: '-----BEGIN PRIVATE KEY-----' });
