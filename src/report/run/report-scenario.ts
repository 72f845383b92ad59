import type { MessageArguments } from '../../base/errors.js';
import type { JsonObject } from '../../base/json.js';
import type { Verdict } from '../../finding/severity.js';
import type { ObservedHabits } from '../../recovery/observed-habits.js';
import type { ScenarioTimeline } from '../timeline/scenario-timeline.js';

/** What came of one scenario. Instants are of its world's clock. */
export interface ReportScenario {
  /** Unique in its report. */
  readonly name: string;
  readonly title: string;
  readonly file: string;
  /** `failed`: the world did, so that nothing can be said. */
  readonly outcome: 'held' | 'refuted' | 'failed' | 'skipped';
  /** Why it failed. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Left out when it did not run, as all that follows is empty then. */
  readonly world?: 'real' | 'simulated';
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** In the order in which they ended; of a load at most 2,000 steps together. */
  readonly workflows: readonly ReportWorkflow[];
  readonly workflowCount: number;
  readonly links: readonly ReportLink[];
  /** Wrong programs, each of which should be told from the right one. */
  readonly mutants: readonly ReportMutant[];
  readonly notes: readonly string[];
  /** What its picture shows: `timelineFromJournal` makes it of the journal and the claims of the links. */
  readonly timeline?: ScenarioTimeline;
  /** Where its journal went. */
  readonly journalFile?: string;
}

export interface ReportWorkflow {
  readonly workflow: string;
  /** Of a load, from 1. */
  readonly user?: number;
  readonly outcome: 'succeeded' | 'failed' | 'skipped';
  /** Why, in a clause. */
  readonly failure?: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly steps: readonly ReportStep[];
}

export interface ReportStep {
  readonly step: string;
  /** How often it was tried by then, from 1. */
  readonly attempt: number;
  readonly outcome: 'passed' | 'failed';
  readonly failure?: string;
  readonly system?: string;
  readonly operation?: string;
  /** The id of its exchange in the journal. */
  readonly exchange?: string;
  readonly status?: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** One consumer with one provider, and what is claimed of them. */
export interface ReportLink {
  readonly consumer: string;
  readonly provider: string;
  /** The policy that is claimed, as a `recovery:` block: `policyFromJson` reads it. */
  readonly declared: JsonObject;
  readonly claims: readonly ReportClaim[];
  /** What the consumer was seen to do when calls failed; left out when none of them did. */
  readonly observed?: ObservedHabits;
}

/** One claim as it was judged. */
export interface ReportClaim {
  /** `attempts`, `backoff`, `recovery-time`. */
  readonly claim: string;
  /** Which operation, or key, when not the whole link. */
  readonly subject?: string;
  readonly verdict: Verdict;
  /** `expected` and `seen` are clauses that say both; further figures by name. */
  readonly args: MessageArguments;
  /** The slice of the journal that shows it: ids of exchanges and asks. */
  readonly witness: readonly string[];
  /** The finding of a claim that was refuted, by id. */
  readonly findingId?: string;
}

export interface ReportMutant {
  readonly mutant: string;
  readonly system: string;
  /** `told` is what is wanted. */
  readonly verdict: 'told' | 'survived' | 'misjudged' | 'failed';
  /** Claims that it should break. */
  readonly refutes: readonly string[];
  /** Claims by which it was refuted. */
  readonly refuted: readonly string[];
  readonly because?: string;
  /** Why it could not be run. */
  readonly error?: string;
  readonly journalFile?: string;
}
