// The token endpoint, and the credential and scopes of a token: https://docs.paxos.com/developer/credentials
import type { Contract, Node, Operation } from '../contract/contract.ts';
import type { Credential, OutsideRequest, Reply } from '../engine/provider.ts';
import { forbidden, problem, unauthorized } from './problems.ts';
import type { PaxosRecords } from './records.ts';
import { readTokenRequest } from './token-request.ts';

export const tokenPath = '/oauth2/token';

/** Seconds that a token lives, as documented. */
const lifetime = 3599;

// One request a second as an average over five minutes; then the sender is refused for five minutes.
// https://docs.paxos.com/guides/developer/rate-limits
const window = 300_000;
const requestsInWindow = 300;

const longestClientId = 200;

export function answerTokenRequest(request: OutsideRequest<PaxosRecords>, known: ReadonlySet<string>): Reply {
  if (request.method !== 'POST') {
    return { ...oauthError(405, 'invalid_request', 'Send POST.'), headers: { allow: 'POST' } };
  }
  const read = readTokenRequest(request.headers, request.bytes);
  if (!read) return oauthError(400, 'invalid_request', 'Send a form: application/x-www-form-urlencoded or multipart.');
  const { clientId, clientSecret, scope, basic } = read;
  const unknownClient = (): Reply => ({
    ...oauthError(401, 'invalid_client', 'Client authentication failed.'),
    ...(basic && { headers: { 'www-authenticate': 'Basic realm="sandbox"' } }),
  });
  if (!clientId || clientId.length > longestClientId || !clientSecret || clientSecret === 'invalid') {
    return unknownClient();
  }
  const context = request.contextOf(clientId);
  const { access } = context.records;
  const { now } = request;
  access.requests = access.requests.filter((at) => at > now - window);
  if (now < access.blockedUntil) return rateLimited();
  if (access.requests.length >= requestsInWindow) {
    access.blockedUntil = now + window;
    return rateLimited();
  }
  access.requests.push(now);
  if (access.credential?.disabled) return unknownClient();
  if (read.grantType !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'The sandbox grants client_credentials only.');
  }
  const scopes = [...new Set(scope.split(' ').filter(Boolean))];
  const unknown = scopes.find((one) => !known.has(one));
  if (unknown !== undefined) return oauthError(400, 'invalid_scope', `The scope '${unknown}' does not exist.`);

  for (const [id, { expires }] of Object.entries(access.tokens)) if (expires <= now) delete access.tokens[id];
  const id = context.id();
  access.tokens[id] = { scopes, expires: now + lifetime * 1000 };
  return {
    status: 200,
    body: {
      access_token: `${encodeAccount(clientId)}.${id}`,
      expires_in: lifetime,
      scope: scopes.join(' '),
      token_type: 'bearer',
    },
    headers: { 'cache-control': 'no-store' },
  };
}

/** Whose token the request carries; a forged one makes no state. Throws a `Refusal`: 401 without a token in force, 403 without the scope. */
export function authenticate(
  request: Pick<Request, 'headers'>,
  operation: Operation,
  now: number,
  recordsOf: (account: string) => PaxosRecords | undefined,
): Credential {
  const header = request.headers.get('authorization');
  const claimed = accountOf(header);
  const access = claimed === undefined ? undefined : recordsOf(claimed)?.access;
  if (!operation.scopes) return { account: (access && claimed) ?? '' };
  if (!header) throw unauthorized('access token is missing: request one at /oauth2/token and send it as Bearer');
  if (claimed === undefined) throw unauthorized('access token is not one of this sandbox');
  if (!access) throw unauthorized('access token is unknown or revoked');
  const { tokens, credential } = access;
  const id = header.slice(header.lastIndexOf('.') + 1);
  const token = Object.hasOwn(tokens, id) ? tokens[id] : undefined;
  if (!token || credential?.disabled) throw unauthorized('access token is unknown or revoked');
  if (token.expires <= now) throw unauthorized('access token is expired');
  const { scopes } = token;
  if (!operation.scopes.some((needed) => needed.every((scope) => scopes.includes(scope)))) {
    const needed = operation.scopes.map((alternative) => alternative.join(' ')).join(' ');
    throw forbidden(`insufficient scopes: found '${scopes.join(' ')}', required one of '[${needed}]'`);
  }
  return { account: claimed, scopes };
}

/** Every scope that the contract names. */
export function scopesOf(contract: Contract): ReadonlySet<string> {
  const schemes = (contract.document.components as Node).securitySchemes as Record<string, Node>;
  const declared = Object.values(schemes).flatMap((scheme) =>
    Object.values((scheme.flows ?? {}) as Record<string, Node>).flatMap((flow) => Object.keys(flow.scopes as Node)),
  );
  const used = [...contract.operations.values()].flatMap(({ scopes }) => (scopes ?? []).flat());
  return new Set([...declared, ...used]);
}

/** Text for an address or a token that leads back to the isolated state of the client id. */
export function encodeAccount(account: string): string {
  const text = String.fromCharCode(...new TextEncoder().encode(account));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function decodeAccount(text: string): string | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function accountOf(header: string | null): string | undefined {
  const account = /^Bearer ([\w-]+)\.[\w-]+$/i.exec(header ?? '')?.[1];
  return account === undefined ? undefined : decodeAccount(account);
}

// https://www.rfc-editor.org/rfc/rfc6749#section-5.2
function oauthError(status: number, error: string, description: string): Reply {
  return { status, body: { error, error_description: description }, headers: { 'cache-control': 'no-store' } };
}

function rateLimited(): Reply {
  return problem(429, 'Too Many Requests', 'rate limit exceeded: use a token for as long as it lives');
}
