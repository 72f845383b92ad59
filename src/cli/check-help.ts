import type { CommandHelp } from './command.js';
import { BASE_OPTIONS } from './comparing-options.js';
import { READING_OPTIONS } from './reading-options.js';
import { TELLING_OPTIONS } from './telling-options.js';
import { TESTING_OPTIONS } from './testing-options.js';

/** What is said of `mortise check`. */
export const CHECK_HELP: CommandHelp = {
  name: 'check',
  summary: 'Lint every contract of a workspace, compare it with its base, test every pair, run every scenario: the command for CI.',
  usage: 'check [mortise.yaml] [options]',
  options: [...BASE_OPTIONS, ...TESTING_OPTIONS, ...TELLING_OPTIONS, ...READING_OPTIONS],
  examples: [
    'mortise check fixtures/workspaces/orders.yaml --base main',
    'mortise check contracts/mortise.yaml --phase examples',
    'mortise check fixtures/workspaces/orders.yaml --max-time 1m --json --record run.jsonl',
  ],
};
