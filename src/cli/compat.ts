import { resolve } from 'node:path';
import type { AcceptanceFile } from '../compat/acceptance.js';
import type { Finding } from '../finding/finding.js';
import type { Severity } from '../finding/severity.js';
import { filesFromTop } from '../host/compat/files-from-top.js';
import { createDocumentPort } from '../host/document-port.js';
import { nowMs } from '../host/clock.js';
import { readRecordText, recordFilesIn } from '../host/run-records.js';
import { writeWholeFile } from '../host/whole-file.js';
import { annotationsFromCompat } from '../report/compat/compat-annotations.js';
import { plainCompat } from '../report/compat/compat-json.js';
import { markdownFromCompat } from '../report/compat/compat-markdown.js';
import type { CompatReport } from '../report/compat/compat-report.js';
import { countedFindings, isAtLeast } from '../report/compat/compat-report.js';
import { textFromCompat } from '../report/compat/compat-text.js';
import { termsText } from '../report/compat/compat-words.js';
import type { AskedAcceptance } from './accept-findings.js';
import { askedAcceptanceFrom, findingsNamed, writeAcceptances } from './accept-findings.js';
import { ACCEPTANCES_NAME, readAcceptances } from './acceptance-file.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import { COMPARING_OPTIONS, comparingSettingsFrom } from './comparing-options.js';
import { runComparisonTold } from './comparison-progress.js';
import { openCompatSources } from './compat-sources.js';
import { knownValue, textOption } from './option-values.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';
import { ACCEPTED_WORD, recordComparison } from './record-comparison.js';
import { recordedFinding } from './recorded-finding.js';
import { todayOf } from './today.js';

const FORMATS = ['text', 'json', 'markdown', 'github'] as const;

/** `mortise compat`. */
export const compatCommand: Command = {
  name: 'compat',
  summary: 'Compare versions of contracts: what breaks, shown by a message, and which consumer it breaks.',
  usage: 'compat <old> <new> [options], or: compat [mortise.yaml|contract…] --base <git ref>, or: compat <folder of versions>',
  options: [
    ...COMPARING_OPTIONS,
    {
      name: 'fail-on',
      completed: ['error', 'warning', 'info'],
      kind: 'text',
      value: 'severity',
      help: 'The lightest finding that fails: error (default), warning or info',
    },
    {
      name: 'accept',
      kind: 'list',
      value: 'id',
      help: 'Accept this finding, of this run or the last one; needs --reason; may be repeated',
    },
    { name: 'reason', kind: 'text', value: 'text', help: 'Why it is accepted' },
    { name: 'until', kind: 'text', value: 'day', help: 'The last day on which it is (default a year from now): 2027-01-31' },
    { name: 'until-major', kind: 'text', value: 'n', help: 'The major version of the contract that ends it' },
    { name: 'owner', kind: 'text', value: 'name', help: 'Who answers for it' },
    {
      name: 'format',
      completed: FORMATS,
      kind: 'text',
      value: 'name',
      help: 'text (default), json, markdown (a comment of a pull request) or github (annotations)',
    },
    { name: 'output', kind: 'text', value: 'file', help: 'Write it there, and print the text' },
    { name: 'record', kind: 'text', value: 'file', help: 'Where the record of the run goes (default .mortise/runs/<id>.jsonl)' },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { contracts, findings, summary }' },
    ...READING_OPTIONS,
  ],
  examples: [
    'mortise compat --base main',
    'mortise compat contracts/orders.yaml --base main --format markdown --output comment.md',
    'mortise compat fixtures/compat/versions/orders-1.4.0.yaml fixtures/compat/versions/orders-1.5.0.yaml --fail-on warning',
    'mortise compat fixtures/compat/versions --events full-transitive --json',
    'mortise compat --accept m-0123456789 --reason "nobody pages before 3.1" --owner team-pets --until 2030-01-31',
  ],
  run: (input) => runCompat(input, todayOf(nowMs())),
};

/**
 * Runs the command as on a given day.
 *
 * @param today - `2026-11-21`: acceptances end by it
 */
