import type { Exchange } from '../../journal/exchange.js';
import type { ProbeRun } from './probe-run.js';

/** What one experiment says, in numbers. All times are the command's own. */
export interface ObservedRun {
  readonly name: string;
  readonly attempts: readonly Exchange[];
  /** Between the attempts: each is the longest that the true wait can have been (W↑). */
  readonly waitsMs: readonly number[];
  readonly end: ObservedEnd;
  readonly scale: number;
  readonly patienceMs: number;
  readonly askedAtMs: number;
  readonly refusals: ProbeRun['refusals'];
  /** When each connection ended, if it was not we who ended it. */
  readonly goneAtMs: ReadonlyMap<string, number>;
}

/** `stopped` by us once it had shown what was asked. */
export type ObservedEnd = 'succeeded' | 'failed' | 'pending' | 'stopped';

/**
 * The facts of a run.
 *
 * @param run - whose exchanges are the attempts of one call
 */
export function observeRun({ experiment, journal, stop, refusals }: ProbeRun): ObservedRun {
  const attempts = journal.exchanges;
  const [ask] = journal.asks;
  return {
    name: experiment.name,
    attempts,
    waitsMs: waitsOf(attempts),
    end: stop === 'enough' ? 'stopped' : stop === 'patience' ? 'pending' : ask?.outcome === 'succeeded' ? 'succeeded' : 'failed',
    scale: experiment.scale,
    patienceMs: experiment.patienceMs,
    askedAtMs: ask?.askedAtMs ?? 0,
    refusals,
    goneAtMs: new Map(
      journal.connections.flatMap(({ id, end, closedAtMs }) =>
        end === 'consumer' && closedAtMs !== undefined ? [[id, closedAtMs] as const] : [],
      ),
    ),
  };
}

function waitsOf(attempts: readonly Exchange[]): readonly number[] {
  return attempts.slice(1).map((attempt, index) => {
    const before = attempts[index];
    const answeredAtMs = before?.respondedFirstAtMs ?? before?.respondedLastAtMs ?? before?.receivedLastAtMs;
    return attempt.receivedFirstAtMs - (answeredAtMs ?? attempt.receivedFirstAtMs);
  });
}
