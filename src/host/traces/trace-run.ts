import { AsyncLocalStorage } from 'node:async_hooks';
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
  /** Calls that are made within belong to the pair, whatever other pairs are tested meanwhile. */
  readonly within: <Result>(pair: NamedPair, act: () => Promise<Result>) => Promise<Result>;
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
  const current = new AsyncLocalStorage<OpenSpan>();
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
    within: (pair, act) => {
      const span = pairs.get(textFromPair(pair));
      return span === undefined ? act() : current.run(span, act);
    },
    traced: (send) => async (request, baseUrl, signal) => {
      if (request.headers.some((part, index) => index % 2 === 0 && /^trace(?:parent|state)$/i.test(part)))
        return send(request, baseUrl, signal);
      const start = spanOfCall({ request, kind: 'client', atMs: nowMs(), provider: new URL(baseUrl).host, operation: undefined });
      const span = traces.begin({ ...start, parent: (current.getStore() ?? run).context });
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
