import type { CommandHelp } from './command.js';
import { READING_OPTIONS } from './reading-options.js';

/** What is said of `mortise init`. */
export const INIT_HELP: CommandHelp = {
  name: 'init',
  summary: 'Look at a repository and write its workspace: its systems, their contracts, and who calls whom.',
  usage: 'init [folder] [options]',
  options: [
    { name: 'yes', short: 'y', kind: 'boolean', help: 'Ask nothing' },
    { name: 'dry-run', kind: 'boolean', help: 'Print the workspace instead of writing it' },
    { name: 'force', kind: 'boolean', help: 'Write over a workspace that is there' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object, and ask nothing' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise init',
    'mortise init fixtures/repositories/shop --dry-run',
    'mortise init fixtures/repositories/shop --dry-run --json',
  ],
};
