import { AsyncLocalStorage } from 'node:async_hooks';
import { headersOfTrace } from '../../wire/trace-context.js';
import { CLOCK_ORIGIN_MS } from '../scaled-clock.js';
import { nowMs } from '../clock.js';
import { spanOfCall, type CallStart } from './exchange-span.js';
import type { OpenSpan, Traces } from './open-traces.js';

/** The spans of a scenario: one for it, one for each try of a step below it, one for each call below that. */
export interface TracedScenario {
  /** What a world's proxies send their spans to, whatever the scale of its time. */
  tracesAt(scale: number): Traces;
  /** What is done within belongs to the step. */
  readonly within: <Result>(step: string, act: () => Promise<Result>) => Promise<Result>;
  /** The span of a call, and what the call says of it. */
  beginCall(call: Pick<CallStart, 'request' | 'provider' | 'operation'>): { readonly span: OpenSpan; readonly headers: readonly string[] };
  /** @param error - why it did not hold */
  end(error: string | undefined): void;
}

/**
 * Begins the span of a scenario that runs on real time.
 *
 * @param traces - where spans go; not closed here
 * @param name - of the scenario
 */
export function traceScenario(traces: Traces, name: string): TracedScenario {
  const attributes = { 'mortise.scenario': name };
  const whole = traces.begin({ name: `scenario ${name}`, kind: 'internal', atMs: nowMs(), attributes, parent: undefined });
  const current = new AsyncLocalStorage<OpenSpan>();
  return {
    tracesAt: (scale) => tracesInScaledTime(traces, scale),
    within: async (step, act) => {
      const parent = (current.getStore() ?? whole).context;
      const span = traces.begin({
        name: step,
        kind: 'internal',
        atMs: nowMs(),
        attributes: { ...attributes, 'mortise.step': step },
        parent,
      });
      try {
        return await current.run(span, act);
      } finally {
        span.end(nowMs());
      }
    },
    beginCall: (call) => {
      const start = spanOfCall({ ...call, kind: 'client', atMs: nowMs() });
      // A call whose own headers say where it belongs is left as it is.
      if (start.parent !== undefined) return { span: traces.begin(start), headers: [] };
      const span = traces.begin({ ...start, parent: (current.getStore() ?? whole).context });
      return { span, headers: headersOfTrace(span.context) };
    },
    end: (error) => whole.end(nowMs(), {}, error),
  };
}

/** Collectors know one time: that of the machine. */
function tracesInScaledTime(traces: Traces, scale: number): Traces {
  const machineMs = (atMs: number): number => CLOCK_ORIGIN_MS + (atMs - CLOCK_ORIGIN_MS) / scale;
  return {
    ...traces,
    begin: (start) => {
      const span = traces.begin({ ...start, atMs: machineMs(start.atMs) });
      return { ...span, end: (atMs, late, error) => span.end(machineMs(atMs), late, error) };
    },
  };
}
