import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, onTestFinished, test } from 'vitest';
import type { Credentials } from '../src/credentials.ts';
import { tracing } from '../src/otel.ts';
import { createAcmePathClient } from '../src/paths.ts';
import { schemes } from '../src/provider.ts';
import { version } from '../src/version.ts';

const server = useServer(json(200, {}));

test("spans bear the package's name and version, and no credentials", async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  onTestFinished(() => trace.disable());
  const credentials = Object.fromEntries(Object.keys(schemes).map((name) => [name, 'secret-value'])) as Credentials;
  const client = createAcmePathClient({ baseUrl: server.url, credentials, hooks: tracing() });
  const get = client.GET as unknown as (path: string) => Promise<unknown>;
  await get('/somewhere');
  const spans = exporter.getFinishedSpans();
  expect(spans).toHaveLength(2);
  for (const { instrumentationScope, attributes } of spans) {
    expect(instrumentationScope).toMatchObject({ name: '@org/acme-sdk', version });
    expect(JSON.stringify(attributes)).not.toContain('secret-value');
  }
});
