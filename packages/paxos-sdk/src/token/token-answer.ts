// What a token endpoint answers (RFC 6749, section 5). It is read here and not by oauth4webapi, because that one's reader
// also knows ID tokens and their signatures, which this grant never gives, and would be 3 kB of every bundle.

/** The endpoint refuses, and says why with one of OAuth's codes. */
export class TokenRefusal extends Error {
  readonly code: string;
  readonly description: string | undefined;

  constructor(code: string, description: string | undefined) {
    super(code);
    this.code = code;
    this.description = description;
  }
}

/** A token, and for how many seconds it lives; undefined if the server does not say. */
export interface TokenAnswer {
  readonly value: string;
  readonly seconds: number | undefined;
}

/**
 * Reads the answer to a request for a token.
 *
 * @throws {TokenRefusal} if it is an error of OAuth's
 * @throws {Error} for anything else that is no token
 */
export async function readTokenAnswer(response: Response): Promise<TokenAnswer> {
  const body = (await response.json()) as Record<string, unknown> | null;
  const { access_token: value, token_type: type, expires_in: seconds, error, error_description: said } = body ?? {};
  // A challenge is about how the client proves itself; the status says all that helps there.
  if (!response.ok && typeof error === 'string' && !response.headers.has('www-authenticate')) {
    throw new TokenRefusal(error, typeof said === 'string' ? said : undefined);
  }
  const life = seconds === undefined ? undefined : Number(seconds);
  const alive = life === undefined || (Number.isFinite(life) && life > 0);
  // Section 7.1: a token of a kind that is not understood must not be used. The name's case does not matter.
  if (response.ok && value && typeof value === 'string' && /^bearer$/i.test(`${type}`) && alive) {
    return { value, seconds: life };
  }
  throw new Error('no token');
}
