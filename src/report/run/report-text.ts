import { textFromPair } from '../../workspace/workspace.js';
import { blockTextOfFinding, oneParagraph } from '../finding-block.js';
import { countsOf, summaryText } from '../finding-text.js';
import { newAndHeavyFirst } from './new-first.js';
import type { ReportFinding } from './report-finding.js';
import type { RunReport } from './run-report.js';

/**
 * A report for people, on a terminal: what counts, what is new first, then what each part came to.
 *
 * @param report - of a run
 * @param colour - whether colours are understood
 * @returns lines that end in a line end
 */
export function textFromReport(report: RunReport, colour: boolean): string {
  const { run, findings } = report;
  const counted = newAndHeavyFirst(findings.filter(({ isAccepted }) => !isAccepted));
  const acceptedCount = findings.length - counted.length;
  const ending = [
    summaryText(countsOf(counted)),
    ...(run.since === undefined ? [] : [`${counted.filter(({ isNew }) => isNew === true).length} new since ${run.since.id}`]),
    ...(acceptedCount === 0 ? [] : [`${acceptedCount} accepted`]),
    ...(run.stopped === false ? [] : [STOPPED[run.stopped]]),
    ...(run.isComplete ? [] : ['the record was cut off: there may be more']),
    ...(run.passedOverCount === 0 ? [] : [`${run.passedOverCount} lines of the record say nothing to this version`]),
  ];
  return [
    ...groups(counted).flatMap(([title, group]) => [`${title}\n`, ...group.map((finding) => blockTextOfFinding(finding, colour)), '\n']),
    ...partLines(report),
    `mortise ${run.command} ${oneParagraph(run.id)}: ${ending.join('; ')}\nseed: ${oneParagraph(run.seed)}\n`,
  ].join('');
}

/** New ones, then by what they are about; without an earlier run all are told by what they are about. */
function groups(findings: readonly ReportFinding[]): readonly (readonly [title: string, findings: readonly ReportFinding[]])[] {
  const byTitle = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const about = finding.pair === undefined ? finding.part : textFromPair(finding.pair);
    const title = oneParagraph(finding.isNew === true ? `new: ${about}` : about);
    const known = byTitle.get(title);
    if (known === undefined) byTitle.set(title, [finding]);
    else known.push(finding);
  }
  return [...byTitle];
}

function partLines({ run, findings }: RunReport): readonly string[] {
  return run.parts.map(({ part, subjectCount, durationMs }) => {
    const own = findings.filter((finding) => finding.part === part && !finding.isAccepted);
    return `${part.padEnd(9)} ${String(subjectCount).padStart(4)}  ${summaryText(countsOf(own))}, ${(durationMs / 1_000).toFixed(1)} s\n`;
  });
}

const STOPPED = { 'max-time': 'ended by --max-time', interrupt: 'stopped' } as const;
