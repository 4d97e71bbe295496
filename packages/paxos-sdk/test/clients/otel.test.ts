import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { manualClock } from '@org/test-kit/clock';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { tracing } from '../../src/otel.ts';
import { version } from '../../src/version.ts';
import { CREDENTIALS, testClient } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers();

const exporter = new InMemorySpanExporter();
beforeEach(() => {
  exporter.reset();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(() => {
    trace.disable();
    context.disable();
  });
});

test("spans bear the package's name and version", async () => {
  const client = testClient(api, tokens, manualClock(), { hooks: tracing() });
  await client.GET('/identity/identities/{id}', { params: { path: { id: 'i-17' } } });
  const spans = exporter.getFinishedSpans().filter(({ name }) => name.includes('dentit'));
  expect(spans.map(({ name }) => name)).toEqual(['GET /v2/identity/identities/{id}', 'getIdentity']);
  for (const { instrumentationScope } of spans) {
    expect(instrumentationScope).toMatchObject({ name: '@org/paxos-sdk', version });
  }
});

test('the request for an access token belongs to the trace of the call that needs it, and shows no secret', async () => {
  const tracer = trace.getTracer('fetch');
  const client = testClient(api, tokens, manualClock(), {
    hooks: tracing(),
    fetch: (url, init) =>
      tracer.startActiveSpan(new URL(url).pathname, async (span) => {
        try {
          return await fetch(url, init);
        } finally {
          span.end();
        }
      }),
  });
  await client.GET('/profiles');
  const spans = exporter.getFinishedSpans();
  const named = (name: string) => spans.find((span) => span.name === name);
  const requested = named('/oauth2/token');
  expect(requested?.spanContext().traceId).toBe(named('listProfiles')?.spanContext().traceId);
  expect(requested?.parentSpanContext).toBeDefined();
  expect(named('/v2/profiles')?.parentSpanContext?.spanId).toBe(named('GET /v2/profiles')?.spanContext().spanId);
  const text = JSON.stringify(spans.map(({ name, attributes, events }) => ({ name, attributes, events })));
  for (const secret of Object.values(CREDENTIALS)) expect(text).not.toContain(secret);
});
