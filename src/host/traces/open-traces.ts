import type { Attributes, Context } from '@opentelemetry/api';
import { peerPackage } from '../../broker/peer-package.js';
import type { TraceContext } from '../../wire/trace-context.js';

/** A span that has begun. */
export interface OpenSpan {
  /** What calls that belong to it say. */
  readonly context: TraceContext;
  /** @param attributes - that were not known before; `error`: why it counts as failed */
  end(atMs: number, attributes?: Attributes, error?: string): void;
}

export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly atMs: number;
  readonly attributes: Attributes;
  /** `undefined` begins a trace. */
  readonly parent: TraceContext | undefined;
}

/** Sends spans to a collector. */
export interface Traces {
  begin(start: SpanStart): OpenSpan;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface TracesOptions {
  /** Of the collector; `undefined`: as the variables of OpenTelemetry say. */
  readonly url: string | undefined;
  readonly serviceName: string;
  /** Told once when spans do not reach the collector: nothing else suffers from it. */
  readonly onTrouble: (text: string) => void;
}

/**
 * Spans as OTLP over HTTP, in JSON.
 *
 * @param options - where they go
 * @throws HostError `E_PACKAGE_MISSING` when a package of OpenTelemetry is not installed
 * @see https://opentelemetry.io/docs/specs/otlp
 */
export async function openTraces({ url, serviceName, onTrouble }: TracesOptions): Promise<Traces> {
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, createTraceState, trace } = await needed(
    '@opentelemetry/api',
    import('@opentelemetry/api'),
  );
  const { BasicTracerProvider, BatchSpanProcessor } = await needed(
    '@opentelemetry/sdk-trace-base',
    import('@opentelemetry/sdk-trace-base'),
  );
  const { OTLPTraceExporter } = await needed('@opentelemetry/exporter-trace-otlp-http', import('@opentelemetry/exporter-trace-otlp-http'));
  const { resourceFromAttributes } = await needed('@opentelemetry/resources', import('@opentelemetry/resources'));
  const exporter = new OTLPTraceExporter(url === undefined ? {} : { url, timeoutMillis: EXPORT_TIMEOUT_MS });
  let isTold = false;
  const processor = new BatchSpanProcessor({
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined && !isTold) {
          isTold = true;
          onTrouble(`traces do not reach their collector: ${result.error.message}`);
        }
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('mortise');
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };
  const contextOf = (parent: TraceContext | undefined): Context => {
    if (parent === undefined) return ROOT_CONTEXT;
    const { traceId, spanId, isSampled, state } = parent;
    const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true, traceState: createTraceState(state) });
  };
  return {
    begin: ({ name, kind, atMs, attributes, parent }) => {
      const span = tracer.startSpan(name, { kind: kinds[kind], startTime: atMs, attributes }, contextOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        context: { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0, state: parent?.state ?? '' },
        end: (endedAtMs, late, error) => {
          if (late !== undefined) span.setAttributes(late);
          if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
          span.end(Math.max(atMs, endedAtMs));
        },
      };
    },
    close: async () => {
      try {
        await provider.shutdown();
      } catch (error) {
        onTrouble(`traces do not reach their collector: ${String(error)}`);
      }
    },
  };
}

function needed<T>(name: string, loading: Promise<T>): Promise<T> {
  return peerPackage(loading, { package: name, purpose: 'traces' });
}

const EXPORT_TIMEOUT_MS = 5_000;
