import type { Operation } from '../../contract/contract.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { Severity } from '../../finding/severity.js';
import type { Trace, TraceStep } from './trace.js';
import { mayHaveWritten } from './trace.js';

/** One law about a sequence of calls. A check is a value; a new one is a new file under `checks/` and a line in `trace-checks.ts`. */
export interface TraceCheck {
  readonly code: FindingCode;
  /** The law in a clause. */
  readonly summary: string;
  readonly severity: Severity;
  /** What is wrong with the sequence; empty when the law holds, or when nothing in the sequence could show that it does not. */
  judge(trace: Trace): readonly TraceFailure[];
}

/** One way in which a sequence breaks a law. */
export interface TraceFailure {
  /** The step that shows it: what comes after it does not matter. */
  readonly shownBy: TraceStep;
  /** The operation that is to blame. */
  readonly operation: Operation;
  /** `['body', 'note']`, `['status']`. */
  readonly location: readonly string[];
  readonly expected: string;
  readonly seen: string;
}

/**
 * The steps about one thing between two steps that may have changed it.
 *
 * @param trace - that both stand in
 * @param from - not counted itself
 * @param to - not counted itself
 */
export function writesBetween(trace: Trace, from: TraceStep, to: TraceStep): readonly TraceStep[] {
  return trace.steps.filter(
    (step) => step.index > from.index && step.index < to.index && step.instance === to.instance && step !== from && mayHaveWritten(step),
  );
}
