import type { Attributes, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import { tracing } from '../src/otel.ts';
import { API_KEY, failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);

interface Recorded {
  name: string;
  kind: SpanKind | undefined;
  attributes: Attributes;
  events: [string, unknown][];
  status: unknown;
  ended: number;
}

/** A tracer that keeps what its spans are told. */
const recorder = () => {
  const spans: Recorded[] = [];
  const startSpan = (name: string, options: SpanOptions = {}): Span => {
    const record: Recorded = {
      name,
      kind: options.kind,
      attributes: { ...options.attributes },
      events: [],
      status: 0,
      ended: 0,
    };
    spans.push(record);
    const span = {
      setAttribute: (key: string, value: string) => {
        record.attributes[key] = value;
        return span;
      },
      setAttributes: (attributes: Attributes) => {
        Object.assign(record.attributes, attributes);
        return span;
      },
      addEvent: (event: string, attributes: unknown) => {
        record.events.push([event, attributes]);
        return span;
      },
      setStatus: (status: unknown) => {
        record.status = status;
        return span;
      },
      end: () => {
        record.ended++;
      },
    };
    return span as unknown as Span;
  };
  return { spans, tracer: { startSpan } as unknown as Tracer };
};

const setup = () => {
  const { spans, tracer } = recorder();
  const clock = manualClock();
  clock.skipBelow(20_000);
  const client = testClient({
    baseUrl: `${server.url}/api`,
    clock,
    hooks: tracing({ tracer }),
    logLevel: 'off',
  });
  return { spans, client };
};

describe('tracing', () => {
  test('makes one span of a call, by the conventions for HTTP clients', async () => {
    const { spans, client } = setup();
    await client.customer.getCustomer({ path: { id: 'c-17' } });
    expect(spans).toEqual([
      {
        name: 'GET /customers/{id}',
        kind: SpanKind.CLIENT,
        attributes: {
          'http.request.method': 'GET',
          'url.template': '/customers/{id}',
          'rpc.method': 'getCustomer',
          'server.address': '127.0.0.1',
          'server.port': Number(new URL(server.url).port),
          'url.scheme': 'http',
          'http.response.status_code': 200,
        },
        events: [],
        status: 0,
        ended: 1,
      },
    ]);
  });

  test('has retries as events, and how it ended', async () => {
    const { spans, client } = setup();
    server.script(reset, json(503, {}), json(500, { message: 'x' }));
    await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } }));
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({
      attributes: { 'http.response.status_code': 500, 'http.request.resend_count': 2, 'error.type': '500' },
      events: [
        ['retry', { attempt: 1, 'error.type': 'no response', 'delay.ms': 500 }],
        ['retry', { attempt: 2, 'error.type': '503', 'delay.ms': 1000 }],
      ],
      status: { code: SpanStatusCode.ERROR },
      ended: 1,
    });
  });

  test('ends the span of a call without a response', async () => {
    const { spans, client } = setup();
    server.script(reset);
    await failureOf(client.customer.patchCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } }));
    expect(spans.map(({ attributes, ended }) => [attributes['error.type'], ended])).toEqual([['ConnectionError', 1]]);
  });

  test('holds no credential, no id, no query value and no body', async () => {
    const { spans, client } = setup();
    await client.customer.listCustomers({ query: { status: ['filter-value'] } });
    await client.customer.getCustomer({ path: { id: 'c-17' } });
    await client.customer.createCustomer({ body: { name: 'Ada' } }, { idempotencyKey: 'key-17' });
    const text = JSON.stringify(spans);
    for (const value of [API_KEY, 'filter-value', 'c-17', 'Ada', 'key-17']) expect(text).not.toContain(value);
  });

  test('keeps our trace ids to ourselves unless told otherwise', async () => {
    const { client } = setup();
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(server.seen[0]?.headers.traceparent).toBeUndefined();
  });
});
