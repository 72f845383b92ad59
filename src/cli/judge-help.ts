import type { CommandHelp } from './command.js';
import { READING_OPTIONS } from './reading-options.js';

/** What is said of `mortise judge`. */
export const JUDGE_HELP: CommandHelp = {
  name: 'judge',
  summary: 'Judge the recovery that a journal shows: what it proves and refutes of the claims.',
  usage: 'judge <journal> [options]',
  options: [
    { name: 'policy', kind: 'text', value: 'file|yaml', help: 'What the consumer claims: a recovery block, in a file or as it is' },
    {
      name: 'expect',
      kind: 'text',
      value: 'file|yaml',
      help: 'What must hold of the run: nothingLost, recoveredWithin, atLeastOnce, thresholds, …',
    },
    { name: 'workspace', kind: 'text', value: 'file', help: 'Take the claims of the pairs from this workspace' },
    { name: 'consumer', kind: 'text', value: 'name', help: 'Whose claims they are; needed when the journal has several' },
    { name: 'provider', kind: 'text', value: 'name', help: 'Whom it calls; needed when the journal has several' },
    { name: 'one-at-a-time', kind: 'boolean', help: 'The consumer made one call at a time, so what follows a failure is a retry' },
    { name: 'baseline', kind: 'text', value: 'file', help: 'The journal of the same run without faults, to compare the outcome' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { links, findings, summary }' },
    { name: 'list-oracles', kind: 'boolean', help: 'Say what can be judged, by which law, and stop' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise judge fixtures/journals/backoff-right.jsonl --policy fixtures/journals/backoff.yaml',
    'mortise judge fixtures/journals/nothing-twice-right.jsonl --policy fixtures/journals/nothing-twice.yaml --json',
    'mortise judge --list-oracles',
  ],
};
