import type { Send, SendResult } from '../../check/ports.js';
import { headersOfTrace } from '../../wire/trace-context.js';
import type { Pair } from '../../workspace/workspace.js';
import { textFromPair } from '../../workspace/workspace.js';
import { nowMs } from '../clock.js';
import { endOfCall, spanOfCall } from './exchange-span.js';
import type { OpenSpan, Traces } from './open-traces.js';

type NamedPair = Pick<Pair, 'consumer' | 'provider'>;

/** The spans of a run of tests: one for the run, one for each pair below it, one for each call below that. */
export interface TracedRun {
  readonly onPairStart: (pair: NamedPair) => void;
  readonly onPairEnd: (pair: NamedPair) => void;
  /** Says in each call which trace it belongs to, unless the call itself is about that. */
  readonly traced: (send: Send) => Send;
  readonly end: () => void;
}

/**
 * Begins the span of a run.
 *
 * @param name - `mortise test`
 */
export function traceRun(traces: Traces, name: string): TracedRun {
  const run = traces.begin({ name, kind: 'internal', atMs: nowMs(), attributes: {}, parent: undefined });
  const pairs = new Map<string, OpenSpan>();
  return {
    onPairStart: (pair) => {
      const attributes = { 'mortise.consumer': pair.consumer, 'mortise.provider': pair.provider };
      const text = textFromPair(pair);
      pairs.set(text, traces.begin({ name: text, kind: 'internal', atMs: nowMs(), attributes, parent: run.context }));
    },
    onPairEnd: (pair) => {
      pairs.get(textFromPair(pair))?.end(nowMs());
      pairs.delete(textFromPair(pair));
    },
    traced: (send) => async (request, baseUrl, signal) => {
      if (request.headers.some((part, index) => index % 2 === 0 && /^trace(?:parent|state)$/i.test(part)))
        return send(request, baseUrl, signal);
      // Where several pairs are tested at once, a call does not say whose it is.
      const [only] = pairs.size === 1 ? pairs.values() : [];
      const start = spanOfCall({ request, kind: 'client', atMs: nowMs(), provider: new URL(baseUrl).host, operation: undefined });
      const span = traces.begin({ ...start, parent: (only ?? run).context });
      try {
        const result = await send({ ...request, headers: [...request.headers, ...headersOfTrace(span.context)] }, baseUrl, signal);
        endCall(span, result);
        return result;
      } catch (error) {
        span.end(nowMs(), { 'error.type': 'aborted' }, 'aborted');
        throw error;
      }
    },
    end: () => {
      for (const span of pairs.values()) span.end(nowMs());
      run.end(nowMs());
    },
  };
}

function endCall(span: OpenSpan, result: SendResult): void {
  if (result.kind === 'unsendable') {
    span.end(nowMs(), { 'error.type': 'unsendable' }, 'unsendable');
    return;
  }
  const seen =
    result.kind === 'answered'
      ? { response: result.response, outcome: 'answered' as const }
      : { response: undefined, outcome: result.outcome };
  const { attributes, error } = endOfCall({ ...seen, problems: [], fault: undefined }, 'client');
  span.end(nowMs(), attributes, error);
}
