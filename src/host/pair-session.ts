import type { PairTesting } from '../check/pair-testing.js';
import { openWholePairTesting } from '../check/events/whole-pair-testing.js';
import { testingOptions } from '../check/testing-options.js';
import { nowMs } from './clock.js';
import type { PairWorldOptions } from './pair-world.js';
import { openPairWorld } from './pair-world.js';
import { reportedWorkspace } from './reported-workspace.js';
import { openTestRun } from './run-record-file.js';

export interface PairSessionOptions extends Omit<PairWorldOptions, 'run'> {
  /** Of Mortise, for the record. */
  readonly version: string;
}

/** A pair whose provider is up, for whoever runs its lanes one by one. */
export interface PairSession {
  readonly testing: PairTesting;
  /** Takes the provider down and closes the record. */
  stop(): Promise<void>;
}

/**
 * Brings the provider of a pair up and opens a record of its own, so that what is found can be replayed.
 *
 * @param options - the pair, and what the world is
 * @throws HostError when the provider does not come up or the record cannot be written; InputError when its hooks cannot be used
 */
export async function openPairSession(options: PairSessionOptions): Promise<PairSession> {
  const { workspace, pair, cwd, version } = options;
  const run = openTestRun({
    command: 'test',
    cwd,
    version,
    args: ['vitest'],
    workspace,
    pairs: [pair],
    options: testingOptions(options.choices),
    startedAtMs: nowMs(),
  });
  run.add({ type: 'workspace', ...reportedWorkspace(workspace, options.shelf) });
  const world = await openPairWorld({ ...options, run }).catch((error: unknown) => {
    run.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    run.close();
    await world.close();
  };
  try {
    const testing = await openWholePairTesting(world.input, world.ports);
    const stop = async (): Promise<void> => {
      try {
        await testing.stop();
      } finally {
        await close();
      }
    };
    return { testing, stop };
  } catch (error) {
    await close();
    throw error;
  }
}
