import { InputError } from '../base/errors.js';
import type { CommandInput } from './command.js';

/** Options that Prism's server has no counterpart of: to take them and do nothing would be a lie. */
const NOT_FOR_PRISM = [
  'seed',
  'validate',
  'require-base-path',
  'journal',
  'watch',
  'max-body',
  'fault',
  'faults',
  'control',
  'tls',
  'tls-ca',
  'json',
  'allow-remote',
  'allow-files',
];

/**
 * The one document that is handed to Prism.
 *
 * @param input - of `mortise mock`
 * @throws InputError `E_ARGUMENT_VALUE` for an option that it has no counterpart of, and for several documents
 */
export function fileForPrism({ positionals, options }: CommandInput): string {
  const option = NOT_FOR_PRISM.find((name) => options[name] !== undefined);
  if (option !== undefined) {
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--engine', seen: `prism with --${option}`, expected: 'prism without it' },
    });
  }
  const [file, ...others] = positionals;
  if (file !== undefined && others.length === 0) return file;
  const seen = `prism with ${positionals.length} documents`;
  throw new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: '--engine', seen, expected: 'prism with one document' } });
}
