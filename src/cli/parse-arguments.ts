import { InputError } from '../base/errors.js';
import { didYouMean } from '../base/did-you-mean.js';
import type { CommandHelp, Option } from './command.js';
import { COMMON_OPTIONS } from './common-options.js';

/** The arguments of one command, sorted. */
export interface ParsedArguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/**
 * Sorts the words behind a command's name: `--name value`, `--name=value`, `-n value`, `-nvalue`, `--flag`, `--no-flag`, `--flag=false`;
 * everything after `--` is positional.
 *
 * @param words - as the shell gave them
 * @throws InputError `E_ARGUMENT_UNKNOWN`, `E_ARGUMENT_VALUE`, `E_ARGUMENT_MISSING`
 */
export function parseArguments(words: readonly string[], command: CommandHelp): ParsedArguments {
  const positionals: string[] = [];
  const options: Record<string, string | boolean | readonly string[]> = {};
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? '';
    index += 1;
    if (word === '--') {
      positionals.push(...words.slice(index));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    const given = optionOf(word, command);
    if (given.option.kind === 'boolean') {
      options[given.option.name] = booleanFrom(given);
      continue;
    }
    const value = given.value ?? words[index];
    if (given.value === undefined) index += 1;
    if (value === undefined)
      throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: word, value: given.option.value ?? 'value' } });
    options[given.option.name] = given.option.kind === 'list' ? [...listSoFar(options[given.option.name]), value] : value;
  }
  return { positionals, options };
}

interface Given {
  readonly word: string;
  readonly option: Option;
  readonly value: string | undefined;
  readonly negated: boolean;
}

function optionOf(word: string, command: CommandHelp): Given {
  if (!word.startsWith('--')) return shortOptionOf(word, command);
  const equals = word.indexOf('=');
  const name = word.slice(2, equals === -1 ? undefined : equals);
  const value = equals === -1 ? undefined : word.slice(equals + 1);
  const known = [...command.options, ...COMMON_OPTIONS];
  const option = known.find((candidate) => candidate.name === name);
  if (option !== undefined) return { word, option, value, negated: false };
  const positive = name.startsWith('no-') ? known.find((candidate) => candidate.name === name.slice(3)) : undefined;
  if (positive?.kind === 'boolean') return { word, option: positive, value, negated: true };
  throw unknownOption(`--${name}`, command);
}

function shortOptionOf(word: string, command: CommandHelp): Given {
  const option = command.options.find((candidate) => candidate.short === word[1]);
  if (option === undefined) throw unknownOption(word.slice(0, 2), command);
  const rest = word.slice(2);
  return { word, option, value: rest === '' ? undefined : rest.replace(/^=/, ''), negated: false };
}

function unknownOption(word: string, command: CommandHelp): InputError {
  const names = [...command.options, ...COMMON_OPTIONS].flatMap(({ name, kind }) =>
    kind === 'boolean' ? [`--${name}`, `--no-${name}`] : [`--${name}`],
  );
  return new InputError({ code: 'E_ARGUMENT_UNKNOWN', args: { option: word, command: command.name, suggestion: didYouMean(word, names) } });
}

function booleanFrom({ word, option, value, negated }: Given): boolean {
  if (value === undefined || value === 'true') return !negated;
  if (value === 'false') return negated;
  throw new InputError({
    code: 'E_ARGUMENT_VALUE',
    args: { option: word.split('=')[0] ?? option.name, seen: value, expected: 'true or false' },
  });
}

function listSoFar(value: string | boolean | readonly string[] | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}
