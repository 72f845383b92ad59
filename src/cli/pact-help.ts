import type { CommandHelp, Subcommand } from './command.js';
import { HEADER_OPTION } from './header-option.js';
import { READING_OPTIONS } from './reading-options.js';

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'write',
    summary: 'Write the pact of a consumer from journals of what it called.',
    usage: 'pact write <journal…> --consumer <name> [options]',
    examples: [
      'mortise pact write fixtures/pacts/shelter/journal.jsonl --spec fixtures/specs/petstore.yaml --consumer visitor --provider petstore',
    ],
  },
  {
    name: 'compare',
    summary: 'Hold pacts against the contracts of their providers, without calling anybody.',
    usage: 'pact compare <pact or folder…> [options]',
    examples: ['mortise pact compare fixtures/pacts/shelter --spec fixtures/specs/petstore.yaml --json'],
  },
  {
    name: 'verify',
    summary: 'Make the calls of pacts to a running provider and judge its answers.',
    usage: 'pact verify <pact…> [options], or: pact verify --broker <url> --provider <name>',
    examples: [
      'mortise pact verify fixtures/pacts/shelter/visitor-petstore.json --spec fixtures/specs/petstore.yaml --header "X-Shelter-Key: k"',
    ],
  },
  {
    name: 'publish',
    summary: 'Give pacts to a Pact Broker, as those of one version of their consumer.',
    usage: 'pact publish <pact…> --broker <url> --version <version> [options]',
    examples: ['mortise pact publish fixtures/pacts/shelter/visitor-petstore.json --version 1.0.0 --broker http://127.0.0.1:9292'],
  },
  {
    name: 'can-merge',
    summary: 'Say whether a version may go where others are deployed.',
    usage: 'pact can-merge <pact…> --consumer <name> --version <version> --environments <file> [options]',
    examples: [
      'mortise pact can-merge fixtures/pacts/shelter/visitor-petstore.json --consumer visitor --version 1.0.0 --environments fixtures/pacts/shelter/environments.yaml',
    ],
  },
];

/** All but those who only hand files on. */
const WITH_CONTRACTS: readonly string[] = ['write', 'compare', 'verify', 'can-merge'];

/** What is said of `mortise pact`. */
export const PACT_HELP: CommandHelp = {
  name: 'pact',
  summary: 'Write pacts from journals, hold them against contracts and providers, and say what may be merged.',
  usage: 'pact <write|compare|verify|publish|can-merge> [file…] [options]',
  options: [
    {
      name: 'workspace',
      kind: 'text',
      value: 'file',
      of: WITH_CONTRACTS,
      help: 'Where the provider of a pact, its contracts and states are found',
    },
    {
      name: 'spec',
      kind: 'list',
      value: 'file',
      of: WITH_CONTRACTS,
      help: 'The contract of the provider, without a workspace; may be repeated',
    },
    {
      name: 'consumer',
      kind: 'text',
      value: 'name',
      of: ['write', 'can-merge'],
      help: 'Whose pact; who is to be merged',
      completed: 'system',
    },
    {
      name: 'provider',
      kind: 'text',
      value: 'name',
      of: ['write', 'verify', 'can-merge'],
      help: 'Whose contract; who is to be merged; verify takes it with --broker',
      completed: 'system',
    },
    { name: 'output', kind: 'text', value: 'dir', of: ['write'], help: 'Where pacts go (default pacts)' },
    {
      name: 'url',
      kind: 'text',
      value: 'url',
      of: ['verify'],
      help: 'Where the provider runs; else its system of the workspace, or the mock of --spec',
    },
    {
      name: 'states-url',
      kind: 'text',
      value: 'url',
      of: ['verify'],
      help: 'Asked by POST for each state, with { action, state, params }',
    },
    {
      name: 'handlers',
      kind: 'text',
      value: 'module',
      of: ['verify'],
      help: 'A module that exports states and messages, functions by name',
    },
    { ...HEADER_OPTION, of: ['verify'], help: 'Sent with every request, as "Name: value"; may be repeated' },
    { name: 'timeout', kind: 'text', value: 'duration', of: ['verify'], help: 'Of one request (default 30s)' },
    {
      name: 'broker',
      kind: 'text',
      value: 'url',
      of: ['verify', 'publish', 'can-merge'],
      help: 'A Pact Broker; credentials are PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and _PASSWORD',
    },
    {
      name: 'version',
      kind: 'text',
      value: 'version',
      of: ['verify', 'publish', 'can-merge'],
      help: 'publish: of the consumer; verify --publish: of the provider; can-merge: of who is to be merged',
    },
    { name: 'branch', kind: 'text', value: 'name', of: ['verify', 'publish'], help: 'The branch of that version' },
    { name: 'tag', kind: 'list', value: 'name', of: ['publish'], help: 'A tag of that version; may be repeated' },
    { name: 'publish', kind: 'boolean', of: ['verify'], help: 'Tell the broker what came of it' },
    { name: 'environments', kind: 'text', value: 'file', of: ['can-merge'], help: 'What is deployed where, as YAML' },
    { name: 'to', kind: 'text', value: 'environment', of: ['can-merge'], help: 'Where it is to go (default every environment)' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object with what was found' },
    ...READING_OPTIONS,
  ],
  subcommands: SUBCOMMANDS,
  examples: SUBCOMMANDS.flatMap(({ examples }) => examples.slice(0, 1)),
  takes: [SUBCOMMANDS.map(({ name }) => name), 'file'],
};
