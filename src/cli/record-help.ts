import type { CommandHelp } from './command.js';
import { READING_OPTIONS } from './reading-options.js';

/** What is said of `mortise record`. */
export const RECORD_HELP: CommandHelp = {
  name: 'record',
  summary: 'Stand before a real provider and write down what a consumer needs of it; serve a recording.',
  usage: 'record --spec <spec> --to <http://target> --consumer <name> [options]',
  options: [
    { name: 'spec', kind: 'text', value: 'file', help: "The provider's contract: both sides are judged by it" },
    { name: 'to', kind: 'text', value: 'url', help: 'Where the real provider is' },
    { name: 'consumer', completed: 'system', kind: 'text', value: 'name', help: 'Who calls' },
    {
      name: 'provider',
      completed: 'system',
      kind: 'text',
      value: 'name',
      help: "The provider's name (default: that of the contract's file)",
    },
    { name: 'workspace', kind: 'text', value: 'file', help: 'Take contract, target and names from the pair of a workspace' },
    { name: 'pair', completed: 'pair', kind: 'text', value: 'a:b', help: 'Which pair of the workspace; needed when it has several' },
    { name: 'from', kind: 'text', value: 'journal', help: 'Take what was called from a journal of mock, proxy or scenario, and stop' },
    { name: 'replay', kind: 'text', value: 'recording', help: 'Serve a recording: its folder, or a journal' },
    { name: 'port', short: 'p', kind: 'text', value: 'n', help: 'Port to listen on; 0 takes any free one (default 4012)' },
    { name: 'host', short: 'h', kind: 'text', value: 'address', help: 'Address to listen on (default 127.0.0.1)' },
    {
      name: 'out',
      kind: 'text',
      value: 'dir',
      help: 'Where journal, examples, pact and proposal go (default .mortise/recordings/<consumer>--<provider>)',
    },
    { name: 'usage', kind: 'text', value: 'dir', help: 'Where the usage file goes, joined with what it had (default .mortise/usage)' },
    { name: 'json', kind: 'boolean', help: 'Print lines of JSON' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise record --spec fixtures/specs/petstore.yaml --to http://127.0.0.1:4010 --consumer web --port 0',
    'mortise record --from fixtures/journals/petstore-calls.jsonl --spec fixtures/specs/petstore.yaml --consumer web --json',
    'mortise record --replay fixtures/journals/petstore-calls.jsonl --port 0',
  ],
};
