import { context, propagation, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { manualClock } from '@org/test-kit/clock';
import { hang, json, reset, resetInBody } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTracing, type TracingOptions } from '../src/otel.ts';
import { authorize } from '../src/steps/authorize.ts';
import { API_KEY, failureOf, type TestOptions, testClient } from './support/client.ts';
import { found } from './support/found.ts';
import { tree, useTelemetry } from './support/telemetry.ts';

const server = useServer(found);
const scope = { name: '@org/test-sdk', version: '1.2.3', prefix: 'test' };

const setup = (options: TestOptions = {}, tracing: TracingOptions = {}) => {
  const telemetry = useTelemetry();
  const clock = manualClock();
  clock.skipBelow(20_000);
  const hooks = createTracing(scope, { meter: telemetry.meter, ...tracing });
  const client = testClient({ baseUrl: `${server.url}/api`, clock, hooks, logLevel: 'off', ...options });
  return { ...telemetry, clock, client };
};

const useUndici = (tracers: ReturnType<typeof useTelemetry>['tracers']): void => {
  const instrumentation = new UndiciInstrumentation();
  instrumentation.setTracerProvider(tracers);
  onTestFinished(() => instrumentation.disable());
};

const facts = ({ name, kind, attributes, status, ended }: ReadableSpan) => ({
  name,
  kind,
  attributes,
  status: status.code,
  ended,
});
const port = () => Number(new URL(server.url).port);

