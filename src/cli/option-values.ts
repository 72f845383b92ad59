import { didYouMean } from '../base/did-you-mean.js';
import { msFromDuration } from '../base/duration.js';
import { InputError } from '../base/errors.js';
import type { Shard } from '../check/plan-lanes.js';
import type { CommandInput } from './command.js';

type Options = CommandInput['options'];

/** Both ends allowed. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

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
 * The values of an option that may be repeated, in the order given.
 *
 * @param name - the long name
 */
export function listOption(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}

/**
 * The words of an option that may be repeated; one value may also hold several, with commas between them.
 *
 * @param name - the long name
 */
export function wordsOption(options: Options, name: string): readonly string[] {
  return listOption(options, name)
    .flatMap((text) => text.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/**
 * The whole number of an option, or `undefined` when it was not given.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when it is no whole number within the bounds
 */
export function numberOption(options: Options, name: string, bounds: Bounds): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= bounds.least && value <= bounds.most) return value;
  throw wrongValue(`--${name}`, text, `a whole number from ${bounds.least} to ${bounds.most}`);
}

/**
 * The duration of an option in ms, or `undefined` when it was not given.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when it is no duration, or none longer than 0 and up to a day
 */
export function durationOption(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const lengthMs = msFromDuration(text);
  if (lengthMs !== undefined && lengthMs >= 1 && lengthMs <= DAY_MS) return lengthMs;
  throw wrongValue(`--${name}`, text, 'a duration like 500ms, 30s or 5m, up to 24h');
}

/**
 * The rate of an option in requests per second, or `undefined` when it was not given: `10/s`, `100/m`, `3600/h`; a bare number is per second.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when it is no rate above 0
 */
export function rateOption(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const [, digits = '', unit = 's'] = RATE.exec(text) ?? [];
  const perSecond = Number(digits) / (SECONDS_BY_UNIT.get(unit) ?? 1);
  if (digits !== '' && perSecond > 0) return perSecond;
  throw wrongValue(`--${name}`, text, 'a rate like 10/s or 100/m');
}

/**
 * The part of an option, or `undefined` when it was not given: `2/5`.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when it is no part, or one beyond the last
 */
export function shardOption(options: Options, name: string): Shard | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const [, first = '', second = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count) return { index, count };
  throw wrongValue(`--${name}`, text, 'a part like 1/3: its number, and how many there are');
}

/**
 * The header fields of an option that may be repeated, as `curl` takes them: `Name: value`.
 *
 * @throws InputError `E_ARGUMENT_VALUE` when one is no field, without its value: that may be a secret
 * @see RFC 9110 §5.1, §5.5
 */
export function headersOption(options: Options, name: string): Readonly<Record<string, string>> {
  const fields = listOption(options, name).map((text) => {
    const [, field = '', value = ''] = FIELD.exec(text) ?? [];
    if (field === '')
      throw wrongValue(`--${name}`, (text.split(':')[0] ?? '').slice(0, SHOWN_CHARACTER_COUNT), 'a field like "Authorization: Bearer …"');
    return [field, value] as const;
  });
  return Object.fromEntries(fields);
}

/**
 * The value when it is one of those that are known.
 *
 * @param option - as it is typed: `--phase`
 * @throws InputError `E_ARGUMENT_VALUE` with the nearest known one
 */
export function knownValue<Known extends string>(option: string, seen: string, known: readonly Known[]): Known {
  const found = known.find((one) => one === seen);
  if (found !== undefined) return found;
  throw unknownValue(option, seen, known);
}

/**
 * The error that a value is none of those that are known, with the nearest of them.
 *
 * @param option - as it is typed
 * @param seen - the value
 * @param known - what it could have been
 */
export function unknownValue(option: string, seen: string, known: readonly string[]): InputError {
  const listed = known.slice(0, MAX_LISTED_COUNT).join(', ') + (known.length > MAX_LISTED_COUNT ? ', …' : '');
  const args = { option, seen, suggestion: didYouMean(seen, known), expected: `one of ${listed}` };
  return new InputError({ code: 'E_ARGUMENT_VALUE', args });
}

/**
 * The error that a value is not what belongs there.
 *
 * @param option - as it is typed
 * @param seen - the value
 * @param expected - a clause: `a whole number`
 */
export function wrongValue(option: string, seen: string, expected: string): InputError {
  return new InputError({ code: 'E_ARGUMENT_VALUE', args: { option, seen, expected } });
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

const DAY_MS = 86_400_000;
/** Visible ASCII, blanks and bytes beyond; nothing that could end a field early. */
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\u0020-\u007e\u0080-\u00ff]*?)[ \t]*$/;
const SHOWN_CHARACTER_COUNT = 40;
const RATE = /^(\d{1,9}(?:\.\d{1,6})?)(?:\/(s|m|h))?$/;
const SECONDS_BY_UNIT: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
]);
const MAX_LISTED_COUNT = 24;
