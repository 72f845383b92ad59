import type { WholePairInput } from './events/whole-pair-testing.js';
import { openWholePairTesting } from './events/whole-pair-testing.js';
import type { PairResult, PairTesting } from './pair-testing.js';
import type { Lane, Shard } from './plan-lanes.js';
import { lanesOfShard } from './plan-lanes.js';
import type { CheckPorts } from './ports.js';
import { runSideBySide } from './side-by-side.js';
import { PHASES } from './test-case.js';

/** What of a pair is run. */
export interface RunPairInput extends WholePairInput {
  /** By default all lanes; `laneOffset`: how many lanes of the run stand before those of this pair. */
  readonly shard?: (Shard & { readonly laneOffset: number }) | undefined;
}

/**
 * Tests a pair: phase after phase, the lanes of each side by side as far as there are workers. The provider is brought up before and taken
 * down after, whatever happens. When the signal is aborted, the result is of what was done until then.
 *
 * @param input - the pair and its contracts
 * @param ports - how calls are made and providers brought up
 * @throws HostError when the provider does not come up; the signal's reason when it is aborted before the first lane
 */
export async function runPair(input: RunPairInput, ports: CheckPorts): Promise<PairResult> {
  const testing = await openWholePairTesting(input, ports);
  try {
    const { shard } = input;
    const lanes = shard === undefined ? testing.lanes : lanesOfShard(testing.lanes, shard, shard.laneOffset);
    await runLanes(testing, lanes, input);
    return { ...testing.result(), laneCount: lanes.length };
  } finally {
    await testing.stop();
  }
}

async function runLanes(testing: PairTesting, lanes: readonly Lane[], { options, signal }: RunPairInput): Promise<void> {
  try {
    for (const phase of PHASES) {
      const ofPhase = lanes.filter((lane) => lane.phase === phase);
      await runSideBySide(ofPhase, options?.workers ?? 1, async (lane) => {
        signal.throwIfAborted();
        await testing.run(lane);
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
