import type { CommandEntry, Completed, Option } from './command.js';
import { COMMON_OPTIONS } from './common-options.js';

/** What completion knows of a command. */
export interface CompletedCommand {
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly takes: readonly Completed[];
}

/** One spelling of an option. */
export interface CompletedOption {
  /** As it is typed: `--phase`. */
  readonly word: string;
  readonly short?: string | undefined;
  readonly help: string;
  /** Absent: it takes none. */
  readonly value?: Completed | undefined;
}

/** Of all commands, by name. It is written into the script of the shell, so that nothing of a command has to be loaded to complete its words. */
export type CompletionTable = Readonly<Record<string, CompletedCommand>>;

/**
 * What completion knows of these commands.
 *
 * @param commands - by name
 */
export async function completionTable(commands: ReadonlyMap<string, CommandEntry>): Promise<CompletionTable> {
  const table: Record<string, CompletedCommand> = {};
  for (const [name, { summary, help }] of commands) {
    const { options, takes = ['file'] } = await help();
    table[name] = { summary, options: [...options, ...COMMON_OPTIONS].flatMap(spellingsOf), takes };
  }
  return table;
}

function spellingsOf({ name, short, kind, help, value, completed }: Option): readonly CompletedOption[] {
  const brief = (help.split(/[;:(]/)[0] ?? help).trim();
  const own: CompletedOption = { word: `--${name}`, short: short === undefined ? undefined : `-${short}`, help: brief };
  if (kind !== 'boolean') return [{ ...own, value: completed ?? pathOf(value) }];
  return help.includes('default true') || name === 'color' ? [own, { word: `--no-${name}`, help: `Not: ${brief}` }] : [own];
}

function pathOf(value = ''): Completed {
  if (['file', 'spec', 'journal', 'module', 'recording'].includes(value)) return 'file';
  return ['dir', 'folder'].includes(value) ? 'folder' : 'nothing';
}
