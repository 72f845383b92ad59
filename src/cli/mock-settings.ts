import { InputError } from '../base/errors.js';
import { freshSeed } from '../host/entropy.js';
import type { CorsMode } from '../mock/cors.js';
import type { Rules } from '../mock/rules.js';
import { DEFAULT_RULES, parseRules } from '../mock/rules.js';
import type { CommandInput, Option } from './command.js';
import { CONTROL_TOKEN_OPTION, FAULT_OPTIONS, TLS_OPTIONS } from './fault-options.js';
import { durationOption, isLoopback, knownValue, numberOption, textOption, unknownValue } from './option-values.js';
import { METRICS_OPTION } from './metrics-option.js';
import { TRACE_OPTION } from './trace-option.js';
import { READING_OPTIONS } from './reading-options.js';

/** Who answers: we, or the library of Prism. */
const ENGINES = ['mortise', 'prism'] as const;

/** What `mortise mock` understands. */
export const MOCK_OPTIONS: readonly Option[] = [
  {
    name: 'port',
    short: 'p',
    kind: 'text',
    value: 'n',
    help: 'Port to listen on: with several systems all are behind it at /<system>/, and each has one after it; 0 takes any free one (default 4010)',
  },
  { name: 'host', short: 'h', kind: 'text', value: 'address', help: 'Address to listen on (default 127.0.0.1)' },
  { group: 'Answer', name: 'dynamic', short: 'd', kind: 'boolean', help: 'Vary the values of every answer instead of giving examples' },
  {
    group: 'Answer',
    name: 'stateful',
    kind: 'boolean',
    help: 'Remember what is created, changed and deleted, as the paths and schemas of the contract show it',
  },
  {
    group: 'Answer',
    name: 'state',
    kind: 'text',
    value: 'place',
    help: 'Keep what is remembered in a folder, or in a Redis that several mocks share (redis://…); implies --stateful',
  },
  {
    group: 'Answer',
    name: 'seed',
    kind: 'text',
    value: 'text',
    help: 'What varied values are drawn from; the same seed gives the same bytes',
  },
  {
    group: 'Answer',
    name: 'errors',
    kind: 'boolean',
    help: 'Answer 500 when an answer of the mock breaks the contract, instead of saying so in a header',
  },
  {
    group: 'Answer',
    name: 'validate',
    kind: 'text',
    value: 'rules',
    help: 'rule=off|warn|error,… for request, security, parameters, body, media-type, response',
  },
  { group: 'Answer', name: 'cors', kind: 'boolean', help: 'Let pages of other origins call (default true)' },
  { group: 'Answer', name: 'require-base-path', kind: 'boolean', help: 'Answer only below the base paths of the servers in the contract' },
  {
    name: 'watch',
    short: 'w',
    kind: 'boolean',
    help: 'Read contracts again when one of their files changes; what is broken leaves them as they were',
  },
  {
    group: 'Answer',
    name: 'tokens',
    kind: 'boolean',
    help: 'Issue tokens where a contract asks for OAuth 2 or OpenID Connect (default true)',
  },
  {
    group: 'Answer',
    name: 'verify-tokens',
    kind: 'boolean',
    help: 'Look into tokens (signature, expiry, scopes, roles), not only whether there are any',
  },
  { group: 'Answer', name: 'pace', kind: 'text', value: 'duration', help: 'Between one item of a stream and the next (default 100ms)' },
  { name: 'journal', kind: 'text', value: 'file', help: 'Append every exchange and message to a file of JSON lines' },
  {
    group: 'Event',
    name: 'every',
    kind: 'text',
    value: 'duration',
    help: 'Send the next message of every operation that sends, again and again',
  },
  { group: 'Event', name: 'on-subscribe', kind: 'boolean', help: 'Send a message to whoever begins to listen (default true)' },
  {
    group: 'Event',
    name: 'broker',
    kind: 'text',
    value: 'url',
    help: 'Send and receive at this broker instead of one of our own (redis:, amqp:, mqtt:, nats:, kafka:)',
  },
  { group: 'Answer', name: 'max-body', kind: 'text', value: 'bytes', help: 'Largest request body that is read (default 10485760)' },
  {
    group: 'Answer',
    name: 'engine',
    completed: ['mortise', 'prism'],
    kind: 'text',
    value: 'name',
    help: '"prism" hands the document to Prism, when it is installed (default mortise)',
  },
  ...FAULT_OPTIONS,
  ...TLS_OPTIONS,
  {
    name: 'control',
    kind: 'boolean',
    help: 'Answer the console at /_mortise/ and the control API; with it, faults act on connections too (default: on loopback only)',
  },
  CONTROL_TOKEN_OPTION,
  METRICS_OPTION,
  TRACE_OPTION,
  { name: 'json', kind: 'boolean', help: 'Print one line of JSON for each system that is ready' },
  ...READING_OPTIONS,
];

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
