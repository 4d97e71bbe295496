import { importJWK, importPKCS8, type CryptoKey as JoseKey, type JWK } from 'jose';

// jose's own types stay out of the declarations: it comes as ESM only, which a CommonJS declaration cannot import (TS1479).
/** A private key as a JSON Web Key: `EC` for ES256, `OKP` for EdDSA. */
export interface PrivateJwk {
  readonly alg?: string | undefined;
  readonly crv?: string | undefined;
  readonly d?: string | undefined;
  readonly ext?: boolean | undefined;
  readonly key_ops?: readonly string[] | undefined;
  readonly kid?: string | undefined;
  readonly kty?: string | undefined;
  readonly use?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
}

/** WebCrypto's key, named through `crypto`, since `CryptoKey` is global only with TypeScript's DOM types. */
export type PrivateCryptoKey = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { type: string }>;

/** A private key as people have it: PEM, a JWK, or a key of WebCrypto. */
export type PrivateKey = string | PrivateJwk | PrivateCryptoKey;

/** What jose signs with. */
export type SigningKey = JoseKey | Uint8Array;

/** Reads a private key in any of the forms in which people have one. */
export async function importPrivateKey(key: PrivateKey, algorithm: string): Promise<SigningKey> {
  if (typeof key === 'string') return importPKCS8(toPkcs8(key), algorithm);
  return 'kty' in key ? importJWK(key as JWK, algorithm) : (key as JoseKey);
}

const SEC1 = /-----BEGIN EC PRIVATE KEY-----([\s\S]+?)-----END EC PRIVATE KEY-----/;

/** `SEQUENCE { OID id-ecPublicKey, OID prime256v1 }` */
const P256 = [0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];

/**
 * The same key as PKCS #8, which is all that WebCrypto reads. `openssl ecparam -genkey`, the command in Paxos's guide,
 * writes SEC 1 instead: that is wrapped here.
 */
function toPkcs8(pem: string): string {
  const [, text] = SEC1.exec(pem) ?? [];
  if (text === undefined) return pem;
  const inner = Array.from(atob(text.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
  const version = [2, 1, 0];
  const whole = der(0x30, [...version, ...P256, ...der(4, inner)]);
  return `-----BEGIN PRIVATE KEY-----\n${btoa(String.fromCharCode(...whole))}\n-----END PRIVATE KEY-----`;
}

/** A DER value with its tag and length. */
function der(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  return [
    tag,
    ...(length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]),
    ...content,
  ];
}
