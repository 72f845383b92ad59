import type { FaultSpan } from '../journal/run-journal.js';
import type { FaultRule } from './fault-rule.js';

/** Tells when a rule is in force. */
export interface SpanTeller {
  /** @param isSwitchedOn - by the named state that the rule asks for */
  observe(nowMs: number, isSwitchedOn: boolean): void;
  /** For good. */
  end(nowMs: number): void;
}

/** A rule and its window. */
export interface SpanPlan {
  readonly rule: FaultRule;
  readonly provider: string;
  readonly sinceMs: number;
  readonly untilMs: number | undefined;
}

/**
 * Tells the spans of a rule, with the instants that were planned: nobody is here to look at the very moment. A span whose end is planned has
 * it from the beginning.
 *
 * @param plan - the rule and its window
 * @param onSpan - told once when a span begins, and again when it ends otherwise than was told
 */
export function createSpanTeller(plan: SpanPlan, onSpan: ((span: FaultSpan) => void) | undefined): SpanTeller {
  const { rule, provider, sinceMs, untilMs } = plan;
  const { label, fault, when } = rule;
  const refusal = fault.kind.refusesConnections === undefined ? {} : { refusesConnections: fault.kind.refusesConnections(fault.settings) };
  let fromMs: number | undefined;
  let isOver = false;
  const tell = (beganAtMs: number, toMs: number | undefined): void =>
    onSpan?.({ label, fault: fault.kind.kind, provider, fromMs: beganAtMs, toMs, ...refusal });
  const close = (nowMs: number): void => {
    if (fromMs !== undefined && (untilMs === undefined || nowMs < untilMs)) tell(fromMs, Math.max(nowMs, fromMs));
    fromMs = undefined;
  };
  return {
    observe: (nowMs, isSwitchedOn) => {
      if (isOver || nowMs < sinceMs) return;
      if (fromMs !== undefined && !isSwitchedOn) close(nowMs);
      if (fromMs !== undefined || !isSwitchedOn) return;
      // A state was switched at some moment that nobody told: what is known is that it holds now.
      fromMs = when.state === undefined ? sinceMs : nowMs;
      if (untilMs !== undefined && fromMs >= untilMs) isOver = true;
      else tell(fromMs, untilMs);
    },
    end: (nowMs) => {
      close(nowMs);
      isOver = true;
    },
  };
}
