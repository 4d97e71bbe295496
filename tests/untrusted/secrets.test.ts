// Every secret and every kind of personal data is planted in every operation of both contracts, servers and networks echo
// all of it, and nothing of it is in what the SDKs print: messages, consoles, logs, hooks and middleware that print what
// they are given. See the page on secrets in each SDK's docs for the policy.
import { createRequire } from 'node:module';
import { format, inspect } from 'node:util';
import { createIronClient, type Hooks, type Logger, wireLog } from '@org/iron-sdk';
import { createPaxosClient, type PaxosScope } from '@org/paxos-sdk';
import { manualClock } from '@org/test-kit/clock';
import { describe, expect, test } from 'vitest';
import { type Operation, readContract } from '../operation-matrix/contract.ts';

const require = createRequire(import.meta.url);
const { components } = require('@org/paxos-types/openapi.json') as {
  components: { securitySchemes: { OAuth2: { flows: { clientCredentials: { scopes: Record<string, PaxosScope> } } } } };
};
const scopes = Object.keys(components.securitySchemes.OAuth2.flows.clientCredentials.scopes) as PaxosScope[];

const SECRET = 'PLANTED-SECRET+/=%&"1';
const TOKEN = 'PLANTED-TOKEN-1';
const ID = 'PLANTED-ID-1';
/** The kinds of personal data that integrators send. */
const person = {
  name: 'Ada PLANTED-NAME',
  email: 'planted-mail@example.com',
  phone: '+44 PLANTED-PHONE',
  birth: { date: '1815-PLANTED' },
  tax_ids: [{ number: 'PLANTED-TAX' }],
  address: { line: '1 PLANTED-STREET', city: 'PLANTED-Łódź' },
  account: { type: 'BROKERAGE', iban: 'PL-PLANTED-IBAN', holder: 'PLANTED "quoted" holder' },
};
const query = { search: 'PLANTED-QUERY here' };

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** All that a request holds, as it is and decoded. */
const all = ({ url, init }: Sent): string =>
  [url, decodeURIComponent(url), ...new Headers(init.headers).values(), init.body ?? '', TOKEN, SECRET].join(' ');

/** How a response, or the lack of one, echoes what was sent. */
const echoes: Readonly<Record<string, (sent: Sent) => Response>> = {
  'a sentence': (sent) => Response.json({ message: all(sent), title: all(sent), trace_id: 't' }, { status: 400 }),
  'a short sentence': ({ init }) =>
    Response.json(
      { message: `no ${ID} of ${person.name}, ${person.email}: ${init.body}`.slice(0, 300) },
      { status: 422 },
    ),
  'invalid fields': (sent) =>
    Response.json(
      {
        message: 'invalid',
        title: 'invalid',
        errors: [{ field: 'name', message: all(sent).slice(0, 1500) }, { field: person.name }],
        meta: { details: [{ field: 'name', description: `${person.name} ${ID} ${SECRET}` }] },
      },
      { status: 400 },
    ),
  'an unknown shape': (sent) => Response.json({ given: all(sent), ...person }, { status: 409 }),
  text: (sent) => new Response(all(sent), { status: 403 }),
  'a page': (sent) => new Response(`<p>${all(sent)}`, { status: 502 }),
  'a success that is not JSON': (sent) => new Response(all(sent)),
  'a success of another kind': (sent) => Response.json(all(sent)),
  'a redirect': (sent) => {
    const location = `https://${TOKEN}:${encodeURIComponent(SECRET)}@login.test/${ID}?all=${encodeURIComponent(all(sent))}`;
    return new Response(null, { status: 302, headers: { location } });
  },
  'a refusal': (sent) =>
    new Response(all(sent), { status: 401, headers: { 'www-authenticate': all(sent).slice(0, 1) } }),
  'a network that fails': (sent) => {
    const cause = Object.assign(new Error(all(sent)), { code: 'ECONNRESET', request: sent });
    throw Object.assign(new TypeError('fetch failed', { cause }), { config: sent });
  },
};

const renderings = (value: unknown): string =>
  [
    inspect(value),
    inspect({ nested: [value] }, { depth: 9 }),
    format('%o %O %j %s', value, value, value, value),
    JSON.stringify({ nested: [value] }),
    value instanceof Error ? `${value} ${value.stack} ${inspect(value.cause)}` : '',
  ].join('\n');

/** Everything that one set-up printed. */
function observed() {
  const printed: string[] = [];
  const wire: string[] = [];
  const print = (...values: unknown[]): void => {
    // A Response is the platform's own, and shows its address; everything else is ours.
    printed.push(...values.filter((value) => !(value instanceof Response)).map(renderings));
  };
  const logger: Logger = { debug: print, info: print, warn: print, error: print };
  const onWire = (...values: unknown[]): void => void wire.push(...values.map(renderings));
  const hooks: Hooks = { start: print, request: print, response: print, failure: print, retry: print, end: print };
  const options = {
    clock: manualClock(),
    logger,
    logLevel: 'debug',
    hooks: [hooks, wireLog({ debug: onWire, info: onWire, warn: onWire, error: onWire })],
    maxRetries: 1,
  } as const;
  options.clock.skipBelow(20_000);
  return { options, print, printed, wire };
}

