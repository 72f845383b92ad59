import { widthOfText } from '../report/text-width.js';
import { wrappedText } from '../report/wrapped-text.js';
import type { CommandEntry, CommandHelp, Option } from './command.js';
import { COMMON_OPTIONS } from './common-options.js';

/**
 * The help of one command: usage, subcommands, options in their groups, examples.
 *
 * @param command - its texts
 * @param columnCount - the width of the terminal
 */
export function helpOfCommand(command: CommandHelp, columnCount: number): string {
  const subcommands = command.subcommands ?? [];
  return helpText({
    summary: command.summary,
    usage: command.usage,
    sections: [
      ...(subcommands.length === 0 ? [] : [['Subcommands', subcommands.map(({ name, summary }) => [name, summary] as const)] as const]),
      ...sectionsOfOptions([...command.options, ...COMMON_OPTIONS]),
    ],
    examples: command.examples,
    columnCount,
  });
}

/**
 * The help of one action of a command, with the options that it understands.
 *
 * @param command - that has it
 * @param name - of one of its subcommands
 * @param columnCount - the width of the terminal
 * @returns `undefined` when it has none of that name
 */
export function helpOfSubcommand(command: CommandHelp, name: string | undefined, columnCount: number): string | undefined {
  const subcommand = command.subcommands?.find((one) => one.name === name);
  if (subcommand === undefined) return undefined;
  const options = command.options
    .filter(({ of }) => of === undefined || of.includes(subcommand.name))
    .map((option): Option => ({ ...option, of: undefined }));
  return helpText({ ...subcommand, sections: sectionsOfOptions([...options, ...COMMON_OPTIONS]), columnCount });
}

/**
 * The help of the whole program: what to do first, then every command.
 *
 * @param commands - by name, in the order to show
 * @param columnCount - the width of the terminal
 */
export function helpOfProgram(commands: ReadonlyMap<string, CommandEntry>, columnCount: number): string {
  const groups = [...new Set([...commands.values()].map(({ group }) => group))];
  const sections: readonly Section[] = [
    ['First steps', FIRST_STEPS],
    ...groups.map(
      (group): Section => [
        group,
        [...commands].flatMap(([name, entry]) => (entry.group === group ? [[name, entry.summary] as const] : [])),
      ],
    ),
    ['Options', PROGRAM_OPTIONS],
  ];
  const width = Math.max(...sections.slice(1).flatMap(([, rows]) => rows.map(([left]) => left.length)));
  return [
    'Mortise: contract tests, mock servers and recovery proofs for every integration pair.',
    '',
    ...sections.flatMap(([title, rows], index) => [`${title}:`, ...linesOfRows(rows, columnCount, index === 0 ? undefined : width), '']),
    ...wrappedText('Exit codes: 0 all held, 1 a finding of severity error, 2 the input was wrong, 3 the world or we failed.', columnCount),
    '',
  ].join('\n');
}

/** What somebody new to it does first; each is run by a test. */
export const FIRST_STEPS: readonly (readonly [command: string, what: string])[] = [
  ['mortise mock openapi.yaml', 'Serve your contract: every operation answers as documented'],
  ['mortise test --spec openapi.yaml', 'Test its provider; --url says where it runs, without it the mock is tested'],
  ['mortise init', 'Write a workspace from what your repository has; "mortise check" then tests every pair'],
];

const PROGRAM_OPTIONS: readonly Row[] = [
  ['--help', 'This text; "mortise <command> --help" for one command'],
  ['--version', 'The version'],
];

type Row = readonly [left: string, right: string];
type Section = readonly [title: string, rows: readonly Row[]];

interface HelpParts {
  readonly summary: string;
  readonly usage: string;
  readonly sections: readonly Section[];
  readonly examples: readonly string[];
  readonly columnCount: number;
}

function helpText({ summary, usage, sections, examples, columnCount }: HelpParts): string {
  const width = Math.min(MAX_LEFT_WIDTH, Math.max(...sections.flatMap(([, rows]) => rows.map(([left]) => widthOfText(left)))));
  return [
    ...wrappedText(summary, columnCount),
    '',
    'Usage:',
    ...hanging(`mortise ${usage}`, '  ', columnCount),
    '',
    ...sections.flatMap(([title, rows]) => [`${title}:`, ...linesOfRows(rows, columnCount, width), '']),
    'Examples:',
    // A command is copied as it stands: the terminal may break it, we do not.
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function sectionsOfOptions(options: readonly Option[]): readonly Section[] {
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups.map((group) => [
    group === undefined ? 'Options' : `${group} options`,
    options
      .filter((option) => option.group === group)
      .map((option) => [spelled(option), `${option.of === undefined ? '' : `${option.of.join(', ')}: `}${option.help}`]),
  ]);
}

/** The right column is wrapped; where there is no room for it, or the left one is long, it stands below. */
function linesOfRows(
  rows: readonly Row[],
  columnCount: number,
  leftWidth = Math.max(...rows.map(([left]) => widthOfText(left))),
): readonly string[] {
  const isNarrow = columnCount < leftWidth + LEAST_RIGHT_WIDTH;
  const indent = isNarrow ? 8 : leftWidth + 4;
  return rows.flatMap(([left, right]) => {
    const lines = wrappedText(right, columnCount - indent).map((line) => `${' '.repeat(indent)}${line}`);
    if (isNarrow || widthOfText(left) > leftWidth) return [`  ${left}`, ...lines];
    return [`  ${left}${(lines[0] ?? '').slice(2 + widthOfText(left))}`, ...lines.slice(1)];
  });
}

function hanging(text: string, indent: string, columnCount: number): readonly string[] {
  return wrappedText(text, columnCount - 2 * indent.length).map((line, index) => `${index === 0 ? indent : indent + indent}${line}`);
}

function spelled(option: Option): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  return `${short}--${option.name}${option.kind === 'boolean' ? '' : ` <${option.value ?? 'value'}>`}`;
}

const MAX_LEFT_WIDTH = 34;
const LEAST_RIGHT_WIDTH = 30;
