import type { WorkflowView } from './arazzo/expression-context.js';
import type { FaultTimeline } from './fault-timeline.js';
import type { Scenario } from './scenario.js';
import type { ScenarioWorld } from './scenario-world.js';

/** What the parts of one run share; each user of a load has one of its own, but for the world and its faults. */
export interface Engine {
  readonly scenario: Scenario;
  readonly world: ScenarioWorld;
  readonly timeline: FaultTimeline;
  /** Workflows that have ended, by key. */
  readonly finished: Map<string, WorkflowView>;
  /** Steps that have succeeded, by `<key>/<stepId>`. */
  readonly passedSteps: Set<string>;
  /** Whether only what is evidence is kept. */
  readonly isLoad: boolean;
  /** Whether what comes after a step that failed is done all the same, unless an action says otherwise. */
  readonly keepsGoing: boolean;
}
