import type { Exchange } from '../../journal/exchange.js';
import type { MessageRecord } from '../../journal/message-record.js';
import type { HttpResponse } from '../../wire/http-message.js';
import { peerPackage } from '../../broker/peer-package.js';
import { createBoundedNames } from './bounded-names.js';

/** What is counted of one system beside its exchanges, looked at when somebody asks. */
export interface MeasuredSystem {
  readonly name: string;
  readonly faultCount?: (() => number) | undefined;
  readonly stateItemCount?: (() => number) | undefined;
}

/** Counts what happens, for Prometheus. */
export interface Metrics {
  readonly observe: (exchange: Exchange) => void;
  /** A message passes, or has passed: told twice, it is counted once. */
  readonly observeMessage: (record: MessageRecord) => void;
  /** A client begins to listen to a stream of events. @returns tells that it has gone */
  readonly streamOf: (system: string) => () => void;
  /** The page that is scraped. */
  readonly page: () => Promise<HttpResponse>;
}

export interface MetricsOptions {
  readonly systems: () => readonly MeasuredSystem[];
  /** What the journal in memory keeps now. */
  readonly journalEntryCount?: (() => number) | undefined;
}

/**
 * Metrics of mocks or of a proxy. Labels are names of the workspace and its contracts; of each kind so many at most, so that no caller can make more.
 *
 * @param options - what is looked at when somebody asks
 * @throws HostError `E_PACKAGE_MISSING` when `prom-client` is not installed
 * @see https://prometheus.io/docs/practices/naming
 */
export async function openMetrics({ systems, journalEntryCount }: MetricsOptions): Promise<Metrics> {
  const { Counter, Gauge, Histogram, Registry } = await peerPackage(import('prom-client'), {
    package: 'prom-client',
    purpose: 'metrics',
  });
  // One of our own: a process may hold several mocks, and the application's metrics are none of ours.
  const registers = [new Registry()];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const requests = counter('mortise_requests_total', 'Requests that were answered or ended otherwise, by the class of their status', [
    'system',
    'operation',
    'status',
  ]);
  const durations = new Histogram({
    name: 'mortise_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['system', 'operation'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const violations = counter('mortise_violations_total', 'Deviations from the contract in requests and responses', [
    'system',
    'on',
    'kind',
  ]);
  const faulted = counter('mortise_faulted_requests_total', 'Requests that met a fault', ['system']);
  const overridden = counter('mortise_overridden_requests_total', 'Requests that were answered as a test had ordered', ['system']);
  const journalled =
    journalEntryCount === undefined
      ? undefined
      : new Gauge({ name: 'mortise_journal_entries', help: 'Exchanges that the journal in memory keeps', registers });
  const faults = new Gauge({ name: 'mortise_fault_rules', help: 'Fault rules that are in force', labelNames: ['system'], registers });
  const items = new Gauge({
    name: 'mortise_state_items',
    help: 'Items that a mock remembers, in all scopes',
    labelNames: ['system'],
    registers,
  });
  const messages = counter('mortise_messages_total', 'Messages that were sent, delivered and dead-lettered', [
    'system',
    'channel',
    'event',
  ]);
  const streams = new Gauge({
    name: 'mortise_stream_clients',
    help: 'Clients that listen to a stream of events',
    labelNames: ['system'],
    registers,
  });
  const passing = new Set<string>();
  const names = createBoundedNames(MAX_OPERATION_COUNT);
  const channels = createBoundedNames(MAX_OPERATION_COUNT);
  const look = (): void => {
    journalled?.set(journalEntryCount?.() ?? 0);
    for (const { name, faultCount, stateItemCount } of systems()) {
      if (faultCount !== undefined) faults.labels(name).set(faultCount());
      if (stateItemCount !== undefined) items.labels(name).set(stateItemCount());
    }
  };
  return {
    observe: (exchange) => {
      const { provider, operation, problems, fault, reason, receivedFirstAtMs, respondedFirstAtMs, respondedLastAtMs } = exchange;
      const named = names(provider, operation ?? UNKNOWN_OPERATION);
      requests.labels(provider, named, statusClassOf(exchange)).inc();
      const endedAtMs = respondedLastAtMs ?? respondedFirstAtMs;
      if (endedAtMs !== undefined) durations.labels(provider, named).observe((endedAtMs - receivedFirstAtMs) / 1_000);
      for (const { on, kind } of problems) violations.labels(provider, on, kind).inc();
      if (fault !== undefined) faulted.labels(provider).inc();
      if (reason?.by === 'override') overridden.labels(provider).inc();
    },
    observeMessage: ({ id, side, provider, channel, settledAtMs, outcome }) => {
      const count = (event: string): void => messages.labels(provider, channels(provider, channel), event).inc();
      const passage = `${provider} ${id}`;
      if (!passing.delete(passage)) count(side);
      if (settledAtMs === undefined) passing.add(passage);
      else if (outcome === 'dead-lettered') count(outcome);
      // What is never settled must not be kept for ever.
      const [oldest] = passing.size > MAX_PASSING_COUNT ? passing : [];
      if (oldest !== undefined) passing.delete(oldest);
    },
    streamOf: (system) => {
      streams.labels(system).inc();
      return () => streams.labels(system).dec();
    },
    page: async () => {
      look();
      const [register] = registers;
      return {
        status: 200,
        headers: ['content-type', register?.contentType ?? 'text/plain', 'cache-control', 'no-store'],
        body: (await register?.metrics()) ?? '',
      };
    },
  };
}

/** `2xx`, or how an exchange ended that has no answer: `reset`. */
function statusClassOf({ response, outcome }: Exchange): string {
  return response === undefined || response.status < 100 ? outcome : `${Math.floor(response.status / 100)}xx`;
}

/** Of a request that meets none. */
const UNKNOWN_OPERATION = 'none';
const MAX_PASSING_COUNT = 10_000;
/** Of one system; what else there is counts as `other`. */
const MAX_OPERATION_COUNT = 500;
const BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
