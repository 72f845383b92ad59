import type { CommandHelp, Option } from './command.js';
import { READING_OPTIONS } from './reading-options.js';
import { TELLING_OPTIONS } from './telling-options.js';
import { TRACE_OPTION } from './trace-option.js';

const OPTIONS: readonly Option[] = [
  { name: 'workspace', short: 'w', kind: 'text', value: 'file', help: 'The workspace whose systems take part (default mortise.yaml)' },
  { name: 'simulate', kind: 'boolean', help: 'Run modules in this process on simulated time: an hour passes in milliseconds' },
  { name: 'compress', kind: 'text', value: 'n', help: 'Let the time of Node programs run n times faster' },
  { name: 'mutants', kind: 'boolean', help: 'Run each wrong program of x-mutants, too: every one has to be told from the right one' },
  { name: 'keep-going', kind: 'boolean', help: 'Go on after a step that failed, so that the program meets every fault that is planned' },
  {
    name: 'search',
    kind: 'boolean',
    help: 'Look for a schedule of faults, of calls and of messages, that breaks a claim, on simulated time, and write the smallest as a scenario',
  },
  { name: 'schedules', kind: 'text', value: 'n', help: 'How many schedules are tried with --search (default 1000)' },
  {
    name: 'system',
    completed: 'system',
    kind: 'list',
    value: 'name=program',
    help: 'A module (.js, .ts) or a command line in place of a system; may be repeated',
  },
  { name: 'seed', kind: 'text', value: 'text', help: 'What chance is drawn from; on simulated time the same seed gives the same journal' },
  { name: 'journal', kind: 'text', value: 'folder', help: 'Where journals go (default .mortise/runs); "mortise judge" reads them' },
  {
    name: 'plot',
    kind: 'text',
    value: 'file',
    help: 'Write what was offered, attempted and answered over time there, as CSV or JSON; of one scenario',
  },
  { name: 'list', kind: 'boolean', help: 'List the scenarios there are, and run nothing' },
  {
    name: 'max-time',
    kind: 'text',
    value: 'time',
    help: 'End a simulation whose modules have not given back control for so long (default 30s)',
  },
  TRACE_OPTION,
  { name: 'record', kind: 'text', value: 'file', help: 'Where the record of the run goes (default .mortise/runs/<id>.jsonl)' },
  { name: 'json', kind: 'boolean', help: 'Print the whole result as one JSON object' },
  ...TELLING_OPTIONS,
  ...READING_OPTIONS,
];

/** What is said of `mortise scenario`. */
export const SCENARIO_HELP: CommandHelp = {
  name: 'scenario',
  summary: 'Run workflows from end to end while faults come and go, and judge how the systems recover.',
  usage: 'scenario [name or file…] [options]',
  options: OPTIONS,
  examples: [
    'mortise scenario token-expired --workspace contracts/scenarios/mortise.yaml --simulate',
    'mortise scenario flow-request --workspace contracts/scenarios/mortise.yaml --simulate --mutants --json',
    'mortise scenario --workspace contracts/scenarios/mortise.yaml --list',
  ],
  takes: ['scenario'],
};