describe('spans', () => {
  test('a call is an INTERNAL span, and its attempt a CLIENT span by the conventions for HTTP', async () => {
    const { client, spans } = setup();
    server.script(json(200, { id: 'c-17' }, { 'x-request-id': 'r-1' }));
    await client.customer.getCustomer({ path: { id: 'c-17' } });
    expect(tree(spans)).toEqual(['getCustomer', 'GET /api/customers/{id} < getCustomer']);
    expect(spans[0]?.instrumentationScope).toMatchObject({ name: '@org/test-sdk', version: '1.2.3' });
    expect(spans.map(facts)).toEqual([
      {
        name: 'getCustomer',
        kind: SpanKind.INTERNAL,
        attributes: {
          'test.operation': 'getCustomer',
          'test.idempotency_key.present': false,
          'test.attempts': 1,
          'test.request_id': 'r-1',
          'url.template': '/api/customers/{id}',
        },
        status: SpanStatusCode.UNSET,
        ended: true,
      },
      {
        name: 'GET /api/customers/{id}',
        kind: SpanKind.CLIENT,
        attributes: {
          'http.request.method': 'GET',
          'http.response.status_code': 200,
          'server.address': '127.0.0.1',
          'server.port': port(),
          'test.request_id': 'r-1',
          'url.full': `${server.url}/api/customers/{id}`,
          'url.scheme': 'http',
          'url.template': '/api/customers/{id}',
        },
        status: SpanStatusCode.UNSET,
        ended: true,
      },
    ]);
  });

  test('each retry is a CLIENT span of its own below the same INTERNAL span', async () => {
    const { client, spans } = setup();
    server.script(reset, json(503, { trace_id: 't-2' }), json(500, { message: 'x', trace_id: 't-3' }));
    await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } }));
    const attempt = 'POST /api/customers < createCustomer';
    expect(tree(spans)).toEqual(['createCustomer', attempt, attempt, attempt]);
    const names = ['http.request.resend_count', 'http.response.status_code', 'error.type', 'test.request_id'];
    expect(
      spans.slice(1).map(({ attributes, status }) => [...names.map((name) => attributes[name]), status.code]),
    ).toEqual([
      [undefined, undefined, 'ConnectionError', undefined, SpanStatusCode.ERROR],
      [1, 503, '503', 't-2', SpanStatusCode.ERROR],
      [2, 500, '500', 't-3', SpanStatusCode.ERROR],
    ]);
    expect(spans[0]).toMatchObject({
      attributes: {
        'test.attempts': 3,
        'test.idempotency_key.present': true,
        'error.type': '500',
        'test.request_id': 't-3',
      },
      status: { code: SpanStatusCode.ERROR },
    });
    expect(spans.every(({ ended }) => ended)).toBe(true);
  });

  test('the span of an attempt is active in middleware and fetch, that of the call where credentials are fetched', async () => {
    const telemetry = useTelemetry();
    const within = (name: string) => telemetry.inSpan(name, async () => {});
    const client = testClient({
      baseUrl: server.url,
      hooks: createTracing(scope, {}),
      authorize: authorize({ apply: () => within('credentials').then(() => undefined) }),
      middleware: [
        async (request, next) => {
          await within('before');
          const response = await next(request);
          await within('after');
          return response;
        },
      ],
      fetch: async (url, init) => {
        await within('fetch');
        return fetch(url, init);
      },
    });
    await telemetry.inSpan('application', async () => {
      await client.customer.getCustomer({ path: { id: 'c1' } });
      await within('later');
    });
    expect(tree(telemetry.spans)).toEqual([
      'application',
      'getCustomer < application',
      'credentials < getCustomer',
      'GET /customers/{id} < getCustomer',
      'before < GET /customers/{id}',
      'fetch < GET /customers/{id}',
      'after < GET /customers/{id}',
      'later < application',
    ]);
  });

  test('attempts hang below their call without a context manager too', async () => {
    const { client, spans } = setup();
    context.disable();
    server.script(json(503, {}), json(200, { id: 'c1' }));
    await client.customer.getCustomer({ path: { id: 'c1' } });
    const attempt = 'GET /api/customers/{id} < getCustomer';
    expect(tree(spans)).toEqual(['getCustomer', attempt, attempt]);
  });

  test('every page of a list is a call below the span in which the list is read', async () => {
    const { client, spans, inSpan } = setup();
    const pages = (): Reply[] => [
      json(200, { items: [1], cursor: 'b' }),
      json(200, { items: [2], cursor: 'c' }),
      json(200, { items: [3] }),
    ];
    const expected = [
      'application',
      ...Array.from({ length: 3 }, () => ['listCustomers < application', 'GET /api/customers < listCustomers']),
    ].flat();
    for (const readAhead of [false, true]) {
      spans.length = 0;
      server.script(...pages());
      await inSpan('application', async () => {
        for await (const _customer of client.customer.listCustomers({}, { readAhead }));
      });
      expect(tree(spans).sort()).toEqual(expected.sort());
    }
    expect(spans.at(-1)?.attributes['url.full']).toBe(`${server.url}/api/customers?cursor=REDACTED`);
  });

  test('reading back a record is a call below the one whose response was lost', async () => {
    const { client, spans } = setup({ createKey: () => 'key-1' });
    const record = { id: 't-1', ref_id: 'key-1', amount: '1.00' };
    server.script(reset, json(409, { message: 'exists', meta: { existing: { id: 't-1' } } }), json(200, record));
    await client.transfer.createTransfer({ body: { amount: '1.00' } });
    expect(tree(spans)).toEqual([
      'createTransfer',
      'POST /api/transfers < createTransfer',
      'POST /api/transfers < createTransfer',
      'getTransfer < createTransfer',
      'GET /api/transfers/{id} < getTransfer',
    ]);
    expect(spans[0]?.attributes['error.type']).toBeUndefined();
  });

  test("a path method's spans are those of its operation, also with openapi-fetch's middleware", async () => {
    const { client, spans } = setup();
    client.use({ onRequest: ({ request }) => void request.headers.set('x-own', '1') });
    server.script(json(404, { message: 'none' }));
    await client.GET('/customers/{id}', { params: { path: { id: 'c-17' } } });
    expect(tree(spans)).toEqual(['getCustomer', 'GET /api/customers/{id} < getCustomer']);
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['404', '404']);
  });

  test('a path that the contract does not have stays out of the spans, since it may hold ids', async () => {
    const { client, spans, histograms } = setup();
    await client.GET('/people/c-17' as '/customers');
    expect(tree(spans)).toEqual(['GET', 'GET < GET']);
    expect(spans[1]?.attributes['url.full']).toBe(`${server.url}/REDACTED`);
    const points = [...(await histograms()).values()].flatMap(({ dataPoints }) => dataPoints);
    expect(JSON.stringify([spans.map(facts), points.map(({ attributes }) => attributes)])).not.toContain('c-17');
  });

  test('an address that middleware chose keeps only the template', async () => {
    const { client, spans } = setup();
    client.use({
      onRequest: ({ request }) => {
        (request as { url: string }).url = `${server.url}/tenants/t-17?key=v-17`;
      },
    });
    await client.GET('/customers/{id}', { params: { path: { id: 'c-17' } } });
    expect(server.seen[0]?.url).toBe('/tenants/t-17?key=v-17');
    expect(spans[1]?.attributes['url.full']).toBe(`${server.url}/customers/{id}?key=REDACTED`);
  });

  const abort = new AbortController();
  const failures: [string, Reply, string, TestOptions & { signal?: AbortSignal }][] = [
    ['an error response', json(404, { message: 'x' }), '404', {}],
    ['a lost connection', reset, 'ConnectionError', {}],
    ['a response that breaks off', resetInBody, 'ConnectionError', {}],
    ['a body that is not what the contract promises', json(200, []), 'DecodeError', {}],
    ['a timeout', hang, 'TimeoutError', { timeout: 5 }],
    ['an aborted call', () => abort.abort(), 'AbortedError', { signal: abort.signal }],
    [
      'middleware that throws',
      found,
      'RangeError',
      {
        middleware: [
          () => {
            throw new RangeError('own');
          },
        ],
      },
    ],
  ];
  test.each(failures)(
    '%s sets error.type and the status of both spans, and ends them',
    async (_what, reply, type, options) => {
      const { signal, ...clientOptions } = options;
      const { client, spans, histograms } = setup({ maxRetries: 0, ...clientOptions });
      server.script(reply);
      await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }, { signal }));
      expect(spans.map(({ attributes, status, ended }) => [attributes['error.type'], status, ended])).toEqual([
        [type, { code: SpanStatusCode.ERROR }, true],
        [type, { code: SpanStatusCode.ERROR }, true],
      ]);
      for (const { dataPoints } of (await histograms()).values()) {
        expect(dataPoints.map(({ attributes, value }) => [attributes['error.type'], value.count])).toEqual([[type, 1]]);
      }
    },
  );

  test('calls that run at the same time keep their own contexts', async () => {
    const { client, spans, inSpan, tracer } = setup({
      middleware: [
        async (request, next) => {
          tracer.startSpan('inside').end();
          return next(request);
        },
      ],
    });
    server.script((response, seen, socket) => {
      const first = server.seen.filter(({ url }) => url === seen.url).length === 1;
      return (first ? json(503, {}) : json(200, { id: 'c1' }))(response, seen, socket);
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        inSpan(`application ${index}`, () => client.customer.getCustomer({ path: { id: `c${index}` } })),
      ),
    );
    const ids = [...new Set(spans.map((span) => span.spanContext().traceId))];
    expect(ids).toHaveLength(20);
    const names = ids.map((id) => {
      const lines = tree(spans.filter((span) => span.spanContext().traceId === id));
      return lines.map((line) => line.replace(/ \d+/, ''));
    });
    const attempt = ['GET /api/customers/{id} < getCustomer', 'inside < GET /api/customers/{id}'];
    for (const one of names) {
      expect(one).toEqual(['application', 'getCustomer < application', ...attempt, ...attempt]);
    }
  });

  test('an error has the frame of the caller in its stack', async () => {
    const { client } = setup();
    server.script(json(404, { message: 'x' }));
    const theCaller = async (): Promise<unknown> => await client.customer.getCustomer({ path: { id: 'c1' } });
    expect((await failureOf(theCaller())).stack).toContain('theCaller');
  });
});

