import type { Severity } from '../../finding/severity.js';
import { witnessRows } from '../compat/compat-block.js';
import { textOfConsumer, titleOf } from '../compat/compat-words.js';
import { oneParagraph } from '../finding-block.js';
import { newAndHeavyFirst } from '../run/new-first.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import { messageOfFinding } from '../wording/finding-wording.js';
import type { EmitContext } from './emitted-report.js';

/**
 * A report as GitHub shows it beside the lines of a pull request: a command for each finding, new ones first. A step has ten annotations of each weight
 * at most; what is beyond them is told in a folded part of the log.
 *
 * @param report - of a run
 * @param context - names files from the top of the repository
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubFromReport(report: RunReport, context: EmitContext): string {
  const shownCounts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const lines: string[] = [];
  const rest: string[] = [];
  for (const finding of newAndHeavyFirst(report.findings)) {
    const { severity, isAccepted } = finding;
    if (!isAccepted && shownCounts[severity] < MAX_ANNOTATION_COUNT) {
      shownCounts[severity] += 1;
      lines.push(annotationOf(finding, context));
    } else rest.push(plainLine(finding));
  }
  const folded = rest.length === 0 ? [] : [`::group::${rest.length} more findings\n`, ...rest, '::endgroup::\n'];
  return [...lines, ...folded].join('');
}

function annotationOf(finding: ReportFinding, { fileOf }: EmitContext): string {
  const { severity, code, place, id } = finding;
  const properties = {
    file: place === undefined ? undefined : fileOf(place.file),
    line: place?.line,
    col: place?.column,
    title: `${code} ${id}`,
  };
  const told = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  return `::${COMMANDS[severity]} ${told.join(',')}::${escapedData(bounded(messageText(finding)))}\n`;
}

function messageText(finding: ReportFinding): string {
  const { operation, witness, compat, pair, replay, id } = finding;
  const broken = (compat?.consumers ?? []).filter(({ verdict }) => verdict === 'breaks').map(textOfConsumer);
  return [
    `${operation === undefined ? '' : `${operation}: `}${messageOfFinding(finding)}`,
    ...(pair === undefined ? [] : [`between ${pair.consumer} and ${pair.provider}`]),
    ...(broken.length === 0 ? [] : [`breaks ${broken.join(', ')}`]),
    ...witnessRows(witness).flatMap(([label, text]) => (text === undefined ? [] : [`${label}: ${text}`])),
    ...(replay === undefined ? [] : [`again: mortise replay ${id}`]),
  ].join('\n');
}

/** A line of the log must be no command, of neither of the two forms that the runner knows: no text may end it early. */
function plainLine(finding: ReportFinding): string {
  const { severity, isAccepted, id } = finding;
  const title = oneParagraph(titleOf(finding).replace(/[\r\n]+/g, ' ')).replaceAll('##[', '##\u200b[');
  return `- ${isAccepted ? 'accepted ' : ''}${severity} ${title} ${id}\n`;
}

function bounded(text: string): string {
  return text.length <= MAX_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_MESSAGE_LENGTH)}…`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };
/** @see https://docs.github.com/en/actions/reference/limits */
const MAX_ANNOTATION_COUNT = 10;
/** An annotation takes 64 KB. */
const MAX_MESSAGE_LENGTH = 16_000;
