import { OBSERVED_MEMBERS } from '../recovery/probe/observed-members.js';
import type { CommandHelp } from './command.js';
import { READING_OPTIONS } from './reading-options.js';

/** What is said of `mortise probe`. */
export const PROBE_HELP: CommandHelp = {
  name: 'probe',
  summary: 'Learn how a client recovers: run it against one failure after the other, and look at the wire.',
  usage: 'probe [options] -- <command that makes one call to $MORTISE_URL>',
  options: [
    {
      name: 'request',
      kind: 'text',
      value: "'GET /path'",
      help: 'The call; told to the command as MORTISE_REQUEST_METHOD and MORTISE_REQUEST_PATH (default: whatever it sends first)',
    },
    { name: 'contract', kind: 'text', value: 'spec', help: 'Answer as this contract has it when all is well' },
    { name: 'operation', kind: 'text', value: 'id', help: 'The operation of the contract that is the call' },
    { name: 'idempotency-header', kind: 'text', value: 'name', help: 'Where the key is looked for (default Idempotency-Key)' },
    { name: 'compress', kind: 'text', value: 'n|auto|off', help: "How much faster the program's time runs (default auto)" },
    {
      name: 'only',
      completed: OBSERVED_MEMBERS,
      kind: 'list',
      value: 'member',
      help: 'Learn only this, for example backoff or retryAfter; may be repeated',
    },
    { name: 'list', kind: 'boolean', help: 'List what can be learnt, and stop' },
    { name: 'journal', kind: 'text', value: 'folder', help: 'Write the journal of every run, for "mortise judge"' },
    { name: 'timeout', kind: 'text', value: 'duration', help: 'What is not known then is left open (default 5m)' },
    { name: 'seed', kind: 'text', value: 'text', help: 'What made answers are drawn from' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise probe -- node fixtures/programs/clients/no-retry.js',
    'mortise probe --request GET:/things/1 --only attempts --json -- node fixtures/programs/clients/constant.js',
    'mortise probe --list',
  ],
};