describe('traceparent', () => {
  const baggage = propagation.createBaggage({ user: { value: 'ada' } });
  /** The one that reached the server, and the name of the span that it names. */
  const sent = (spans: readonly ReadableSpan[]) => {
    const headers = `${server.seen[0]?.headers.traceparent ?? ''}`.split(',').filter(Boolean);
    return headers.map((header) => spans.find((span) => span.spanContext().spanId === header.split('-')[2])?.name);
  };
  const attempt = 'GET /api/customers/{id}';
  const own = '00-11111111111111111111111111111111-2222222222222222-01';

  test.each([
    { propagate: false, undici: false, parents: [], names: ['getCustomer', attempt] },
    { propagate: true, undici: false, parents: [attempt], names: ['getCustomer', attempt] },
    { propagate: false, undici: true, parents: ['GET'], names: ['getCustomer', attempt, 'GET'] },
    { propagate: true, undici: true, parents: [attempt], names: ['getCustomer', attempt] },
  ])(
    'with propagate $propagate and undici instrumentation $undici it names $parents',
    async ({ propagate, undici, parents, names }) => {
      const { client, spans, tracers } = setup({}, { propagate });
      if (undici) useUndici(tracers);
      const within = propagation.setBaggage(context.active(), baggage);
      await context.with(within, () => client.customer.getCustomer({ path: { id: 'c1' } }));
      expect(sent(spans)).toEqual(parents);
      expect(spans.map(({ name }) => name)).toEqual(names);
      expect(server.seen[0]?.headers.baggage).toBe(undici && !propagate ? 'user=ada' : undefined);
    },
  );

  test("undici's spans hang below the span of their attempt, those of a retry too", async () => {
    const { client, spans, tracers } = setup();
    useUndici(tracers);
    server.script(json(503, {}), json(200, { id: 'c1' }));
    await client.customer.getCustomer({ path: { id: 'c1' } });
    const below = [`${attempt} < getCustomer`, `GET < ${attempt}`];
    expect(tree(spans)).toEqual(['getCustomer', ...below, ...below]);
    const [first, second] = spans.filter(({ kind, name }) => kind === SpanKind.CLIENT && name === attempt);
    const parents = spans.filter(({ name }) => name === 'GET').map((span) => span.parentSpanContext?.spanId);
    expect(parents).toEqual([first?.spanContext().spanId, second?.spanContext().spanId]);
  });

  test('spans of middleware are recorded also where undici is kept from sending a second one', async () => {
    const telemetry = useTelemetry();
    useUndici(telemetry.tracers);
    const client = testClient({
      baseUrl: `${server.url}/api`,
      hooks: createTracing(scope, { propagate: true }),
      middleware: [(request, next) => telemetry.inSpan('middleware', () => next(request))],
    });
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(tree(telemetry.spans)).toEqual(['getCustomer', `${attempt} < getCustomer`, `middleware < ${attempt}`]);
    expect(sent(telemetry.spans)).toEqual([attempt]);
  });

  test('one that the application sets stays the only one', async () => {
    const { client, tracers } = setup({ headers: { traceparent: own } });
    useUndici(tracers);
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(server.seen[0]?.headers.traceparent).toBe(own);
  });
});

