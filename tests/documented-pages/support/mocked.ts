// One pair of mocks for a test file, and short calls to them. Every call has a timeout, since Prism may never answer.
import { afterAll, beforeAll } from 'vitest';
import { type Mocks, startMocks } from '../../harness/index.ts';

const TIMEOUT_MS = 10_000;

export interface Call {
  readonly method?: 'GET' | 'POST';
  /** With its parameters filled in, without the base path of the server: Prism serves none. */
  readonly path: string;
  /** Name of the example to be served. */
  readonly example?: string;
  /** Status to be served; the success of the operation when left out. */
  readonly code?: number;
  /** Sent with the call; one that is `null` leaves out a header that is otherwise there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Mocked {
  readonly mocks: () => Mocks;
  /** Calls Iron's mock with an API key. */
  readonly iron: (call: Call) => Promise<Answer>;
  /** Calls Paxos's mock with a token for the given scope, which the token server has just given out. */
  readonly paxos: (scope: string, call: Call) => Promise<Answer>;
}

export function useMocks(): Mocked {
  let started: Mocks | undefined;
  beforeAll(async () => {
    started = await startMocks();
  });
  afterAll(() => started?.close());

  function mocks(): Mocks {
    if (!started) throw new Error('the mocks run inside tests only');
    return started;
  }
  return {
    mocks,
    iron: (call) => ask(mocks().iron.url, { 'X-API-Key': 'any' }, call),
    paxos: async (scope, call) =>
      ask(mocks().paxos.url, { Authorization: `Bearer ${await token(mocks(), scope)}` }, call),
  };
}

async function ask(url: string, credentials: Record<string, string>, call: Call): Promise<Answer> {
  const prefer = [
    ...(call.code === undefined ? [] : [`code=${call.code}`]),
    ...(call.example === undefined ? [] : [`example=${call.example}`]),
  ].join(', ');
  const headers = Object.entries({
    Accept: 'application/json',
    ...credentials,
    ...(prefer && { Prefer: prefer }),
    ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
    ...call.headers,
  }).filter((header): header is [string, string] => header[1] !== null);
  const response = await fetch(url + call.path, {
    method: call.method ?? 'GET',
    headers,
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function token({ tokens }: Mocks, scope: string): Promise<string> {
  const response = await fetch(tokens.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: tokens.clientId,
      client_secret: tokens.clientSecret,
      scope,
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const granted = (await response.json()) as { readonly access_token?: string; readonly scope?: string };
  if (!response.ok || granted.access_token === undefined || granted.scope !== scope) {
    throw new Error(`no token for ${scope}: ${response.status} ${JSON.stringify(granted)}`);
  }
  return granted.access_token;
}
