import { InputError } from '../base/errors.js';
import type { EventMode } from '../compat/contract-comparison.js';
import type { ComparisonMode } from '../schema/inclusion/schema-comparison.js';
import type { CommandInput, Option } from './command.js';
import { knownValue, textOption } from './option-values.js';

const EVENT_SIDES = ['backward', 'forward', 'full'] as const;
const EVENT_MODES: readonly string[] = EVENT_SIDES.flatMap((side) => [side, `${side}-transitive`]);

/** What every command that compares versions lets the user say. */
export const BASE_OPTIONS: readonly Option[] = [
  {
    group: 'Comparing',
    name: 'base',
    kind: 'text',
    value: 'git ref',
    help: 'Compare with a branch (where the work here left it), a tag or a commit',
  },
  {
    group: 'Comparing',
    name: 'usage',
    kind: 'text',
    value: 'folder',
    help: 'What consumers were seen to need (default .mortise/usage beside the workspace)',
  },
  {
    group: 'Comparing',
    name: 'accepted',
    kind: 'text',
    value: 'file',
    help: 'Changes that are accepted for a time (default mortise-accepted.yaml beside the workspace)',
  },
];

/** How versions are compared. */
export const COMPARING_OPTIONS: readonly Option[] = [
  ...BASE_OPTIONS,
  { group: 'Comparing', name: 'tags', kind: 'text', value: 'pattern', help: 'Compare with the newest tag that matches, such as "v*"' },
  {
    group: 'Comparing',
    name: 'mode',
    completed: ['robust', 'strict'],
    kind: 'text',
    value: 'name',
    help: 'robust (default): who reads an answer lets unknown members pass; strict: nobody does',
  },
  {
    group: 'Comparing',
    name: 'events',
    completed: EVENT_MODES,
    kind: 'text',
    value: 'name',
    help: 'Who may be the newer one of sender and receiver: backward, forward, full (default); with -transitive all earlier versions count',
  },
  {
    group: 'Comparing',
    name: 'provider',
    kind: 'text',
    value: 'name',
    help: 'What usage files call the provider, when it is not the name of the file or contract',
  },
];

/** How versions are compared, as it was asked for. */
export interface ComparingSettings {
  readonly base: string | undefined;
  readonly tags: string | undefined;
  readonly usage: string | undefined;
  readonly accepted: string | undefined;
  readonly mode: ComparisonMode | undefined;
  readonly events: EventMode | undefined;
  readonly isTransitive: boolean;
  readonly provider: string | undefined;
}

/**
 * The settings that the options of a command say.
 *
 * @param options - of a command that has {@link COMPARING_OPTIONS}, or some of them
 * @throws InputError `E_ARGUMENT_VALUE` at the first that is wrong
 */
export function comparingSettingsFrom(options: CommandInput['options']): ComparingSettings {
  const mode = textOption(options, 'mode');
  const events = textOption(options, 'events');
  const asked = events === undefined ? undefined : knownValue('--events', events, EVENT_MODES);
  return {
    base: namedRef(options, 'base', 'git ref'),
    tags: namedRef(options, 'tags', 'pattern'),
    usage: textOption(options, 'usage'),
    accepted: textOption(options, 'accepted'),
    mode: mode === undefined ? undefined : knownValue<ComparisonMode>('--mode', mode, ['robust', 'strict']),
    events: EVENT_SIDES.find((side) => asked?.startsWith(side) === true),
    isTransitive: asked?.endsWith('-transitive') === true,
    provider: textOption(options, 'provider'),
  };
}

/** A variable of a job that is not set would compare nothing, and pass. */
function namedRef(options: CommandInput['options'], name: string, value: string): string | undefined {
  const text = textOption(options, name);
  if (text !== '') return text;
  throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: `--${name}`, value: `<${value}>` } });
}
