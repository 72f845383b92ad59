import type { ProcessIo } from '../host/process-io.js';
import type { Command, ExitCode } from './command.js';
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
  const [name, ...rest] = words;
  if (name === '--version' || name === '-v' || name === 'version') {
    io.stdout(`${VERSION}\n`);
    return 0;
  }
  try {
    if (name === undefined || name === '--help' || name === 'help') return await showHelp(rest[0], io);
    const command = await findCommand(name);
    const { parseArguments } = await import('./parse-arguments.js');
    if (wantsHelp(rest)) return await showHelp(name, io);
    return await command.run({ ...parseArguments(rest, command), io });
  } catch (error) {
    const { failWith } = await import('./fail.js');
    return failWith(error, words.includes('--json'), io);
  }
}

interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

/** Each command is loaded when it is called for: `mortise --version` loads none. */
const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map([
  ['init', { summary: 'Look at a repository and write its workspace', load: async () => (await import('./init.js')).initCommand }],
  ['mock', { summary: 'Serve the systems of contracts', load: async () => (await import('./mock.js')).mockCommand }],
  ['proxy', { summary: 'Stand before a provider: record, and inject faults', load: async () => (await import('./proxy.js')).proxyCommand }],
  [
    'record',
    {
      summary: 'Write down what a consumer needs of a real provider; serve a recording',
      load: async () => (await import('./record.js')).recordCommand,
    },
  ],
  ['lint', { summary: 'Read contracts and say what is wrong, and where', load: async () => (await import('./lint.js')).lintCommand }],
  ['test', { summary: 'Test each pair against its contract', load: async () => (await import('./test.js')).testCommand }],
  ['check', { summary: 'Lint and test in one: the command for CI', load: async () => (await import('./check.js')).checkCommand }],
  [
    'compat',
    { summary: 'Compare versions of contracts: what breaks, and whom', load: async () => (await import('./compat.js')).compatCommand },
  ],
  ['pact', { summary: 'Write, compare, verify and publish pacts', load: async () => (await import('./pact.js')).pactCommand }],
  ['judge', { summary: 'Judge the recovery that a journal shows', load: async () => (await import('./judge.js')).judgeCommand }],
  [
    'scenario',
    {
      summary: 'Run workflows while faults come and go, and judge the recovery',
      load: async () => (await import('./scenario.js')).scenarioCommand,
    },
  ],
  [
    'probe',
    { summary: 'Learn how a client recovers, by running it against failures', load: async () => (await import('./probe.js')).probeCommand },
  ],
  [
    'explain',
    { summary: 'Explain a finding: why it is one, and what can be done', load: async () => (await import('./explain.js')).explainCommand },
  ],
  ['replay', { summary: 'Make the calls of a finding again', load: async () => (await import('./replay.js')).replayCommand }],
]);

function wantsHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).includes('--help');
}

async function findCommand(name: string): Promise<Command> {
  const entry = COMMANDS.get(name);
  if (entry !== undefined) return entry.load();
  const { InputError } = await import('../base/errors.js');
  const { didYouMean } = await import('../base/did-you-mean.js');
  throw new InputError({ code: 'E_COMMAND_UNKNOWN', args: { command: name, suggestion: didYouMean(name, [...COMMANDS.keys()]) } });
}

async function showHelp(name: string | undefined, io: ProcessIo): Promise<ExitCode> {
  const { helpOfCommand, helpOfProgram } = await import('./help.js');
  if (name !== undefined && !name.startsWith('-')) io.stdout(helpOfCommand(await findCommand(name)));
  else io.stdout(helpOfProgram([...COMMANDS].map(([each, { summary }]) => [each, summary] as const)));
  return 0;
}
