// A token as a store keeps it: sealed, so that a reader of the store cannot use it, and a writer cannot plant one.
import type { Clock } from '@org/sdk-core';
import { isTokenValue, LONGEST_LIFE, type Token } from './token.ts';

/** Seals tokens for a store, and opens what a store kept. */
export interface TokenSealer {
  seal(token: Token): Promise<string>;
  /** Undefined for nothing, and for what is not a token that was sealed under the same secret and key. */
  open(text: string | undefined): Promise<Token | undefined>;
}

/** Begins each text, and changes with its form. */
const VERSION = 'v1.';
/** Bytes. AES-GCM has a nonce of 96 bits; a random one must not repeat, and a token is sealed a few times an hour. */
const NONCE = 12;
/** Characters of the longest text that is opened. */
const LONGEST_TEXT = 65_536;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

/**
 * Seals by AES-256-GCM, with a key that HKDF-SHA-256 derives from the client secret for one key of the store: a token that
 * was moved to the key of other scopes, credentials or another host does not open.
 *
 * @param secret the client secret
 * @param key under which the token is kept
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function createTokenSealer(secret: string, key: string, clock: Clock): TokenSealer {
  const context = bytesOf(`@org/paxos-sdk token ${VERSION}${key}`);
  const derived = async (): Promise<CryptoKey> => {
    const material = await crypto.subtle.importKey('raw', bytesOf(secret), 'HKDF', false, ['deriveKey']);
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: context };
    return crypto.subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  };
  const gcm = (iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({ name: 'AES-GCM', iv, additionalData: context });

  return {
    async seal(token) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
      const sealed = await crypto.subtle.encrypt(gcm(nonce), await derived(), bytesOf(write(token, clock)));
      return VERSION + toBase64(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
    },
    async open(text) {
      if (typeof text !== 'string' || !text.startsWith(VERSION) || text.length > LONGEST_TEXT) return undefined;
      try {
        const bytes = Uint8Array.from(atob(text.slice(VERSION.length)), (char) => char.charCodeAt(0));
        const opened = await crypto.subtle.decrypt(
          gcm(bytes.subarray(0, NONCE)),
          await derived(),
          bytes.subarray(NONCE),
        );
        return read(new TextDecoder().decode(opened), clock);
      } catch {
        // Not base64, sealed under another secret or key, or changed. What it was is of no interest, and may be a secret.
        return undefined;
      }
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** With times of the wall clock, which processes share. */
function write({ value, renewAt, endsAt }: Token, clock: Clock): string {
  const toWall = clock.now() - clock.monotonic();
  return JSON.stringify({ value, renewAt: renewAt + toWall, endsAt: endsAt + toWall });
}

/** Throws for what is not JSON; undefined for what is not a token, or has times that cannot be. */
function read(text: string, clock: Clock): Token | undefined {
  const { value, renewAt, endsAt } = JSON.parse(text) as Token;
  const now = clock.now();
  const plausible = Number.isFinite(renewAt) && renewAt <= endsAt && endsAt <= now + LONGEST_LIFE;
  if (!isTokenValue(value) || !plausible) return undefined;
  const toMonotonic = clock.monotonic() - now;
  return { value, renewAt: renewAt + toMonotonic, endsAt: endsAt + toMonotonic };
}
