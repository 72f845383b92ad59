import { InputError } from '../base/errors.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import { HEADER_OPTION } from './header-option.js';
import { knownValue } from './option-values.js';
import { READING_OPTIONS } from './reading-options.js';

type Action = 'write' | 'compare' | 'verify' | 'publish' | 'can-merge';

/** `mortise pact`. */
export const pactCommand: Command = {
  name: 'pact',
  summary: 'Write pacts from journals, hold them against contracts and providers, and say what may be merged.',
  usage: 'pact <write|compare|verify|publish|can-merge> [file…] [options]',
  options: [
    { name: 'workspace', kind: 'text', value: 'file', help: 'Where the provider of a pact, its contracts and states are found' },
    { name: 'spec', kind: 'list', value: 'file', help: 'The contract of the provider, without a workspace; may be repeated' },
    { name: 'consumer', kind: 'text', value: 'name', help: 'write: whose pact; can-merge: who is to be merged' },
    { name: 'provider', kind: 'text', value: 'name', help: 'write, verify with --broker: whose contract; can-merge: who is to be merged' },
    { name: 'output', kind: 'text', value: 'dir', help: 'write: where pacts go (default pacts)' },
    {
      name: 'url',
      kind: 'text',
      value: 'url',
      help: 'verify: where the provider runs; else its system of the workspace, or the mock of --spec',
    },
    { name: 'states-url', kind: 'text', value: 'url', help: 'verify: asked by POST for each state, with { action, state, params }' },
    { name: 'handlers', kind: 'text', value: 'module', help: 'verify: a module that exports states and messages, functions by name' },
    { ...HEADER_OPTION, help: 'verify: sent with every request, as "Name: value"; may be repeated' },
    { name: 'timeout', kind: 'text', value: 'duration', help: 'verify: of one request (default 30s)' },
    {
      name: 'broker',
      kind: 'text',
      value: 'url',
      help: 'A Pact Broker; credentials are PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and _PASSWORD',
    },
    {
      name: 'version',
      kind: 'text',
      value: 'version',
      help: 'publish: of the consumer; verify --publish: of the provider; can-merge: of who is to be merged',
    },
    { name: 'branch', kind: 'text', value: 'name', help: 'publish, verify: the branch of that version' },
    { name: 'tag', kind: 'list', value: 'name', help: 'publish: a tag of that version; may be repeated' },
    { name: 'publish', kind: 'boolean', help: 'verify: tell the broker what came of it' },
    { name: 'environments', kind: 'text', value: 'file', help: 'can-merge: what is deployed where, as YAML' },
    { name: 'to', kind: 'text', value: 'environment', help: 'can-merge: where it is to go (default every environment)' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object with what was found' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise pact write fixtures/pacts/shelter/journal.jsonl --spec fixtures/specs/petstore.yaml --consumer visitor --provider petstore',
    'mortise pact compare fixtures/pacts/shelter --spec fixtures/specs/petstore.yaml --json',
    'mortise pact verify fixtures/pacts/shelter/visitor-petstore.json --spec fixtures/specs/petstore.yaml --header "X-Shelter-Key: k"',
    'mortise pact can-merge fixtures/pacts/shelter/visitor-petstore.json --consumer visitor --version 1.0.0 --environments fixtures/pacts/shelter/environments.yaml',
  ],
  run: runPact,
};

/** Each action is loaded when it is called for. */
async function runPact(input: CommandInput): Promise<ExitCode> {
  const [name, ...files] = input.positionals;
  if (name === undefined) throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'pact', value: ACTIONS.join(', ') } });
  const action = knownValue<Action>('pact', name, ACTIONS);
  const asked = { ...input, positionals: files };
  switch (action) {
    case 'write':
      return (await import('./pact-write.js')).writePacts(asked);
    case 'compare':
      return (await import('./pact-compare.js')).comparePacts(asked);
    case 'verify':
      return (await import('./pact-verify.js')).verifyPactsOf(asked);
    case 'publish':
      return (await import('./pact-publish.js')).publishPacts(asked);
    case 'can-merge':
      return (await import('./pact-can-merge.js')).canMerge(asked);
  }
}

const ACTIONS: readonly Action[] = ['write', 'compare', 'verify', 'publish', 'can-merge'];
