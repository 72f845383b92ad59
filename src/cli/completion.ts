import { InputError } from '../base/errors.js';
import type { CommandEntry, CommandRun } from './command.js';
import { SHELLS } from './completion-help.js';
import { completionTable } from './completion-table.js';
import { completionScript } from './completion-script.js';
import { knownValue } from './option-values.js';

/**
 * `mortise completion`.
 *
 * @param commands - whose words are completed
 */
export function completionOf(commands: ReadonlyMap<string, CommandEntry>): CommandRun {
  return async ({ positionals, io }) => {
    const [name] = positionals;
    if (name === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'completion', value: SHELLS.join(', ') } });
    const shell = knownValue('completion', name, SHELLS);
    io.stdout(completionScript(shell, await completionTable(commands)));
    return 0;
  };
}
