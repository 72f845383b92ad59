import { relative, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { readRecordText } from '../host/run-records.js';
import { writeDocs } from '../host/write-docs.js';
import { docsFromReport } from '../report/docs/docs-from-report.js';
import { readRunReport } from '../report/run/read-run-report.js';
import type { RunReport } from '../report/run/run-report.js';
import type { CommandInput } from './command.js';
import { textOption } from './option-values.js';

/**
 * Writes the integration documents when they are asked for, and says what became of them.
 *
 * @param report - of the run
 * @param input - of a command that has `DOCS_OPTION` and `--since`
 * @returns one line; `undefined` when they are not asked for
 * @throws InputError `E_FILE_FOREIGN`, `E_FILE_NOT_FOUND`, `E_RECORD_INVALID`; HostError `E_FILE_WRITE`, `E_FILE_READ`
 */
export function writeIntegrationDocs(report: RunReport, { options, io }: CommandInput): string | undefined {
  const folder = textOption(options, 'docs');
  if (folder === undefined) return undefined;
  const since = textOption(options, 'since');
  const older = since === undefined ? undefined : readOlder(since, io.cwd);
  const { written, unchanged, removed } = writeDocs(resolve(io.cwd, folder), docsFromReport(report, older));
  const gone = removed.length === 0 ? '' : `, ${removed.length} removed`;
  return `documents in ${relative(io.cwd, resolve(io.cwd, folder)) || '.'}: ${written.length} written, ${unchanged.length} unchanged${gone}\n`;
}

function readOlder(since: string, cwd: string): RunReport {
  const older = readRunReport(readRecordText(resolve(cwd, since)));
  if (older !== undefined) return older;
  throw new InputError({
    code: 'E_RECORD_INVALID',
    at: { file: since, line: 1 },
    args: { problem: 'it does not begin with the line of a run' },
  });
}
