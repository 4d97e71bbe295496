import { context, type Meter, propagation, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';

interface Telemetry {
  readonly tracers: BasicTracerProvider;
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** In the order in which they began. */
  readonly spans: ReadableSpan[];
  /** What was measured, by the name of the histogram. */
  histograms(): Promise<Map<string, HistogramMetricData>>;
  /** Runs something inside a span of the application. */
  inSpan<T>(name: string, run: () => PromiseLike<T>): Promise<T>;
}

/** OpenTelemetry's own SDK, registered for one test, with what it recorded in memory. */
export function useTelemetry(): Telemetry {
  const spans: ReadableSpan[] = [];
  const recorder = {
    onStart: (span: ReadableSpan) => void spans.push(span),
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const tracers = new BasicTracerProvider({ spanProcessors: [recorder] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const meters = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(tracers);
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  onTestFinished(async () => {
    context.disable();
    trace.disable();
    propagation.disable();
    await Promise.all([tracers.shutdown(), meters.shutdown()]);
  });
  const tracer = tracers.getTracer('test');
  return {
    tracers,
    tracer,
    meter: meters.getMeter('test'),
    spans,
    async histograms() {
      await reader.forceFlush();
      const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
      return new Map(all.map((metric) => [metric.descriptor.name, metric as HistogramMetricData]));
    },
    inSpan: (name, run) =>
      tracer.startActiveSpan(name, async (span) => {
        try {
          return await run();
        } finally {
          span.end();
        }
      }),
  };
}

/** Each span as `name < name of its parent`. */
export function tree(spans: readonly ReadableSpan[]): string[] {
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  return spans.map(({ name, parentSpanContext }) =>
    parentSpanContext ? `${name} < ${names.get(parentSpanContext.spanId)}` : name,
  );
}
