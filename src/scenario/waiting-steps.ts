import type { Step } from './scenario.js';
import type { StepFailure } from './scenario-run.js';

/** The steps of a workflow that wait for messages while it goes on. */
export interface WaitingSteps {
  /** @param outcome - resolves once the step has ended, with why it failed */
  begin(stepId: string, outcome: Promise<StepFailure | undefined>): void;
  /**
   * Waits for steps that something depends on; those that do not wait have ended already.
   *
   * @param stepIds - `undefined` for all
   * @returns why the first of them failed
   */
  join(stepIds?: readonly string[]): Promise<StepFailure | undefined>;
  /** The workflow is over: what still waits waits in vain. */
  abandon(): Promise<void>;
  /** The workflow was abandoned. */
  readonly isOver: boolean;
  /** Aborted once the workflow is over. */
  readonly signal: AbortSignal;
}

/**
 * No steps that wait.
 *
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#step-dependencies-and-execution-order
 */
export function createWaitingSteps(): WaitingSteps {
  const outcomes = new Map<string, Promise<StepFailure | undefined>>();
  /** Made for the first who asks: few steps wait, and a load runs a workflow thousands of times. */
  let over: AbortController | undefined;
  let isOver = false;
  return {
    begin: (stepId, outcome) => {
      // Whoever joins it hears of an error; until then it is nobody's.
      outcome.catch(() => undefined);
      outcomes.set(stepId, outcome);
    },
    join: async (stepIds = [...outcomes.keys()]) => {
      let first: StepFailure | undefined;
      for (const id of stepIds) {
        const failure = await outcomes.get(id);
        outcomes.delete(id);
        first ??= failure;
      }
      return first;
    },
    abandon: async () => {
      isOver = true;
      over?.abort();
      if (outcomes.size > 0) await Promise.allSettled(outcomes.values());
    },
    get isOver() {
      return isOver;
    },
    get signal() {
      over ??= new AbortController();
      if (isOver && !over.signal.aborted) over.abort();
      return over.signal;
    },
  };
}

/**
 * Whether a workflow goes on while a step waits: it receives, and its end does not decide how to go on.
 *
 * @param step - of the workflow
 */
export function goesOnMeanwhile({ target, onSuccess, onFailure }: Pick<Step, 'target' | 'onSuccess' | 'onFailure'>): boolean {
  return target.kind === 'event' && target.action === 'receive' && onSuccess.length === 0 && onFailure.length === 0;
}
