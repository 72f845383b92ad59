import type { Finding } from '../../finding/finding.js';
import { messageOfFinding } from '../wording/finding-wording.js';
import { witnessRows } from './compat-block.js';
import type { CompatReport } from './compat-report.js';
import { countedFindings } from './compat-report.js';
import { endingText, textOfConsumer } from './compat-words.js';

/**
 * A report as GitHub shows it beside the lines of a pull request: one command for each finding, then how it ended.
 *
 * @param report - located
 * @param fileOf - the name of a file from the top of the repository, as GitHub has it
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function annotationsFromCompat(report: CompatReport, fileOf: (file: string) => string): string {
  const annotations = countedFindings(report).map((finding) => annotationOf(finding, fileOf));
  return `${annotations.join('')}${endingText(report)}\n`;
}

function annotationOf(finding: Finding, fileOf: (file: string) => string): string {
  const { severity, code, place, operation } = finding;
  const properties = { file: place === undefined ? undefined : fileOf(place.file), line: place?.line, col: place?.column, title: code };
  const told = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  const shown = witnessRows(finding.witness).flatMap(([label, text]) => (text === undefined ? [] : [`${label}: ${text}`]));
  const broken = (finding.compat?.consumers ?? []).filter(({ verdict }) => verdict === 'breaks').map(textOfConsumer);
  const lines = [
    `${operation === undefined ? '' : `${operation}: `}${messageOfFinding(finding)}`,
    ...(broken.length === 0 ? [] : [`breaks ${broken.join(', ')}`]),
    ...shown,
  ];
  return `::${COMMANDS[severity]} ${told.join(',')}::${escapedData(lines.join('\n'))}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const COMMANDS: Readonly<Record<Finding['severity'], string>> = { error: 'error', warning: 'warning', info: 'notice' };