type Print = (...values: unknown[]) => void;
type Method = (args: object) => PromiseLike<unknown>;
type AnyClient = Record<string, Record<string, Method>>;

function clientOf(
  provider: 'iron' | 'paxos',
  echo: (sent: Sent) => Response,
  { options, print }: ReturnType<typeof observed>,
) {
  const fetch = async (url: string, init: RequestInit): Promise<Response> =>
    url.includes('/oauth2/')
      ? Response.json({ access_token: TOKEN, token_type: 'bearer', expires_in: 3599 })
      : echo({ url, init });
  const middleware = [
    (request: never, next: (request: never) => Promise<Response>): Promise<Response> => {
      (print as Print)(request, { ...(request as object) });
      return next(request);
    },
  ];
  const common = { ...options, fetch, middleware, environment: 'sandbox' } as never as { environment: 'sandbox' };
  return (provider === 'iron'
    ? createIronClient({ ...common, apiKey: SECRET })
    : createPaxosClient({
        ...common,
        clientId: 'id',
        clientSecret: SECRET,
        scopes,
        rateLimit: false,
      })) as never as AnyClient;
}

function call(client: AnyClient, { id, path }: Operation): PromiseLike<unknown> {
  const name = id.charAt(0).toLowerCase() + id.slice(1);
  const group = Object.values(client).find((one) => typeof one === 'object' && name in one);
  const parameters = Object.fromEntries([...path.matchAll(/\{([^}]+)\}/g)].map(([, one]) => [one, ID]));
  return group?.[name]?.({ path: parameters, query, body: person }) ?? Promise.reject(new Error(`no ${name}`));
}

describe.each(['iron', 'paxos'] as const)('%s', (provider) => {
  const { operations } = readContract(`@org/${provider}-types/openapi.json`);

  test.each(Object.entries(echoes))('prints nothing of what every operation sent, echoed by %s', async (_how, echo) => {
    const seen = observed();
    const client = clientOf(provider, echo, seen);
    for (const operation of operations) {
      const from = seen.printed.length;
      // What a success returns is the caller's to print.
      await call(client, operation).then(() => {}, seen.print);
      expect(seen.printed.length).toBeGreaterThan(from);
      expect(
        seen.printed
          .slice(from)
          .join('\n')
          .match(/.{0,60}planted.{0,40}/i)?.[0],
        operation.id,
      ).toBeUndefined();
    }
    // It shows addresses, which hold ids; `{ bodies: true }` would show personal data too.
    expect(seen.wire.join('\n').match(/.{0,60}planted-(?!id-1).{0,40}/i)?.[0]).toBeUndefined();
    expect(seen.wire.length).toBeGreaterThan(operations.length);
    seen.print(client, Object.values(client));
    expect(seen.printed.at(-1)).not.toMatch(/planted/i);
  });
});

describe('the token endpoint', () => {
  const echoesOfForm: typeof echoes = {
    ...echoes,
    'an OAuth error': (sent) =>
      Response.json({ error: 'invalid_client', error_description: all(sent) }, { status: 401 }),
    'an error code of its own': (sent) => Response.json({ error: all(sent) }, { status: 400 }),
  };

  test.each(Object.entries(echoesOfForm))('prints nothing of the credentials, echoed by %s', async (_how, echo) => {
    const seen = observed();
    const fetch = async (url: string, init: RequestInit): Promise<Response> => echo({ url, init });
    const options = { ...seen.options, fetch, environment: 'sandbox', rateLimit: false } as const;
    const paxos = createPaxosClient({ ...options, clientId: 'id', clientSecret: SECRET, scopes });
    await paxos.identity.getIdentity({ path: { id: ID } }).then(seen.print, seen.print);
    expect(seen.printed.length).toBeGreaterThan(3);
    // The client has no token yet that it could recognise.
    expect(seen.printed.join('\n').match(/.{0,60}planted-(?!token).{0,40}/i)?.[0]).toBeUndefined();
  });
});

describe('an option in the place of another', () => {
  const names = {
    iron: ['apiVersion', 'subPartnerId', 'apiKey'],
    paxos: ['clientId', 'clientSecret', 'scopes', 'tokenUrl', 'tokenStore', 'rateLimit'],
    both: [
      ...['environment', 'baseUrl', 'allowHttp', 'timeout', 'deadline', 'maxRetries', 'maxResponseSize', 'fetch'],
      ...['headers', 'middleware', 'hooks', 'logger', 'logLevel', 'clock', 'random', 'createKey'],
    ],
  };
  const places = [...names.iron, ...names.both].map((name) => ['iron', name] as const);
  const others = [...names.paxos, ...names.both].map((name) => ['paxos', name] as const);

  test.each([...places, ...others])('of %s is not in the error: %s', (provider, name) => {
    for (const given of [SECRET, `-----BEGIN PRIVATE KEY-----\n${SECRET}`, [SECRET], { [name]: SECRET }]) {
      const options = { apiKey: 'k', clientId: 'c', clientSecret: 's', environment: 'sandbox', [name]: given };
      const { apiKey, clientId, clientSecret, ...rest } = options;
      try {
        if (provider === 'iron') createIronClient({ ...rest, apiKey } as never);
        else createPaxosClient({ ...rest, clientId, clientSecret } as never);
      } catch (error) {
        expect(renderings(error)).not.toContain('PLANTED');
      }
    }
  });
});
