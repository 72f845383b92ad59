import type { CommandHelp } from './command.js';
import { READING_OPTIONS } from './reading-options.js';
import { TELLING_OPTIONS } from './telling-options.js';

/** What is said of `mortise lint`. */
export const LINT_HELP: CommandHelp = {
  name: 'lint',
  summary: 'Read contracts and say what is wrong, and where; of a workspace also which shared models drifted.',
  usage: 'lint <spec|mortise.yaml>… [options]',
  options: [
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { findings, summary }' },
    { name: 'record', kind: 'text', value: 'file', help: 'Write the record of the run there (default: none)' },
    ...TELLING_OPTIONS,
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise lint fixtures/specs/petstore.yaml',
    'mortise lint contracts/mortise.yaml --fail-on warning',
    'mortise lint contracts/mortise.yaml --json',
  ],
};
