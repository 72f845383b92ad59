import type { FaultSpan, RunJournal } from '../journal/run-journal.js';

/** A time in which faults were in force at one provider without a break. */
export interface Outage {
  readonly fromMs: number;
  /** `undefined`: to the end of the run. */
  readonly toMs: number | undefined;
  readonly spans: readonly FaultSpan[];
}

/**
 * The times in which faults were in force at a provider, those that touch as one, in order.
 *
 * @param journal - of a run
 * @param provider - a name
 */
export function outagesOf({ faults }: RunJournal, provider: string): readonly Outage[] {
  const outages: { fromMs: number; toMs: number | undefined; spans: FaultSpan[] }[] = [];
  for (const span of faults) {
    if (span.provider !== provider || span.fault === 'noop') continue;
    const last = outages.at(-1);
    if (last === undefined || (last.toMs !== undefined && last.toMs < span.fromMs)) {
      outages.push({ fromMs: span.fromMs, toMs: span.toMs, spans: [span] });
      continue;
    }
    last.spans.push(span);
    last.toMs = last.toMs === undefined || span.toMs === undefined ? undefined : Math.max(last.toMs, span.toMs);
  }
  return outages;
}
