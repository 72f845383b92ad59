import { CHECK_NAMES } from '../check/check-names.js';
import type { OperationFilters } from '../check/operation-filters.js';
import type { Shard } from '../check/plan-lanes.js';
import type { Phase } from '../check/test-case.js';
import { PHASES } from '../check/test-case.js';
import type { CheckLevels } from '../workspace/workspace.js';
import type { CommandInput, Option } from './command.js';
import { TRACE_OPTION } from './trace-option.js';
import {
  durationOption,
  knownValue,
  listOption,
  numberOption,
  rateOption,
  shardOption,
  textOption,
  wordsOption,
  wrongValue,
} from './option-values.js';

/** What every command that tests pairs lets the user say. */
export const TESTING_OPTIONS: readonly Option[] = [
  {
    group: 'Selecting',
    name: 'phase',
    completed: PHASES,
    kind: 'list',
    value: 'name',
    help: `Only these phases: ${PHASES.join(', ')}; may be repeated`,
  },
  {
    group: 'Running',
    name: 'cases',
    kind: 'text',
    value: 'n',
    help: 'How many cases are drawn for each operation in the fuzzing phase (default 50)',
  },
  { group: 'Running', name: 'seed', kind: 'text', value: 'text', help: 'What chance is drawn from; the same seed tests the same' },
  { group: 'Selecting', name: 'operation', kind: 'list', value: 'id', help: 'Only operations of this id, * for any text; may be repeated' },
  { group: 'Selecting', name: 'tag', kind: 'list', value: 'name', help: 'Only operations with this tag; may be repeated' },
  {
    group: 'Selecting',
    name: 'method',
    completed: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
    kind: 'list',
    value: 'name',
    help: 'Only operations with this method; may be repeated',
  },
  {
    group: 'Selecting',
    name: 'path',
    kind: 'list',
    value: 'pattern',
    help: 'Only operations with this path, * for any text; may be repeated',
  },
  {
    group: 'Selecting',
    name: 'check',
    completed: CHECK_NAMES.map((name) => `${name}=`),
    kind: 'list',
    value: 'name=level',
    help: 'off, info, warning or error for a check (see --list-checks); may be repeated',
  },
  { group: 'Running', name: 'max-time', kind: 'text', value: 'duration', help: 'End the run after this long; what was found stands' },
  { group: 'Running', name: 'workers', kind: 'text', value: 'n', help: 'How many requests are on their way at once (default 1)' },
  { group: 'Selecting', name: 'shard', kind: 'text', value: 'i/n', help: 'Only the i-th of n equal parts of the run' },
  { group: 'Running', name: 'rate-limit', kind: 'text', value: 'rate', help: 'At most so many requests to a provider: 10/s, 100/m' },
  { group: 'Running', name: 'timeout', kind: 'text', value: 'ms', help: 'How long one call may take (default 30000)' },
  { group: 'Running', name: 'max-response-time', kind: 'text', value: 'duration', help: 'A slower answer is a finding' },
  { group: 'Reporting', name: 'baseline', kind: 'text', value: 'file', help: 'Findings that are accepted until a day, by their ids' },
  {
    group: 'Reporting',
    name: 'write-baseline',
    kind: 'text',
    value: 'file',
    help: 'Accept all findings of this run: write them there; needs --until and --reason',
  },
  { group: 'Reporting', name: 'until', kind: 'text', value: 'day', help: 'The last day of what --write-baseline accepts: 2026-03-31' },
  { group: 'Reporting', name: 'reason', kind: 'text', value: 'text', help: 'Why --write-baseline accepts it' },
  {
    group: 'Reporting',
    name: 'record',
    kind: 'text',
    value: 'file',
    help: 'Where the record of the run goes, as JSON lines (default .mortise/runs/<id>.jsonl)',
  },
  { ...TRACE_OPTION, group: 'Reporting' },
  { group: 'Reporting', name: 'json', kind: 'boolean', help: 'Print the whole result as one JSON object' },
];

/** How pairs are tested, as it was asked for. */
export interface TestSettings {
  readonly phases: readonly Phase[] | undefined;
  readonly caseCount: number | undefined;
  readonly seed: string | undefined;
  readonly filters: OperationFilters;
  readonly checkLevels: CheckLevels;
  readonly maxTimeMs: number | undefined;
  readonly workers: number | undefined;
  readonly shard: Shard | undefined;
  readonly ratePerSecond: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxResponseTimeMs: number | undefined;
}

/**
 * The settings that the options of a command say.
 *
 * @param options - of a command that has {@link TESTING_OPTIONS}
 * @throws InputError `E_ARGUMENT_VALUE` at the first that is wrong
 */
export function testSettingsFrom(options: CommandInput['options']): TestSettings {
  const phases = wordsOption(options, 'phase').map((name) => knownValue('--phase', name, PHASES));
  return {
    phases: phases.length === 0 ? undefined : phases,
    caseCount: numberOption(options, 'cases', { least: 0, most: 10_000_000 }),
    seed: textOption(options, 'seed'),
    filters: filtersFrom(options),
    checkLevels: checkLevelsFrom(wordsOption(options, 'check')),
    maxTimeMs: durationOption(options, 'max-time'),
    workers: numberOption(options, 'workers', { least: 1, most: 256 }),
    shard: shardOption(options, 'shard'),
    ratePerSecond: rateOption(options, 'rate-limit'),
    timeoutMs: numberOption(options, 'timeout', { least: 1, most: 3_600_000 }),
    maxResponseTimeMs: durationOption(options, 'max-response-time'),
  };
}

/**
 * Whether the settings ask for all there is: only then does what was not found mean that it is not there.
 *
 * @param settings - of a run
 */
export function asksForAll({ phases, filters, shard }: TestSettings): boolean {
  const isFiltered = Object.values(filters).some((wanted: readonly string[] | undefined) => wanted !== undefined && wanted.length > 0);
  return phases === undefined && shard === undefined && !isFiltered;
}

function filtersFrom(options: CommandInput['options']): OperationFilters {
  return {
    operations: listOption(options, 'operation'),
    tags: listOption(options, 'tag'),
    methods: wordsOption(options, 'method').map((method) => method.toUpperCase()),
    paths: listOption(options, 'path'),
  };
}

function checkLevelsFrom(texts: readonly string[]): CheckLevels {
  return new Map(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals === -1) throw wrongValue('--check', text, 'a check and its level, like response-time=warning');
      const name = knownValue('--check', text.slice(0, equals).replace(/^check\//, ''), CHECK_NAMES);
      return [name, knownValue(`--check ${name}`, text.slice(equals + 1), LEVELS)] as const;
    }),
  );
}

const LEVELS = ['off', 'info', 'warning', 'error'] as const;
