/** What GitHub's runner makes of a log: commands, and lines that are none. */
export interface GithubLog {
  readonly commands: readonly GithubCommand[];
  /** Without the lines between which they stand. */
  readonly plain: readonly string[];
}

export interface GithubCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * A log as the runner reads it: a line that begins with `::name …::` is a command, and so is one that has `##[name …]` anywhere.
 *
 * @param log - what a step says
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function commandsOfGithub(log: string): GithubLog {
  const commands: GithubCommand[] = [];
  const plain: string[] = [];
  for (const line of log.split(/\r\n|\r|\n/)) {
    if (line === '') continue;
    const command = commandFrom(line.trimStart());
    if (command !== undefined) commands.push(command);
    else if (/##\[[a-z-]+/i.test(line)) throw new Error(`a command of the old form: ${line}`);
    else plain.push(line);
  }
  return { commands, plain };
}

function commandFrom(line: string): GithubCommand | undefined {
  if (!line.startsWith('::')) return undefined;
  const end = line.indexOf('::', 2);
  if (end === -1) return undefined;
  const head = line.slice(2, end);
  const space = head.indexOf(' ');
  const name = space === -1 ? head : head.slice(0, space);
  const pairs = space === -1 ? [] : head.slice(space + 1).split(',');
  const properties = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), unescaped(pair.slice(equals + 1), PROPERTY)] as const;
  });
  return { name, properties: Object.fromEntries(properties), message: unescaped(line.slice(end + 2), DATA) };
}

const DATA: readonly (readonly [string, string])[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
];
const PROPERTY = [['%3A', ':'], ['%2C', ','], ...DATA] as const;

function unescaped(text: string, table: readonly (readonly [string, string])[]): string {
  return text.replace(/%(?:0D|0A|25|3A|2C)/g, (seen) => table.find(([code]) => code === seen)?.[1] ?? seen);
}
