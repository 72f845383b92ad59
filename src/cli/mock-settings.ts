import { InputError } from '../base/errors.js';
import { freshSeed } from '../host/entropy.js';
import type { CorsMode } from '../mock/cors.js';
import type { Rules } from '../mock/rules.js';
import { DEFAULT_RULES, parseRules } from '../mock/rules.js';
import type { CommandInput } from './command.js';
import { durationOption, isLoopback, knownValue, numberOption, textOption, unknownValue } from './option-values.js';

/** Who answers: we, or the library of Prism. */
const ENGINES = ['mortise', 'prism'] as const;

/** What the options of `mortise mock` come to. */
export interface MockSettings {
  readonly files: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly dynamic: boolean;
  /** Whether systems remember, where the workspace does not say. */
  readonly stateful: boolean;
  /** Where it is kept; `undefined` for in memory. */
  readonly state: string | undefined;
  readonly errors: boolean;
  readonly cors: boolean;
  readonly json: boolean;
  readonly seed: string;
  readonly rules: Rules;
  readonly requireBasePath: boolean;
  readonly journalFile: string | undefined;
  /** Whether contracts are read again when their files change. */
  readonly watch: boolean;
  readonly maxBodyBytes: number | undefined;
  readonly engine: string;
  /** How often systems send what they send; `undefined` for only when they are asked to. */
  readonly everyMs: number | undefined;
  /** Between one item of a stream and the next. */
  readonly paceMs: number | undefined;
  readonly greets: boolean;
  readonly brokerUrl: string | undefined;
  readonly issuesTokens: boolean;
  readonly verifiesTokens: boolean;
  /** `undefined`: as it is by default. */
  readonly control: boolean | undefined;
  readonly controlToken: string | undefined;
}

/**
 * The settings of a mock.
 *
 * @param input - of a command that has `MOCK_OPTIONS`
 * @throws InputError `E_ARGUMENT_MISSING` without a document, `E_ARGUMENT_VALUE` at a value that is none
 */
export function mockSettings({ positionals, options }: CommandInput): MockSettings {
  if (positionals.length === 0)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'mock', value: 'a contract or a mortise.yaml' } });
  const errors = options['errors'] === true;
  const engine = knownValue('--engine', textOption(options, 'engine') ?? 'mortise', ENGINES);
  if (options['watch'] === true && positionals.includes('-'))
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--watch', seen: '-', expected: 'files: standard input is read once' },
    });
  return {
    files: positionals,
    host: textOption(options, 'host') ?? '127.0.0.1',
    port: numberOption(options, 'port', { least: 0, most: 65_535 }) ?? 4_010,
    dynamic: options['dynamic'] === true,
    stateful: options['stateful'] === true,
    state: textOption(options, 'state'),
    errors,
    cors: options['cors'] !== false,
    json: options['json'] === true,
    seed: textOption(options, 'seed') ?? freshSeed(),
    rules: rulesFrom(textOption(options, 'validate'), errors),
    requireBasePath: options['require-base-path'] === true,
    journalFile: textOption(options, 'journal'),
    watch: options['watch'] === true,
    maxBodyBytes: numberOption(options, 'max-body', { least: 0, most: 2_147_483_647 }),
    engine,
    everyMs: durationOption(options, 'every'),
    paceMs: durationOption(options, 'pace'),
    greets: options['on-subscribe'] !== false,
    brokerUrl: textOption(options, 'broker'),
    issuesTokens: options['tokens'] !== false,
    verifiesTokens: options['verify-tokens'] === true,
    control: typeof options['control'] === 'boolean' ? options['control'] : undefined,
    controlToken: textOption(options, 'control-token'),
  };
}

function rulesFrom(text: string | undefined, errors: boolean): Rules {
  const base: Rules = errors ? { ...DEFAULT_RULES, response: 'error' } : DEFAULT_RULES;
  if (text === undefined) return base;
  const parsed = parseRules(text, base);
  if (parsed.kind === 'rules') return parsed.rules;
  throw unknownValue(`--validate ${parsed.part === parsed.word ? '' : parsed.part}`.trim(), parsed.word, parsed.allowed);
}

/**
 * How pages of other origins are answered.
 *
 * @param settings - where the mock listens, and whether such pages may call at all
 */
export function corsMode({ cors, host }: MockSettings): CorsMode {
  if (!cors) return 'off';
  return isLoopback(host) ? 'reflect' : 'open';
}
