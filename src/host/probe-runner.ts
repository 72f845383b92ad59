import { availableParallelism } from 'node:os';
import type { Experiment } from '../recovery/probe/experiment.js';
import type { ExperimentResult, ProbeSetting } from './run-experiment.js';
import { runExperiment } from './run-experiment.js';

/** Who starts next: those that were asked for first, or these before all that wait. */
export type Turn = 'in-turn' | 'next';

/** Runs experiments side by side. */
export interface ProbeRunner {
  run(experiments: readonly Experiment[], turn?: Turn): Promise<readonly ExperimentResult[]>;
}

/**
 * A runner that starts few commands at a time and lets many wait at a time: to start one takes a processor, to wait takes none.
 *
 * @param setting - the command and what it needs
 * @param onRun - told after each run how many there were
 */
export function createProbeRunner(setting: ProbeSetting, onRun?: (runCount: number) => void): ProbeRunner {
  let runCount = 0;
  const starting = createGate(availableParallelism());
  const running = createGate(MAX_RUNNING_COUNT);
  const runOne = async (experiment: Experiment, turn: Turn): Promise<ExperimentResult> => {
    const leaveStarting = await starting.enter(turn);
    const leaveRunning = await running.enter(turn);
    try {
      return await runExperiment(experiment, setting, leaveStarting);
    } finally {
      leaveStarting();
      leaveRunning();
      runCount += 1;
      onRun?.(runCount);
    }
  };
  return {
    run: async (experiments, turn = 'in-turn') => {
      const settled = await Promise.allSettled(experiments.map((experiment) => runOne(experiment, turn)));
      // All have ended before the first failure is told: nothing runs on.
      return settled.map((one) => {
        if (one.status === 'rejected') throw one.reason;
        return one.value;
      });
    },
  };
}

interface Gate {
  /** @returns what lets the next one in; more calls of it do nothing */
  enter(turn: Turn): Promise<() => void>;
}

function createGate(placeCount: number): Gate {
  const waiting: (() => void)[] = [];
  let freeCount = placeCount;
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) freeCount += 1;
    else next();
  };
  const once = (): (() => void) => {
    let isIn = true;
    return () => {
      if (isIn) leave();
      isIn = false;
    };
  };
  return {
    async enter(turn) {
      if (freeCount > 0) freeCount -= 1;
      else await new Promise<void>((resolve) => (turn === 'next' ? waiting.unshift(resolve) : waiting.push(resolve)));
      return once();
    },
  };
}

const MAX_RUNNING_COUNT = 20;
