import type { RunJournal } from '../../journal/run-journal.js';
import type { Experiment } from './experiment.js';

/** What was seen in one experiment. */
export interface ProbeRun {
  readonly experiment: Experiment;
  /** One ask, and the attempts it led to, each an exchange. */
  readonly journal: RunJournal;
  /** `exited`: of itself; `enough`: it had shown what was asked; `patience`: nothing more came. */
  readonly stop: 'exited' | 'enough' | 'patience';
  /** How many connections were refused, as far as anybody can tell; `undefined`: nobody can. */
  readonly refusals: { readonly atLeast: number; readonly atMost: number } | undefined;
  /** Whether the program that made the requests lived in the time of the experiment's scale. */
  readonly isCompressed: boolean;
}
