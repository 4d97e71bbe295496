import { format, inspect } from 'node:util';
import { manualClock } from '@org/test-kit/clock';
import { html, json, raw, redirect } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Logger, wireLog } from '../src/log.ts';
import { redact, secret } from '../src/redact.ts';
import { authorize } from '../src/steps/authorize.ts';
import { type AnyFailure, failureOf, provider, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const key = fc.stringMatching(/^[A-Za-z0-9_+/=.~"\\-]{16,40}$/);

/** Every way in which people and log collectors print a value. */
const renderings = (value: unknown): string =>
  [
    JSON.stringify(value),
    JSON.stringify({ nested: [value] }),
    `${value}`,
    inspect(value),
    inspect({ nested: { value } }, { depth: 9 }),
    format('%o %O %j %s', value, value, value, value),
    value instanceof Error ? `${value.message} ${value.stack}` : '',
  ].join('\n');

const show = (secretKey: string, value: unknown): void => {
  const text = renderings(value);
  // As JSON writes it, it would be no less of a leak.
  for (const form of [secretKey, JSON.stringify(secretKey).slice(1, -1)]) expect(text).not.toContain(form);
};

/** A client that sends `secretKey` in two headers, and everything that it logs. */
const setup = (secretKey: string, options: Parameters<typeof testClient>[0] = {}) => {
  const clock = manualClock();
  clock.skipBelow(20_000);
  const entries: unknown[] = [];
  const write = (...entry: unknown[]): void => void entries.push(entry);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const client = testClient({
    baseUrl: server.url,
    clock,
    ...options,
    logger,
    logLevel: 'debug',
    hooks: wireLog(logger, { bodies: true }),
    authorize: authorize({
      apply: (headers) => {
        headers.set('X-API-Key', secretKey);
        headers.set('Authorization', `Bearer ${secretKey}`);
        return undefined;
      },
    }),
  });
  return { client, entries };
};

/** Servers that echo what they were sent. */
const echoes: Record<string, (secretKey: string) => Reply> = {
  text: (k) => raw(401, `unknown key ${k} in Bearer ${k}`),
  message: (k) => json(403, { message: `key ${k} may not`, trace_id: 't' }),
  unknown: (k) => json(400, { given: k }),
  html: (k) => raw(200, `<html>${k}</html>`),
  broken: (k) => raw(200, `{"api_key":"${k}`),
  redirect: (k) => redirect(302, `https://x.test/?key=${encodeURIComponent(k)}`),
  'redirect with credentials': (k) => redirect(302, `https://user:${encodeURIComponent(k)}@login.test/${k}`),
  page: () => html(502),
};

describe('no rendering shows a credential', () => {
  test.each(Object.keys(echoes))('of an error or of the log, when the server answers with: %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(key, async (k) => {
        const { client, entries } = setup(k);
        server.script(echoes[name]?.(k) ?? html(500));
        show(k, await failureOf(client.customer.getCustomer({ path: { id: 'c1' } })));
        show(k, await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } })));
        expect(entries.length).toBeGreaterThan(4);
        show(k, entries);
      }),
      { numRuns: 15 },
    );
  });

  test('when fetch itself fails with everything it knows', async () => {
    await fc.assert(
      fc.asyncProperty(key, async (k) => {
        const { client, entries } = setup(k, {
          fetch: async (url, init) => {
            const headers = Object.fromEntries(init.headers as Headers);
            throw Object.assign(new Error(`failed with ${k}`), {
              code: 'ECONNRESET',
              config: { url, headers },
              cause: Object.assign(new Error(k), { headers }),
            });
          },
        });
        const error: AnyFailure = await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }));
        // What runtimes print of a cause, of itself: an error of theirs or of a client's may hold the whole request.
        expect(error.cause).toMatchObject({ name: 'Error', message: 'failed with [redacted]', code: 'ECONNRESET' });
        expect((error.cause as Error).cause).toMatchObject({ message: '[redacted]' });
        show(k, error.cause);
        show(k, error);
        show(k, entries);
      }),
      // Many digits, and a separator at its end.
      { numRuns: 20, examples: [['000000a//__-_-\\aA.\\A_.']] },
    );
  });

  test('of a client', async () => {
    await fc.assert(
      fc.asyncProperty(key, async (k) => {
        const { client } = setup(k);
        server.script(json(200, { id: 'c1' }));
        await client.customer.getCustomer({ path: { id: 'c1' } });
        show(k, client);
        show(k, client.customer);
      }),
      { numRuns: 5 },
    );
  });

  test('of a body that is logged', async () => {
    const { client, entries } = setup('k'.repeat(20));
    server.script(json(200, { id: 'c1', client_secret: 'hush-hush-1', nested: [{ access_token: 'hush-hush-2' }] }));
    await client.customer.createCustomer({ body: { name: 'Ada', password: 'hush-hush-3' } as never });
    show('hush-hush', entries);
    expect(JSON.stringify(entries)).toContain('"name":"Ada"');
    expect(JSON.stringify(entries)).toContain('"client_secret":"[redacted]"');
  });
});

describe('redact', () => {
  test('takes values out by name, at any depth, and leaves the rest', () => {
    const name = fc.constantFrom(
      'Authorization',
      'x-api-key',
      'apiKey',
      'client_secret',
      'accessToken',
      'Set-Cookie',
      'password',
      'Paxos-Signature',
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'items')),
        name,
        key,
        // Every name that redact looks for, and more: fast-check does come up with `JWT`.
        fc
          .jsonValue()
          .filter(
            (rest) =>
              !/auth|key|secret|token|pass|pwd|cookie|sign|private|jwt|bearer|session/i.test(JSON.stringify(rest)),
          ),
        (path, field, value, rest) => {
          const leaf = { [field]: value, kept: 'kept' };
          const object = path.reduce<object>((inner, step) => (step === 'items' ? [inner] : { [step]: inner }), leaf);
          const clean = JSON.stringify(redact(object));
          expect(clean).not.toContain(JSON.stringify(value));
          expect(clean).toContain('"kept":"kept"');
          expect(redact(rest)).toEqual(rest);
        },
      ),
    );
  });

  test('ends also for what contains itself', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(redact(circle)).toEqual({ self: '[circular]' });
  });
});

test('a secret shows itself only when asked', () => {
  fc.assert(
    fc.property(key, (k) => {
      const hidden = secret(k);
      show(k, hidden);
      expect(`${hidden}`).toBe('[redacted]');
      expect(JSON.stringify({ hidden })).toBe('{"hidden":"[redacted]"}');
      expect(hidden.reveal()).toBe(k);
    }),
  );
});

test('the facts of a provider are no secret', () => {
  expect(renderings(provider)).toContain(provider.userAgent);
});