describe('metrics', () => {
  test('are the duration of each attempt by the conventions, and that of each call', async () => {
    const { client, clock, histograms } = setup();
    server.script(json(503, {}), async (...args) => {
      await clock.advance(70);
      json(201, { id: 'c1' })(...args);
    });
    await client.customer.createCustomer({ body: { name: 'Ada' } });
    const all = await histograms();
    expect([...all.keys()].sort()).toEqual(['http.client.request.duration', 'test.call.duration']);
    const attempts = all.get('http.client.request.duration');
    expect(attempts?.descriptor.unit).toBe('s');
    expect(attempts?.dataPoints[0]?.value.buckets.boundaries).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]);
    const shared = {
      'http.request.method': 'POST',
      'server.address': '127.0.0.1',
      'server.port': port(),
      'url.scheme': 'http',
      'url.template': '/api/customers',
    };
    expect(attempts?.dataPoints.map(({ attributes, value }) => ({ ...attributes, sum: value.sum }))).toEqual([
      { ...shared, 'http.response.status_code': 503, 'error.type': '503', sum: 0 },
      { ...shared, 'http.response.status_code': 201, sum: 0.07 },
    ]);
    const calls = all.get('test.call.duration');
    expect(calls?.descriptor.unit).toBe('s');
    expect(calls?.dataPoints.map(({ attributes, value }) => ({ ...attributes, sum: value.sum }))).toEqual([
      // The backoff is part of a call.
      { 'test.operation': 'createCustomer', sum: 0.57 },
    ]);
  });
});

