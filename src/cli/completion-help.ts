import type { CommandHelp } from './command.js';

/** The shells that words are completed in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What is said of `mortise completion`. */
export const COMPLETION_HELP: CommandHelp = {
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
