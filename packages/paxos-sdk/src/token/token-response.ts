// What a token endpoint answers (RFC 6749, section 5).

import { readStart } from '@org/sdk-core/internal';
import { isTokenValue } from './token.ts';

/** A token and the seconds that it lives (undefined if the server does not say), or an error of OAuth's, or neither. */
export interface TokenResponse {
  readonly value?: string;
  readonly seconds?: number | undefined;
  /** OAuth's code, such as `invalid_client`. */
  readonly code?: string;
  readonly description?: string | undefined;
}

/** Reads the response to a request for a token. Throws what reading the body throws. */
export async function readTokenResponse(response: Response): Promise<TokenResponse> {
  const body = parsed(await readStart(response));
  const { access_token: value, token_type: type, expires_in: seconds, error, error_description: said } = body;
  // A challenge is about how the client proves itself; the status says all that helps there.
  if (!response.ok && typeof error === 'string' && !response.headers.has('www-authenticate')) {
    return { code: error, description: typeof said === 'string' ? said : undefined };
  }
  const life = seconds === undefined ? undefined : Number(seconds);
  const alive = life === undefined || (Number.isFinite(life) && life > 0);
  // Section 7.1: a token of a kind that is not understood must not be used. The name's case does not matter.
  const usable = response.ok && isTokenValue(value) && /^bearer$/i.test(`${type}`) && alive;
  return usable ? { value, seconds: life } : {};
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
