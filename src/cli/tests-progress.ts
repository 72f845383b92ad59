import type { TestWorkspaceOptions, WorkspaceTestResult } from '../host/workspace-test.js';
import { textFromPair } from '../workspace/workspace.js';
import type { PairTests } from './begin-tests.js';
import type { CommandInput } from './command.js';
import { openProgress } from './progress.js';
import type { TestSettings } from './testing-options.js';

/** Who is told how far tests are. */
export type TestsListener = Pick<TestWorkspaceOptions, 'onPairStart' | 'onProgress'>;

/**
 * Runs tests and tells what is being tested, from the start of the first pair on.
 *
 * @param tests - which
 * @param told - how long they may take at most, and where it is told
 * @param run - runs them
 * @throws what `run` throws
 */
export async function whileTold(
  { pairs }: PairTests,
  { settings: { maxTimeMs }, input: { options, io } }: { readonly settings: Pick<TestSettings, 'maxTimeMs'>; readonly input: CommandInput },
  run: (listener: TestsListener) => Promise<WorkspaceTestResult>,
): Promise<WorkspaceTestResult> {
  const progress = openProgress(io, options['json'] === true);
  let title = 'tests';
  try {
    return await run({
      onPairStart: (pair, index) => {
        title = `[${index + 1}/${pairs.length}] ${textFromPair(pair)}`;
        progress.tell({ title, maxTimeMs });
      },
      onProgress: ({ laneCount, lanesDone, requestCount, findingCount }) =>
        progress.tell({
          title,
          doneCount: lanesDone,
          totalCount: laneCount,
          made: { noun: 'request', count: requestCount },
          findingCount,
          maxTimeMs,
        }),
    });
  } finally {
    progress.end();
  }
}
