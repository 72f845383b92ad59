import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { readRecordText } from '../host/run-records.js';
import type { EarlierRun } from '../host/run-writer.js';
import { readRunReport } from '../report/run/read-run-report.js';
import type { CommandInput } from './command.js';
import { textOption } from './option-values.js';

/**
 * The run that the findings of this one are compared with.
 *
 * @param input - of a command that has `SINCE_OPTION`
 * @returns `undefined` when none is named
 * @throws InputError `E_FILE_NOT_FOUND`, `E_RECORD_INVALID`
 */
export function earlierRunFrom({ options, io }: CommandInput): EarlierRun | undefined {
  const named = textOption(options, 'since');
  if (named === undefined) return undefined;
  const report = readRunReport(readRecordText(resolve(io.cwd, named)));
  if (report === undefined)
    throw new InputError({
      code: 'E_RECORD_INVALID',
      at: { file: named, line: 1 },
      args: { problem: 'it does not begin with the line of a run' },
    });
  const { id, startedAtMs } = report.run;
  return { id, startedAtMs, findingIds: new Set(report.findings.map((finding) => finding.id)) };
}
