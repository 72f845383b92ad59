import type { CanaryTick } from '../journal/run-journal.js';
import type { InferredWaits } from '../recovery/probe/infer-waits.js';
import type { ObservedMember } from '../recovery/probe/observed-policy.js';
import type { ObservedRun } from '../recovery/probe/observed-run.js';
import type { MachineLateness } from '../recovery/probe/own-waits.js';
import type { Pace } from '../recovery/probe/pace.js';
import type { ProbeRunner } from './probe-runner.js';
import type { RunBook } from './run-book.js';

export interface SessionOptions {
  readonly runner: ProbeRunner;
  /** With all well. */
  readonly well: readonly ObservedRun[];
  /** Lower case. */
  readonly keyHeader: string;
  /** The most that time may be compressed; 1: not at all. */
  readonly mostScale: number;
  /** The most where an attempt is not answered: how a program waits for that is not always in our hands. */
  readonly mostSilenceScale: number;
  /** Whether the user asked for just this scale. */
  readonly isScaleFixed: boolean;
  readonly canaryTicks: () => readonly CanaryTick[];
  readonly isLeftOut: (member: ObservedMember) => boolean;
  /** What is still open then is left open. */
  readonly isTimeUp: () => boolean;
  /** What more runs might make clearer is then left as it is. */
  readonly isLong: () => boolean;
}

/** What all steps of a session share. */
export interface Session extends SessionOptions {
  readonly book: RunBook;
  readonly pace: Pace;
  /** How fast time runs where it need not run slower. */
  scaleFor(durationMs: number, machineMs: number): number;
  lateness(): MachineLateness;
  /** What the waits under the lasting failure say so far; `undefined`: there are none. */
  waits(): InferredWaits | undefined;
}

/** Whether any of these is to be learnt. */
export function isAnyWanted({ isLeftOut }: Pick<Session, 'isLeftOut'>, members: readonly ObservedMember[]): boolean {
  return members.some((member) => !isLeftOut(member));
}
