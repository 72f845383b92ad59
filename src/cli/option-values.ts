import { InputError } from '../base/errors.js';
import type { CommandInput } from './command.js';

type Options = CommandInput['options'];

/**
 * The text of an option, or `undefined` when it was not given.
 *
 * @param name - the long name
 */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * The whole number of an option, or `undefined` when it was not given.
 *
 * @param bounds - both ends allowed
 * @throws InputError `E_ARGUMENT_VALUE` when it is no whole number within the bounds
 */
export function numberOption(
  options: Options,
  name: string,
  bounds: { readonly least: number; readonly most: number },
): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= bounds.least && value <= bounds.most) return value;
  const expected = `a whole number from ${bounds.least} to ${bounds.most}`;
  throw new InputError({ code: 'E_ARGUMENT_VALUE', args: { option: `--${name}`, seen: text, expected } });
}

/**
 * Whether only this machine can reach a server that listens there.
 *
 * @param host - an address or a name
 * @see RFC 1122 §3.2.1.3, RFC 4291 §2.5.3
 */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
