import type { CommandHelp } from './command.js';

/** What is said of `mortise explain`. */
export const EXPLAIN_HELP: CommandHelp = {
  name: 'explain',
  summary: 'Explain a finding of the last runs, or what a code means: why it is one, what shows it, whom it touches, what can be done.',
  usage: 'explain <id or code of a finding> [options]',
  options: [
    {
      name: 'record',
      kind: 'text',
      value: 'file',
      help: 'The record to look in (default: the newest below .mortise/runs that has the id)',
    },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { finding, derivation, law, source }' },
  ],
  examples: ['mortise explain m-0123456789', 'mortise explain contract/pattern-explosive', 'mortise explain compat/schema-broken --json'],
  takes: ['nothing'],
};