export async function runCompat(input: CommandInput, today: string): Promise<ExitCode> {
  const { positionals, options, io } = input;
  const settings = comparingSettingsFrom(options);
  const failOn = knownValue<Severity>('--fail-on', textOption(options, 'fail-on') ?? 'error', ['error', 'warning', 'info']);
  const format = formatFrom(options);
  const asked = askedAcceptanceFrom(options, today);
  const isLastRun = positionals.length === 0 && settings.base === undefined && settings.tags === undefined;
  if (asked !== undefined && isLastRun) return acceptOfLastRun(asked, input);
  const reading = readingOptions(input);
  const documents = createDocumentPort(reading);
  const sources = await openCompatSources({
    names: positionals,
    base: settings.base,
    tags: settings.tags,
    isTransitive: settings.isTransitive,
    reading,
    env: io.env,
  });
  try {
    const run = await runComparisonTold(
      {
        sources,
        settings,
        documents,
        today,
        signal: io.signal,
        ...(asked === undefined
          ? {}
          : { onFound: (findings, { acceptances }) => accept(asked, findingsNamed(asked.ids, findings), { input, acceptances }) }),
      },
      input,
    );
    recordComparison(run, input, sources.workspace?.file ?? positionals[0] ?? '');
    tell(run.report, format, { input, fileOf: format === 'github' ? await filesFromTop(input.io) : sameName });
    if (countedFindings(run.report).some((finding) => isAtLeast(finding, failOn))) return 1;
    return io.signal.aborted ? 3 : 0;
  } finally {
    await sources.close();
  }
}

type Format = (typeof FORMATS)[number];

function formatFrom(options: CommandInput['options']): Format {
  const named = textOption(options, 'format');
  if (named === undefined) return options['json'] === true ? 'json' : 'text';
  return knownValue<Format>('--format', named, FORMATS);
}

interface Accepting {
  readonly input: CommandInput;
  readonly acceptances: AcceptanceFile;
}

function accept({ terms }: AskedAcceptance, found: readonly Finding[], { input, acceptances }: Accepting): void {
  writeAcceptances(found, { terms, kept: acceptances.entries }, { file: acceptances.file, cwd: input.io.cwd });
  // What stays on stdout is the report.
  for (const { id } of found) input.io.stderr(`${acceptances.file}: ${id ?? ''} is accepted ${termsText(terms)}\n`);
}

/** Who has read the report of a run accepts what it says without running it again. */
async function acceptOfLastRun(asked: AskedAcceptance, input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const record = textOption(options, 'record');
  const files = record === undefined ? recordFilesIn(io.cwd) : [resolve(io.cwd, record)];
  const recorded = asked.ids.map((id) => recordedFinding(id, files, readRecordText));
  const named = textOption(options, 'accepted');
  const told = recorded[0]?.header.args.find((word) => word.startsWith(ACCEPTED_WORD))?.slice(ACCEPTED_WORD.length);
  const file = named ?? told ?? ACCEPTANCES_NAME;
  const { acceptances } = await readAcceptances(file, createDocumentPort(readingOptions(input)), false);
  accept(
    asked,
    recorded.map(({ finding }) => finding),
    { input, acceptances },
  );
  return 0;
}

interface Telling {
  readonly input: CommandInput;
  readonly fileOf: (file: string) => string;
}

function sameName(file: string): string {
  return file;
}

function tell(report: CompatReport, format: Format, { input: { options, io }, fileOf }: Telling): void {
  const text = (): string => textFromCompat(report, { columnCount: io.columnCount, colour: io.colour });
  const told = {
    text,
    json: () => `${JSON.stringify(plainCompat(report))}\n`,
    markdown: () => markdownFromCompat(report),
    github: () => annotationsFromCompat(report, fileOf),
  }[format]();
  const output = textOption(options, 'output');
  if (output !== undefined)
    writeWholeFile(
      resolve(io.cwd, output),
      format === 'text' ? textFromCompat(report, { columnCount: io.columnCount, colour: false }) : told,
    );
  io.stdout(output === undefined ? told : text());
}