test('neither spans nor metrics hold credentials, ids, query values, keys, bodies or messages', async () => {
  const { client, spans, histograms } = setup({ headers: { 'x-tenant': 'tenant-17' } });
  server.script(
    json(400, { message: 'body-17 ada@example.com' }),
    json(409, 'text-17'),
    json(200, { items: [{ id: 'item-17' }], cursor: 'cursor-17' }),
    json(200, { items: [] }),
  );
  await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } }, { idempotencyKey: 'key-17' }));
  await failureOf(client.customer.getCustomer({ path: { id: 'c-17' } }));
  await client.customer.listCustomers({ query: { status: ['filter-17'] } }).toArray();
  expect(server.seen).toHaveLength(4);
  const points = [...(await histograms()).values()].flatMap(({ dataPoints }) => dataPoints);
  const recorded = spans.map(({ name, attributes, events, status, links }) => ({
    name,
    attributes,
    events,
    status,
    links,
  }));
  const text = JSON.stringify([recorded, points.map(({ attributes }) => attributes)]);
  expect(text).toContain('status=REDACTED&cursor=REDACTED');
  for (const planted of [API_KEY, '-17', 'Ada', 'ada@', 'X-API-Key']) expect(text).not.toContain(planted);
});

describe('a tracer or a meter that fails', () => {
  const fail = (): never => {
    throw new Error('a bug in telemetry');
  };
  const failing = new Proxy({}, { get: () => fail }) as never;
  const brokenSpans = { startSpan: () => failing } as unknown as Tracer;

  test.each<[string, TracingOptions]>([
    ['a tracer', { tracer: failing }],
    ['its spans', { tracer: brokenSpans, propagate: true }],
    ['a meter', { meter: failing }],
  ])('%s changes nothing, and is reported', async (_what, options) => {
    const errors: string[] = [];
    const logger = { debug() {}, info() {}, warn() {}, error: (message: string) => void errors.push(message) };
    const { client } = setup({ logger, logLevel: 'error' }, options);
    server.script(json(503, {}), json(200, { id: 'c1' }));
    expect(await client.customer.getCustomer({ path: { id: 'c1' } })).toEqual({ id: 'c1' });
    expect(server.seen).toHaveLength(2);
    expect(new Set(errors)).toEqual(new Set(['A hook failed (Error). The call was not affected.']));
  });

  test('a meter that fails leaves the spans ended', async () => {
    const { client, spans } = setup({}, { meter: failing });
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(spans.map(({ ended }) => ended)).toEqual([true, true]);
  });

  test('without an OpenTelemetry SDK nothing happens', async () => {
    const client = testClient({ baseUrl: server.url, hooks: createTracing(scope, { propagate: true }) });
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(server.seen[0]?.headers.traceparent).toBeUndefined();
  });
});
