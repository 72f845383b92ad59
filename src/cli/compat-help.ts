import type { CommandHelp } from './command.js';
import { COMPARING_OPTIONS } from './comparing-options.js';
import { READING_OPTIONS } from './reading-options.js';
import { TELLING_OPTIONS } from './telling-options.js';

/** What is said of `mortise compat`. */
export const COMPAT_HELP: CommandHelp = {
  name: 'compat',
  summary: 'Compare versions of contracts: what breaks, shown by a message, and which consumer it breaks.',
  usage: 'compat <old> <new> [options], or: compat [mortise.yaml|contract…] --base <git ref>, or: compat <folder of versions>',
  options: [
    ...COMPARING_OPTIONS,
    {
      name: 'accept',
      kind: 'list',
      value: 'id',
      help: 'Accept this finding, of this run or the last one; needs --reason; may be repeated',
    },
    { name: 'reason', kind: 'text', value: 'text', help: 'Why it is accepted' },
    { name: 'until', kind: 'text', value: 'day', help: 'The last day on which it is (default a year from now): 2027-01-31' },
    { name: 'until-major', kind: 'text', value: 'n', help: 'The major version of the contract that ends it' },
    { name: 'owner', kind: 'text', value: 'name', help: 'Who answers for it' },
    { name: 'record', kind: 'text', value: 'file', help: 'Where the record of the run goes (default .mortise/runs/<id>.jsonl)' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { contracts, findings, summary }' },
    ...TELLING_OPTIONS,
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise compat --base main',
    'mortise compat contracts/orders.yaml --base main --markdown comment.md --github',
    'mortise compat fixtures/compat/versions/orders-1.4.0.yaml fixtures/compat/versions/orders-1.5.0.yaml --fail-on warning',
    'mortise compat fixtures/compat/versions --events full-transitive --json',
    'mortise compat --accept m-0123456789 --reason "nobody pages before 3.1" --owner team-pets --until 2030-01-31',
  ],
};
