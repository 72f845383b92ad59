import { join, resolve } from 'node:path';
import { filesFromTop } from '../host/compat/files-from-top.js';
import { appendToFile } from '../host/append-to-file.js';
import { writeWholeFile } from '../host/whole-file.js';
import { ctrfFromReport } from '../report/ci/ctrf.js';
import type { EmitReport } from '../report/ci/emitted-report.js';
import { githubFromReport } from '../report/ci/github.js';
import { gitlabFromReport } from '../report/ci/gitlab.js';
import { junitFromReport } from '../report/ci/junit.js';
import { markdownFromReport } from '../report/ci/markdown.js';
import { ndjsonFromReport } from '../report/ci/ndjson.js';
import { prometheusFromReport } from '../report/ci/prometheus.js';
import { sarifFromReport } from '../report/ci/sarif.js';
import { htmlFromReport } from '../report/html/html-from-report.js';
import type { RunReport } from '../report/run/run-report.js';
import type { CommandInput } from './command.js';
import { textOption, wrongValue } from './option-values.js';
import { FILE_FORMATS, type FileFormat } from './telling-options.js';

/** A report that is asked for, and where it goes. */
export interface ReportOutput {
  readonly name: string;
  /** `-` is standard output. */
  readonly target: string;
  readonly emit: EmitReport;
}

/** Formats that are one file, by the name of their option. */
const EMITTERS: Readonly<Record<FileFormat, EmitReport>> = {
  junit: junitFromReport,
  sarif: sarifFromReport,
  gitlab: gitlabFromReport,
  markdown: (report) => markdownFromReport(report),
  ctrf: ctrfFromReport,
  ndjson: ndjsonFromReport,
  'metrics-file': prometheusFromReport,
};

/**
 * The reports that the options ask for.
 *
 * @param options - of a command that has `OUTPUT_OPTIONS`
 * @param takesStdout - whether `-` is one that may be asked for. Default no: the command has its own text there
 * @throws InputError `E_ARGUMENT_VALUE` when two of them are to stand on standard output, or one that may not
 */
export function reportOutputsFrom(options: CommandInput['options'], takesStdout = false): readonly ReportOutput[] {
  const outputs = FILE_FORMATS.flatMap(({ name }): readonly ReportOutput[] => {
    const target = textOption(options, name);
    return target === undefined ? [] : [{ name, target, emit: EMITTERS[name] }];
  });
  const folder = textOption(options, 'html');
  if (folder === '-') throw wrongValue('--html', '-', 'a folder');
  const page = folder === undefined ? [] : [{ name: 'html', target: join(folder, 'index.html'), emit: htmlFromReport }];
  const onStdout = outputs.filter(({ target }) => target === '-');
  const [first, second] = onStdout;
  if (first !== undefined && !takesStdout) throw wrongValue(`--${first.name}`, '-', 'a file; "mortise report" writes to standard output');
  if (second !== undefined) throw wrongValue(`--${second.name}`, '-', `a file: --${first?.name ?? ''} goes to standard output already`);
  return [...outputs, ...page];
}

/**
 * Writes the reports that were asked for, each whole or not at all.
 *
 * @param report - of a run
 * @param outputs - which
 * @param input - of the command: `--github`, and where it runs
 * @throws HostError `E_FILE_WRITE`
 */
export async function writeReports(report: RunReport, outputs: readonly ReportOutput[], { options, io }: CommandInput): Promise<void> {
  const isGithub = options['github'] === true;
  if (outputs.length === 0 && !isGithub) return;
  const context = { fileOf: await filesFromTop(io) };
  for (const { target, emit } of outputs) {
    const text = emit(report, context);
    if (target === '-') io.stdout(text);
    else writeWholeFile(resolve(io.cwd, target), text);
  }
  if (!isGithub) return;
  const isOwnStdout = options['json'] !== true && outputs.every(({ target }) => target !== '-');
  // The runner listens on both.
  (isOwnStdout ? io.stdout : io.stderr)(githubFromReport(report, context));
  const summary = io.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary !== '') appendToFile(summary, markdownFromReport(report, MAX_SUMMARY_LENGTH));
}

/** A step's summary takes 1 MiB; a character is four bytes at most. */
const MAX_SUMMARY_LENGTH = 250_000;
