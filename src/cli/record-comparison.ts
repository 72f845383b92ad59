import { nowMs } from '../host/clock.js';
import { writeCompatRecord } from '../host/compat/compat-record.js';
import type { CommandInput } from './command.js';
import { textOption } from './option-values.js';
import type { ComparisonRun } from './run-comparison.js';
import { VERSION } from './version.js';

/** Before the file of acceptances, among the arguments of a recorded comparison: who accepts a finding later writes there. */
export const ACCEPTED_WORD = '--accepted=';

/**
 * Writes the record of a comparison.
 *
 * @param run - that is over
 * @param workspace - its file, or the first one that was named
 * @throws HostError `E_FILE_WRITE`
 */
export function recordComparison(run: ComparisonRun, { positionals, options, io }: CommandInput, workspace: string): void {
  const given = Object.entries(options).filter(([name]) => name !== 'accepted');
  writeCompatRecord({
    cwd: io.cwd,
    file: textOption(options, 'record'),
    version: VERSION,
    args: [...positionals, ...given.map(([name, value]) => `--${name}=${String(value)}`), `${ACCEPTED_WORD}${run.acceptancesFile}`],
    workspace,
    findings: run.findings,
    startedAtMs: nowMs(),
  });
}
