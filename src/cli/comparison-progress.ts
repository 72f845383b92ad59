import type { CommandInput } from './command.js';
import { openProgress } from './progress.js';
import type { ComparisonInput, ComparisonRun } from './run-comparison.js';
import { runComparison } from './run-comparison.js';

/**
 * Compares, and tells meanwhile which contract it is at.
 *
 * @param comparison - what, and how
 * @param input - of the command: where it is told
 */
export async function runComparisonTold(
  comparison: ComparisonInput,
  { options, io }: Pick<CommandInput, 'options' | 'io'>,
): Promise<ComparisonRun> {
  const progress = openProgress(io, options['json'] === true);
  try {
    return await runComparison({
      ...comparison,
      onContract: ({ provider, index, count, findingCount }) =>
        progress.tell({ title: `compare ${provider}`, doneCount: index, totalCount: count, findingCount }),
    });
  } finally {
    progress.end();
  }
}
