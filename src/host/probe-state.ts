import type { CanaryTick } from '../journal/run-journal.js';
import type { ObservedMember } from '../recovery/probe/observed-policy.js';
import type { MachineLateness } from '../recovery/probe/own-waits.js';
import type { Pace } from '../recovery/probe/pace.js';
import type { ProbeRunner } from './probe-runner.js';
import type { RunBook } from './run-book.js';

export interface SessionOptions {
  readonly runner: ProbeRunner;
  /** Lower case. */
  readonly keyHeader: string;
  /** The most that time may be compressed; 1: not at all. */
  readonly mostScale: number;
  /** Whether the user asked for just this scale. */
  readonly isScaleFixed: boolean;
  readonly canaryTicks: () => readonly CanaryTick[];
  readonly isLeftOut: (member: ObservedMember) => boolean;
  /** What is still open then is left open. */
  readonly isTimeUp: () => boolean;
}

/** What all steps of a session share. */
export interface Session extends SessionOptions {
  readonly book: RunBook;
  readonly pace: Pace;
  /** How fast time runs where it need not run slower. */
  scaleFor(durationMs: number, machineMs: number): number;
  lateness(): MachineLateness;
}
