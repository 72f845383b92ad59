import type { Exchange } from '../journal/exchange.js';
import type { FaultSpan, RunJournal } from '../journal/run-journal.js';
import { endOfAttempt } from './attempt-outcome.js';
import { isMessageFault } from './messages/message-kinds.js';
import { endpointOf } from './request-content.js';

/** A time in which faults were in force at one provider without a break. */
export interface Outage {
  readonly fromMs: number;
  /** `undefined`: to the end of the run. */
  readonly toMs: number | undefined;
  /** `false` when a fault that nobody switched off just was not met any more: it may be one of chance, which is still there. */
  readonly isEndSure: boolean;
  readonly spans: readonly FaultSpan[];
}

/**
 * The times in which faults were in force at a provider, those that touch as one, in order. A fault that is never switched off is over when what
 * it did was done and the same was possible again.
 *
 * @param journal - of a run
 * @param provider - a name
 */
export function outagesOf(journal: RunJournal, provider: string): readonly Outage[] {
  const outages: { fromMs: number; toMs: number | undefined; isEndSure: boolean; spans: FaultSpan[] }[] = [];
  for (const span of journal.faults) {
    if (span.provider !== provider || span.fault === 'noop' || isMessageFault(span)) continue;
    const toMs = span.toMs ?? lastSeenMs(span, journal);
    const isEndSure = span.toMs !== undefined || END_BY_COUNT.has(span.fault);
    const last = outages.at(-1);
    if (last === undefined || (last.toMs !== undefined && last.toMs < span.fromMs)) {
      outages.push({ fromMs: span.fromMs, toMs, isEndSure, spans: [span] });
      continue;
    }
    last.spans.push(span);
    last.isEndSure &&= isEndSure;
    last.toMs = last.toMs === undefined || toMs === undefined ? undefined : Math.max(last.toMs, toMs);
  }
  return outages;
}

/** When the last exchange or connection with its label was over, if the same was done afterwards without it. */
function lastSeenMs({ label, provider, fromMs }: FaultSpan, { exchanges, connections }: RunJournal): number | undefined {
  const calls = exchanges.filter((exchange) => exchange.side === 'egress' && exchange.provider === provider);
  const bears = (fault: string | undefined): boolean => fault === label || (fault?.split('+').includes(label) ?? false);
  const touched = calls.filter(({ fault, receivedFirstAtMs }) => receivedFirstAtMs >= fromMs && bears(fault));
  const touchedConnections = connections.filter((connection) => connection.provider === provider && bears(connection.fault));
  const lastMs = Math.max(
    touched.reduce((last, exchange) => Math.max(last, endOfAttempt(exchange)), Number.NEGATIVE_INFINITY),
    touchedConnections.reduce((last, { openedAtMs, closedAtMs }) => Math.max(last, closedAtMs ?? openedAtMs), Number.NEGATIVE_INFINITY),
  );
  if (lastMs === Number.NEGATIVE_INFINITY) return undefined;
  const endpoints = new Set(touched.map(endpointOf));
  const isLikeIt = (exchange: Exchange): boolean => endpoints.size === 0 || endpoints.has(endpointOf(exchange));
  const isOver = calls.some((exchange) => exchange.receivedFirstAtMs >= lastMs && !bears(exchange.fault) && isLikeIt(exchange));
  return isOver ? lastMs : undefined;
}

/** Kinds that have had enough after so many requests, whatever the clock says. */
const END_BY_COUNT: ReadonlySet<string> = new Set(['fail-first']);
