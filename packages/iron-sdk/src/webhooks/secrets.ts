// The secrets under which deliveries are signed, as bytes.
import { ConfigurationError } from '@org/sdk-core';

/**
 * A webhook's secret from Iron's dashboard. How it is encoded is not documented: it is used as it is, or, as
 * `{ base64 }`, decoded first, without a `whsec_` in front.
 */
export type IronWebhookSecret = string | { readonly base64: string };

/**
 * The bytes of each secret.
 *
 * @throws {ConfigurationError} if there is none, or one is empty or malformed; no message shows a secret
 */
export function secretBytes(secrets: IronWebhookSecret | readonly IronWebhookSecret[]): Uint8Array[] {
  const all: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets];
  if (all.length === 0)
    throw new ConfigurationError(`Option 'secrets' is empty: pass the webhook's secret from the dashboard.`);
  return all.map((secret, at) => bytesOf(secret, all.length > 1 ? `secrets[${at}]` : 'secrets'));
}

function bytesOf(secret: unknown, option: string): Uint8Array {
  const base64 = secret instanceof Object ? (secret as { base64?: unknown }).base64 : undefined;
  const text = base64 ?? secret;
  if (typeof text !== 'string' || !text) {
    throw new ConfigurationError(`Option '${option}' must be a non-empty string, or { base64: string }.`);
  }
  if (text !== text.trim()) throw new ConfigurationError(`Option '${option}' has leading or trailing whitespace.`);
  return base64 === undefined ? new TextEncoder().encode(text) : decode(text.replace(/^whsec_/, ''), option);
}

function decode(text: string, option: string): Uint8Array {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    if (bytes.length > 0) return bytes;
  } catch {
    // Not passed on: such errors may show the text.
  }
  throw new ConfigurationError(`Option '${option}' is not base64. If it is plain text, pass it as a string.`);
}
