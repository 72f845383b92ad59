import { InputError } from '../base/errors.js';
import { recordTextOf } from '../host/run-records.js';
import { textFromReport } from '../report/run/report-text.js';
import { readRunReport } from '../report/run/read-run-report.js';
import type { RunReport } from '../report/run/run-report.js';
import type { CommandInput, ExitCode } from './command.js';
import type { EarlierRun } from '../host/run-writer.js';
import { earlierRunFrom } from './earlier-run.js';
import { exitCodeOfReport, failOnFrom } from './fail-on.js';
import { writeIntegrationDocs } from './integration-docs.js';
import { reportOutputsFrom, writeReports } from './report-outputs.js';

/** `mortise report`. */
export async function runReport(input: CommandInput): Promise<ExitCode> {
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
