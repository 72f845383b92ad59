import type { ProcessIo } from '../host/process-io.js';
import type { CommandEntry, CommandHelp, ExitCode } from './command.js';
import { COMMANDS } from './commands.js';
import { VERSION } from './version.js';

/**
 * Runs the program: finds the command, reads its arguments, words what went wrong.
 *
 * @param words - the arguments, without the program's name
 * @returns the exit code; the process is left to end by itself
 */
export async function main(words: readonly string[]): Promise<ExitCode> {
  const { createProcessIo } = await import('../host/process-io.js');
  const io = createProcessIo(askedColour(words));
  if (!runsModulesInside(words)) return runCommand(words, io);
  const { runWatchedCommand } = await import('./run-watched-command.js');
  return runWatchedCommand(words, io);
}

/** What `--color` and `--no-color` say, on any command; the last one counts. */
function askedColour(words: readonly string[]): boolean | undefined {
  const end = words.indexOf('--');
  const said = (end === -1 ? words : words.slice(0, end)).filter((word) => COLOUR_WORDS.has(word)).at(-1);
  return said === undefined ? undefined : COLOUR_WORDS.get(said);
}

/** Before the name of the command they are for the program. */
function withoutColourWords(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !COLOUR_WORDS.has(word));
  return start === -1 ? [] : words.slice(start);
}

const COLOUR_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['--color', true],
  ['--color=true', true],
  ['--no-color', false],
  ['--color=false', false],
]);

/** Whether modules of users run in this process: they may never give back control. A text on stdin goes to no other thread. */
function runsModulesInside(words: readonly string[]): boolean {
  return words[0] === 'scenario' && words.some((word) => word === '--simulate' || word === '--search') && !words.includes('-');
}

/**
 * The same with a given world: what is said goes to `io`.
 *
 * @param words - the arguments, without the program's name
 */
export async function runCommand(words: readonly string[], io: ProcessIo): Promise<ExitCode> {
  const [name, ...rest] = withoutColourWords(words);
  if (name === '--version' || name === '-v' || name === 'version') {
    io.stdout(`${VERSION}\n`);
    return 0;
  }
  try {
    if (name === undefined || name === '--help' || name === 'help') return await showHelp(rest, io);
    if (name === 'complete') return await (await import('./complete.js')).complete(rest, io);
    const command = await findCommand(name);
    if (wantsHelp(rest)) return await showHelp([name, ...rest], io);
    const { parseArguments } = await import('./parse-arguments.js');
    const given = parseArguments(rest, await command.help());
    const run = await command.load();
    return await run({ ...given, io });
  } catch (error) {
    const { failWith } = await import('./fail.js');
    return failWith(error, words.includes('--json'), io);
  }
}

function wantsHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).includes('--help');
}

async function findCommand(name: string): Promise<CommandEntry> {
  const entry = COMMANDS.get(name);
  if (entry !== undefined) return entry;
  const { InputError } = await import('../base/errors.js');
  const { didYouMean } = await import('../base/did-you-mean.js');
  throw new InputError({ code: 'E_COMMAND_UNKNOWN', args: { command: name, suggestion: didYouMean(name, [...COMMANDS.keys()]) } });
}

async function showHelp([name, action]: readonly string[], io: ProcessIo): Promise<ExitCode> {
  const { helpOfCommand, helpOfProgram, helpOfSubcommand } = await import('./help.js');
  const width = io.columnCount;
  if (name === undefined || name.startsWith('-')) io.stdout(helpOfProgram(COMMANDS, width));
  else {
    const command: CommandHelp = await (await findCommand(name)).help();
    io.stdout(helpOfSubcommand(command, action, width) ?? helpOfCommand(command, width));
  }
  return 0;
}
