import type { Finding } from '../finding/finding.js';
import type { ProcessIo } from '../host/process-io.js';
import { countsOf, summaryText, textFromFindings } from '../report/finding-text.js';
import type { ReportPartName } from '../report/run/report-finding.js';
import type { RunReport } from '../report/run/run-report.js';
import type { ExitCode } from './command.js';

/**
 * What each step of a check came to, at the very end: whoever reads nothing else reads this.
 *
 * @param code - that the command ends with
 * @param report - of the run
 */
export function endText(code: ExitCode, { findings, run, scenarios }: RunReport): string {
  const ended = { 0: 'passed', 1: 'failed', 2: 'failed', 3: 'did not end' }[code];
  const parts = PARTS.filter(([part]) => part === 'lint' || part === 'test' || run.parts.some((one) => one.part === part));
  const told = parts
    .filter(([part]) => part !== 'scenario' || scenarios.length > 0)
    .map(([part, title]) => `${title} ${summaryText(countsOf(findings.filter((one) => one.part === part && !one.isAccepted)))}`);
  return `\ncheck ${ended}: ${told.join('; ')}\n`;
}

/**
 * All that lint has to say; what is only advice is counted, `mortise lint` shows it.
 *
 * @param contractCount - how many were read
 * @param findings - of lint, located
 * @param io - how wide and coloured it may be
 */
export function lintText(contractCount: number, findings: readonly Finding[], io: Pick<ProcessIo, 'columnCount' | 'colour'>): string {
  const summary = `lint: ${contractCount} contract${contractCount === 1 ? '' : 's'}, ${summaryText(countsOf(findings))}\n`;
  const shown = findings.filter((finding) => finding.severity !== 'info');
  return shown.length === 0 ? summary : `${summary}\n${textFromFindings(shown, { columnCount: io.columnCount, colour: io.colour })}`;
}

const PARTS: readonly (readonly [part: ReportPartName, title: string])[] = [
  ['lint', 'lint'],
  ['compat', 'compat'],
  ['test', 'tests'],
  ['scenario', 'scenarios'],
];
