import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, onTestFinished, test } from 'vitest';
import { createIronClient, isApiError } from '../../src/index.ts';
import { tracing } from '../../src/otel.ts';
import { version } from '../../src/version.ts';

const server = useServer(json(404, { message: 'no such customer', trace_id: 'trace-17' }));

test("spans bear the package's name and version, and Iron's id of the request", async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  onTestFinished(() => trace.disable());
  const iron = createIronClient({ apiKey: 'key', baseUrl: `${server.url}/api`, hooks: tracing() });
  const error = await iron.customer.getCustomerById({ path: { id: 'c-17' } }).catch((thrown: unknown) => thrown);
  const requestId = isApiError(error) ? error.requestId : undefined;
  expect(requestId).toBeDefined();
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name }) => name)).toEqual(['GET /api/customers/{id}', 'getCustomerById']);
  for (const { instrumentationScope, attributes } of spans) {
    expect(instrumentationScope).toMatchObject({ name: '@org/iron-sdk', version });
    expect(attributes['iron.request_id']).toBe(requestId);
  }
});
