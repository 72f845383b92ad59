import type { ProcessIo } from '../host/process-io.js';

/** 0 all held, 1 a finding of severity error, 2 the input was wrong, 3 the world or we failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One command of `mortise`: arguments in, exit code out. Errors are thrown (`InputError`, `HostError`) and worded by the main program. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Without the program's name: `mock <spec|mortise.yaml>… [options]`. */
  readonly usage: string;
  readonly options: readonly Option[];
  /** Whole command lines, each run by a test. */
  readonly examples: readonly string[];
  run(input: CommandInput): Promise<ExitCode>;
}

export interface Option {
  /** Long name without dashes. A boolean `cors` is also understood as `--no-cors` and `--cors=false`. */
  readonly name: string;
  readonly short?: string;
  readonly kind: 'boolean' | 'text' | 'list';
  /** What stands for the value in the help: `n`, `file`. */
  readonly value?: string;
  readonly help: string;
}

export interface CommandInput {
  readonly positionals: readonly string[];
  /** By long name; absent when not given. `list` options give an array. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** What the command may say and hear. The host makes it; tests pass their own. */
  readonly io: ProcessIo;
}
