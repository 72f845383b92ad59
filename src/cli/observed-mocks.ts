import type { Metrics } from '../host/metrics/open-metrics.js';
import type { Traces } from '../host/traces/open-traces.js';
import type { Exchange } from '../journal/exchange.js';
import type { MemoryJournal } from '../journal/memory-journal.js';
import type { CommandInput } from './command.js';
import type { MockControl } from './mock-control.js';
import { serverMetrics } from './server-metrics.js';
import { tracesFrom } from './trace-option.js';

/**
 * Sends spans from here on of what the journal is given, when it was asked for.
 *
 * @param input - of the command
 * @param journal - of all mocks
 * @param systems - that are served by then
 */
export async function tracedMocks(
  input: CommandInput,
  journal: MemoryJournal,
  systems: MockControl['systems'],
): Promise<Traces | undefined> {
  const traces = await tracesFrom(input);
  if (traces === undefined) return undefined;
  const { traceExchange } = await import('../host/traces/exchange-span.js');
  const routeOf = ({ provider, operation }: Exchange): string | undefined =>
    systems()
      .find(({ name }) => name === provider)
      ?.contract?.operations.find(({ id }) => id === operation)?.path;
  journal.onAppend((exchange) => traceExchange(traces, exchange, routeOf(exchange)));
  return traces;
}

/**
 * Counts from here on what the journal is given, when it was asked for.
 *
 * @param input - of the command
 * @param journal - of all mocks
 * @param systems - that are served by then
 */
export async function metricsOf(
  { options }: CommandInput,
  journal: MemoryJournal,
  systems: MockControl['systems'],
): Promise<Metrics | undefined> {
  if (options['metrics'] !== true) return undefined;
  const metrics = await serverMetrics(systems, () => journal.entryCount);
  journal.onAppend(metrics.observe);
  return metrics;
}
