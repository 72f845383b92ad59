import type { Exchange } from '../journal/exchange.js';
import { isOfSystem } from '../journal/member-name.js';
import type { Connection, FaultSpan } from '../journal/run-journal.js';
import { exchangesOfLink } from './link.js';
import { onceForInput } from './once-for-input.js';
import type { LogicalCall, OracleInput } from './oracle.js';

/** Attempts that left no exchange: where nobody listened, or a connection ended before a request was read. */
export interface HiddenAttempts {
  /** Whether there may have been one between these instants. */
  mayBeBetween(fromMs: number, toMs: number): boolean;
  /** Whether there may have been one of this call before its attempt with that index; `undefined` for the time after its last, until it was answered. */
  mayBeBefore(call: LogicalCall, index: number | undefined): boolean;
}

/**
 * When attempts may have gone unseen. A system refuses connections to a port that nobody listens on without a word to anybody: from when a fault
 * closed the port until the next connection came through. A host that records refused attempts as exchanges hides none.
 *
 * @param input - of an oracle
 */
export const hiddenAttempts = onceForInput((input): HiddenAttempts => {
  const intervals = [...refusingIntervals(input), ...connectionIntervals(input)];
  const mayBeBetween = (fromMs: number, toMs: number): boolean =>
    intervals.some((interval) => interval.fromMs < toMs && fromMs < interval.toMs);
  return {
    mayBeBetween,
    mayBeBefore: ({ ask, attempts }, index) => {
      if (intervals.length === 0) return false;
      if (index !== undefined) {
        return mayBeBetween(ask?.askedAtMs ?? Number.NEGATIVE_INFINITY, attempts[index]?.receivedFirstAtMs ?? Number.POSITIVE_INFINITY);
      }
      const last = attempts.at(-1);
      return mayBeBetween(last?.receivedFirstAtMs ?? Number.NEGATIVE_INFINITY, ask?.answeredAtMs ?? Number.POSITIVE_INFINITY);
    },
  };
});

interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The port is opened again a moment after the fault has gone: that it is open is known from the next connection. */
function refusingIntervals(input: OracleInput): readonly Interval[] {
  const { journal, provider, noise } = input;
  const exchanges = exchangesOfLink(journal, input);
  // In simulated time, where no timer is ever late, refused attempts are exchanges.
  if (noise.latenessMs === 0 || exchanges.some(({ outcome }) => outcome === 'refused')) return [];
  const opened = connectionsOfLink(input).filter(({ end }) => end !== 'refused');
  return journal.faults
    .filter((span) => span.provider === provider && mayRefuse(span, exchanges))
    .map(({ fromMs, toMs = Number.POSITIVE_INFINITY }) => {
      const reopenedMs = Math.min(
        opened.find(({ openedAtMs }) => openedAtMs >= toMs)?.openedAtMs ?? Number.POSITIVE_INFINITY,
        exchanges.find(({ receivedFirstAtMs }) => receivedFirstAtMs >= toMs)?.receivedFirstAtMs ?? Number.POSITIVE_INFINITY,
      );
      return { fromMs, toMs: reopenedMs };
    });
}

/** Where the journal does not say it: an outage that answered somebody was not of the kind that refuses. */
function mayRefuse(span: FaultSpan, exchanges: readonly Exchange[]): boolean {
  if (span.refusesConnections !== undefined) return span.refusesConnections;
  if (span.fault === 'down') return true;
  return (
    span.fault === 'outage' && !exchanges.some(({ fault, receivedFirstAtMs }) => fault === span.label && receivedFirstAtMs > span.fromMs)
  );
}

/** Connections that somebody ended, or a fault touched, before they carried a request, or after the last that they carried was answered. */
function connectionIntervals(input: OracleInput): readonly Interval[] {
  const lastOf = new Map<string, Exchange>();
  for (const exchange of exchangesOfLink(input.journal, input)) lastOf.set(exchange.connectionId, exchange);
  const spans = input.journal.faults.filter(({ provider }) => provider === input.provider);
  return connectionsOfLink(input).flatMap(({ id, end, fault, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) => {
    const last = lastOf.get(id);
    const isTouched = end === 'refused' || end === 'fault' || fault !== undefined;
    if (last !== undefined) {
      const lastMs = last.respondedLastAtMs ?? Number.POSITIVE_INFINITY;
      return isTouched && last.outcome === 'answered' && lastMs < closedAtMs ? [{ fromMs: lastMs, toMs: closedAtMs }] : [];
    }
    // A handshake that failed may leave no more than a connection without a request.
    const isWithin = spans.some(({ fromMs, toMs }) => fromMs <= closedAtMs && openedAtMs <= (toMs ?? Number.POSITIVE_INFINITY));
    return isTouched || isWithin ? [{ fromMs: openedAtMs, toMs: Math.max(closedAtMs, openedAtMs + LEAST_LENGTH_MS) }] : [];
  });
}

function connectionsOfLink({ journal, consumer, provider }: OracleInput): readonly Connection[] {
  return journal.connections.filter(
    (connection) =>
      connection.provider === provider &&
      (consumer === undefined || connection.consumer === undefined || isOfSystem(connection.consumer, consumer)),
  );
}

/** A refusal takes no time at all, and yet it was there. */
const LEAST_LENGTH_MS = 0.001;
