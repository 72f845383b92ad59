import { statusExperiment } from '../recovery/probe/battery.js';
import { observeRun } from '../recovery/probe/observed-run.js';
import { createProbeRunner } from './probe-runner.js';
import type { ProbeSetting } from './run-experiment.js';

/**
 * Whether a program's waits run faster when libfaketime is loaded into it: it is run a few times in real time and a few times faster, and its
 * own waits must come out alike. Those of a program that takes no notice come out longer by as much as time was to be faster.
 *
 * @param setting - with libfaketime in it
 * @param scale - to be tried; well above 3
 * @returns false, too, when it never waits, or not long enough to be told from lateness
 */
export async function isFaketimeObeyed(setting: ProbeSetting, scale: number): Promise<boolean> {
  const watching = { patienceMs: PATIENCE_MS, enoughAttemptCount: 2 };
  const real = statusExperiment(TRIED_STATUS, { ...watching, scale: 1 });
  const fast = statusExperiment(TRIED_STATUS, { ...watching, scale });
  const results = await createProbeRunner(setting).run([real, fast, real, fast, real, fast]);
  const waits = results.map(({ run }) => ({ scale: run.experiment.scale, waitMs: observeRun(run).waitsMs[0] }));
  const waitsAt = (wanted: number): readonly (number | undefined)[] =>
    waits.filter((one) => one.scale === wanted).map(({ waitMs }) => waitMs);
  const leastMs = Math.min(...waitsAt(1).map((waitMs) => waitMs ?? 0));
  const [fastLeastMs, fastMostMs] = [
    Math.min(...waitsAt(scale).map((waitMs) => waitMs ?? 0)),
    Math.max(...waitsAt(scale).map((waitMs) => waitMs ?? Number.POSITIVE_INFINITY)),
  ];
  return leastMs >= LEAST_WAIT_MS && fastMostMs <= MOST_RATIO * leastMs && fastLeastMs * MOST_RATIO >= leastMs;
}

const TRIED_STATUS = 503;
const PATIENCE_MS = 15_000;
const LEAST_WAIT_MS = 200;
const MOST_RATIO = 3;
