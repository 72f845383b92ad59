import type { Experiment } from '../recovery/probe/experiment.js';
import type { ObservedRun } from '../recovery/probe/observed-run.js';
import { observeRun } from '../recovery/probe/observed-run.js';
import type { ProbeRun } from '../recovery/probe/probe-run.js';
import type { ProbeRunner, Turn } from './probe-runner.js';

/** An experiment, and the name under which its runs are kept. */
export interface BookedExperiment {
  readonly experiment: Experiment;
  readonly as: string;
}

/** All runs of a probe, by what they are for. */
export interface RunBook {
  run(experiments: readonly BookedExperiment[], turn?: Turn): Promise<void>;
  readonly runsOf: (name: string) => readonly ObservedRun[];
  /** Keeps runs under another name, too. */
  take(runs: readonly ObservedRun[], name: string): void;
  /** Forgets what was kept under a name. */
  drop(name: string): void;
  all(): readonly ProbeRun[];
}

/**
 * An empty book.
 *
 * @param runner - runs what is asked for
 */
export function createRunBook(runner: ProbeRunner): RunBook {
  const kept = new Map<string, ObservedRun[]>();
  const all: ProbeRun[] = [];
  const take = (runs: readonly ObservedRun[], name: string): void => {
    kept.set(name, [...(kept.get(name) ?? []), ...runs]);
  };
  return {
    run: async (booked, turn) => {
      const results = await runner.run(
        booked.map(({ experiment }) => experiment),
        turn,
      );
      for (const [index, { run }] of results.entries()) {
        all.push(run);
        take([observeRun(run)], booked[index]?.as ?? run.experiment.name);
      }
    },
    runsOf: (name) => kept.get(name) ?? [],
    take,
    drop: (name) => void kept.delete(name),
    all: () => all,
  };
}
