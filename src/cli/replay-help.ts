import type { CommandHelp } from './command.js';
import { HEADER_OPTION } from './header-option.js';
import { READING_OPTIONS } from './reading-options.js';

/** What is said of `mortise replay`. */
export const REPLAY_HELP: CommandHelp = {
  name: 'replay',
  summary: 'Make the calls of a finding again: is it still failing, fixed, or flaky?',
  usage: 'replay <id> [options]',
  options: [
    {
      name: 'record',
      kind: 'text',
      value: 'file',
      help: 'The record to look in (default: the newest below .mortise/runs that has the id)',
    },
    { name: 'vitest', kind: 'text', value: 'file', help: 'Write the finding as a Vitest file of its own there, and call nothing' },
    { name: 'url', kind: 'text', value: 'url', help: 'Where the provider runs now' },
    HEADER_OPTION,
    { name: 'timeout', kind: 'text', value: 'ms', help: 'How long one call may take (default 30000)' },
    { name: 'json', kind: 'boolean', help: 'Print the verdict as one JSON object' },
    ...READING_OPTIONS,
  ],
  examples: ['mortise replay m-0123456789', 'mortise replay m-01 --record nightly.jsonl', 'mortise replay m-01 --vitest defect.test.ts'],
  takes: ['nothing'],
};
