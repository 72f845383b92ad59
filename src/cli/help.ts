import type { Command, Option } from './command.js';

/**
 * The help of one command: usage, options, examples.
 *
 * @param command - its texts
 */
export function helpOfCommand(command: Command): string {
  const shown = [...command.options, HELP_OPTION].map((option) => [spelled(option), option.help] as const);
  const width = Math.max(...shown.map(([left]) => left.length));
  return [
    command.summary,
    '',
    'Usage:',
    `  mortise ${command.usage}`,
    '',
    'Options:',
    ...shown.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

/**
 * The help of the whole program.
 *
 * @param commands - name and summary of each, in the order to show
 */
export function helpOfProgram(commands: readonly (readonly [name: string, summary: string])[]): string {
  const width = Math.max(...commands.map(([name]) => name.length));
  return [
    'Mortise: contract tests and mock servers from OpenAPI documents.',
    '',
    'Usage:',
    '  mortise <command> [options]',
    '',
    'Commands:',
    ...commands.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Options:',
    '  --help     This text; "mortise <command> --help" for one command',
    '  --version  The version',
    '',
    'Exit codes: 0 all held, 1 a finding of severity error, 2 the input was wrong, 3 the world or we failed.',
    '',
  ].join('\n');
}

const HELP_OPTION: Option = { name: 'help', kind: 'boolean', help: 'This text' };

function spelled(option: Option): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return `${short}--${option.name}${option.kind === 'boolean' ? '' : ` <${option.value ?? 'value'}>`}`;
}
