import { InputError } from '../base/errors.js';
import type { Command, CommandEntry, CommandInput, ExitCode } from './command.js';
import { completionTable } from './completion-table.js';
import { completionScript, SHELLS } from './completion-script.js';
import { knownValue } from './option-values.js';

/**
 * `mortise completion`.
 *
 * @param commands - whose words are completed
 */
export function completionCommandFor(commands: ReadonlyMap<string, CommandEntry>): Command {
  return { ...COMPLETION, run: (input) => runCompletion(input, commands) };
}

const COMPLETION: Omit<Command, 'run'> = {
  name: 'completion',
  summary: 'Print what lets a shell complete commands, options, their values, and the pairs, systems and scenarios of the workspace.',
  usage: 'completion <bash|zsh|fish>',
  options: [],
  examples: [
    'mortise completion bash > ~/.local/share/bash-completion/completions/mortise',
    'mortise completion zsh > ~/.zfunc/_mortise',
    'mortise completion fish > ~/.config/fish/completions/mortise.fish',
  ],
  takes: [SHELLS, 'nothing'],
};

async function runCompletion({ positionals, io }: CommandInput, commands: ReadonlyMap<string, CommandEntry>): Promise<ExitCode> {
  const [name] = positionals;
  if (name === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'completion', value: SHELLS.join(', ') } });
  const shell = knownValue('completion', name, SHELLS);
  io.stdout(completionScript(shell, await completionTable(commands)));
  return 0;
}
