import { InputError } from '../base/errors.js';
import type { CommandInput, ExitCode } from './command.js';
import { knownValue } from './option-values.js';

type Action = 'write' | 'compare' | 'verify' | 'publish' | 'can-merge';

/** `mortise pact`. */
export async function runPact(input: CommandInput): Promise<ExitCode> {
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
