import type { ProcessIo } from '../host/process-io.js';

/** 0 all held, 1 a finding of severity error, 2 the input was wrong, 3 the world or we failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What one command of `mortise` says of itself. Its module loads nothing that the command needs to run: help, completion and arguments are read with it alone. */
export interface CommandHelp {
  readonly name: string;
  readonly summary: string;
  /** Without the program's name: `mock <spec|mortise.yaml>… [options]`. */
  readonly usage: string;
  readonly options: readonly Option[];
  /** Whole command lines, each run by a test. */
  readonly examples: readonly string[];
  /** What its first positional may be, where that decides about the rest. */
  readonly subcommands?: readonly Subcommand[] | undefined;
  /** What its positionals are, for completion: the last one stands for all that follow. Files when absent. */
  readonly takes?: readonly Completed[] | undefined;
}

/** Arguments in, exit code out. Errors are thrown (`InputError`, `HostError`) and worded by the main program. */
export type CommandRun = (input: CommandInput) => Promise<ExitCode>;

/** What stands together in the help of the program. */
type CommandGroup = 'Stand in and record' | 'Test' | 'Change safely' | 'Recover' | 'Look closer' | 'Set up';

/** A command before it is loaded. */
export interface CommandEntry {
  readonly group: CommandGroup;
  readonly summary: string;
  help(): Promise<CommandHelp>;
  /** All that it takes to run it. */
  load(): Promise<CommandRun>;
}

/** One action of a command, with a help of its own: `pact verify`. */
export interface Subcommand {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly string[];
}

export interface Option {
  /** Long name without dashes. A boolean `cors` is also understood as `--no-cors` and `--cors=false`. */
  readonly name: string;
  readonly short?: string;
  readonly kind: 'boolean' | 'text' | 'list';
  /** What stands for the value in the help: `n`, `file`. */
  readonly value?: string;
  readonly help: string;
  /** What stands together in the help. */
  readonly group?: string | undefined;
  /** The subcommands that understand it; all when absent. */
  readonly of?: readonly string[] | undefined;
  /** For completion. */
  readonly completed?: Completed | undefined;
}

/** What a word on the command line may be, as far as completion can know: one of some words, a path, or a name in the workspace. */
export type Completed = readonly string[] | 'file' | 'folder' | 'pair' | 'system' | 'scenario' | 'nothing';

export interface CommandInput {
  readonly positionals: readonly string[];
  /** By long name; absent when not given. `list` options give an array. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** What the command may say and hear. The host makes it; tests pass their own. */
  readonly io: ProcessIo;
}
