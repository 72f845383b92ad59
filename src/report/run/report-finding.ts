import type { Finding } from '../../finding/finding.js';

/** What a run is made of. */
export type ReportPartName = 'lint' | 'compat' | 'test' | 'scenario';

/** A finding as a report tells it: located, and with what is known of it in its run. */
export interface ReportFinding extends Finding {
  /** Unique in its report, and the same for the same cause in every run. */
  readonly id: string;
  readonly part: ReportPartName;
  /** A team lives with it (a baseline, an acceptance): it is told, and fails nothing. */
  readonly isAccepted: boolean;
  /** Whether the run that is compared with did not have it; left out when there is none. */
  readonly isNew?: boolean;
  /** The name of the scenario that showed it. */
  readonly scenario?: string;
}
