import { InputError } from '../base/errors.js';
import { recordTextOf } from '../host/run-records.js';
import { textFromReport } from '../report/run/report-text.js';
import { readRunReport } from '../report/run/read-run-report.js';
import type { RunReport } from '../report/run/run-report.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import type { EarlierRun } from '../host/run-writer.js';
import { earlierRunFrom, SINCE_OPTION } from './earlier-run.js';
import { exitCodeOfReport, FAIL_ON_OPTION, failOnFrom } from './fail-on.js';
import { DOCS_OPTION, writeIntegrationDocs } from './integration-docs.js';
import { OUTPUT_OPTIONS, reportOutputsFrom, writeReports } from './report-outputs.js';

/** `mortise report`. */
export const reportCommand: Command = {
  name: 'report',
  summary: 'Tell a run again from its record: for people, for CI servers, as a comment of a pull request.',
  usage: 'report [record|folder|-] [options]',
  options: [
    ...OUTPUT_OPTIONS,
    DOCS_OPTION,
    SINCE_OPTION,
    { ...FAIL_ON_OPTION, help: 'The lightest finding that fails: error, warning, info, or never (default); "new" as elsewhere' },
    { name: 'json', kind: 'boolean', help: 'Print the whole report as one JSON object' },
  ],
  examples: [
    'mortise report',
    'mortise report --html report',
    'mortise report nightly.jsonl --junit report.xml --sarif report.sarif --markdown comment.md',
    'mortise report nightly.jsonl --docs docs/integrations',
    'mortise report nightly.jsonl --since main.jsonl --markdown - --fail-on new',
  ],
  run: runReport,
};

async function runReport(input: CommandInput): Promise<ExitCode> {
  const { positionals, options, io } = input;
  const failOn = failOnFrom(options, 'never');
  const outputs = reportOutputsFrom(options, true);
  const earlier = earlierRunFrom(input);
  const { file, text } = await recordTextOf(positionals[0], io);
  const read = readRunReport(text);
  if (read === undefined)
    throw new InputError({
      code: 'E_RECORD_INVALID',
      at: { file, line: 1 },
      args: { problem: 'it does not begin with the line of a run' },
    });
  const report = earlier === undefined ? read : comparedWith(read, earlier);
  await writeReports(report, outputs, input);
  const docs = writeIntegrationDocs(report, input);
  if (options['json'] === true) io.stdout(`${JSON.stringify(report)}\n`);
  else if (docs !== undefined && outputs.every(({ target }) => target !== '-')) io.stdout(docs);
  else if (docs === undefined && outputs.length === 0 && options['github'] !== true) io.stdout(textFromReport(report, io.colour));
  return exitCodeOfReport(report, failOn);
}

function comparedWith(report: RunReport, { id, startedAtMs, findingIds }: EarlierRun): RunReport {
  return {
    ...report,
    run: { ...report.run, since: { id, startedAtMs } },
    findings: report.findings.map((finding) => ({ ...finding, isNew: !findingIds.has(finding.id) })),
  };
}
