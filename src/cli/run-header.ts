import { argsWithoutSecrets } from '../check/run-record.js';
import type { RunHeader } from '../check/run-record.js';
import type { CommandInput } from './command.js';
import { wordsOf } from './telling.js';
import { VERSION } from './version.js';

/**
 * The header of a run that tests no pairs.
 *
 * @param command - that runs
 * @param input - as typed
 * @param about - the workspace or the first file that was named, and what chance is drawn from
 */
export function headerWithoutTests(
  command: RunHeader['command'],
  input: CommandInput,
  { workspace, seed = '0', moreArgs = [] }: { readonly workspace: string; readonly seed?: string; readonly moreArgs?: readonly string[] },
): Omit<RunHeader, 'id' | 'startedAtMs' | 'since'> {
  return {
    command,
    version: VERSION,
    seed,
    args: argsWithoutSecrets([...wordsOf(input), ...moreArgs]),
    workspace,
    url: undefined,
    pairs: [],
    options: { phases: [], caseCount: 0, workers: 1, shard: undefined },
  };
}
