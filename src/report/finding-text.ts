import type { Place } from '../base/place.js';
import type { Finding } from '../finding/finding.js';
import type { Severity } from '../finding/severity.js';
import { messageOfFinding } from './wording/finding-wording.js';
import { wrappedText } from './wrapped-text.js';

/** How findings are shown. */
export interface FindingTextOptions {
  /** Messages are wrapped at this width, down to 40 columns. */
  readonly columnCount: number;
  readonly colour: boolean;
}

/**
 * Findings for people: grouped by file, aligned, with a summary line.
 *
 * @param findings - located, in the order they are to be shown
 * @param options - the width and whether colours are understood
 * @returns lines that end in a line end; only the summary when there are no findings
 */
export function textFromFindings(findings: readonly Finding[], options: FindingTextOptions): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const file = finding.place?.file ?? '';
    const group = groups.get(file);
    if (group === undefined) groups.set(file, [finding]);
    else group.push(finding);
  }
  const blocks = [...groups].map(([file, group]) => groupText(file, group, options));
  return [...blocks, `${summaryText(countsOf(findings))}\n`].join('\n');
}

/** How many findings there are of each severity. */
export type FindingCounts = Readonly<Record<Severity, number>>;

/**
 * The findings counted by severity.
 *
 * @param findings - any
 */
export function countsOf(findings: readonly Finding[]): FindingCounts {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

/**
 * `2 errors, 5 warnings`, or `no problems`.
 *
 * @param counts - of all findings
 */
export function summaryText(counts: FindingCounts): string {
  const parts = [counted(counts.error, 'error'), counted(counts.warning, 'warning'), counts.info === 0 ? '' : `${counts.info} info`];
  return parts.filter((part) => part !== '').join(', ') || 'no problems';
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function groupText(file: string, findings: readonly Finding[], options: FindingTextOptions): string {
  const places = findings.map((finding) => shortPlace(finding.place));
  const placeWidth = Math.max(...places.map((place) => place.length));
  const rows = findings.map((finding, index) => rowText(finding, { ...options, placeText: (places[index] ?? '').padEnd(placeWidth) }));
  return `${file === '' ? '' : `${coloured(file, 'underline', options.colour)}\n`}${rows.join('')}`;
}

/** The file stands above the group, so its line is enough; a place without a line has its pointer. */
function shortPlace(place: Place | undefined): string {
  if (place?.line !== undefined) return `${place.line}:${place.column ?? 1}`;
  return place?.pointer === undefined || place.pointer === '' ? '' : `#${place.pointer}`;
}

interface RowOptions extends FindingTextOptions {
  readonly placeText: string;
}

function rowText(finding: Finding, { columnCount, colour, placeText }: RowOptions): string {
  const indent = 2 + placeText.length + 2 + SEVERITY_WIDTH + 2;
  const [first = '', ...others] = wrappedText(`${messageOfFinding(finding)}  ${finding.code}`, Math.max(40, columnCount - indent));
  const severity = coloured(finding.severity.padEnd(SEVERITY_WIDTH), finding.severity, colour);
  const lines = [`  ${coloured(placeText, 'faint', colour)}  ${severity}  ${first}`, ...others.map((line) => ' '.repeat(indent) + line)];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

const SEVERITY_WIDTH = 'warning'.length;

/** @see ECMA-48 §8.3.117 (SGR) */
const SGR_CODES = { error: 31, warning: 33, info: 36, faint: 2, underline: 4 } as const;

function coloured(text: string, style: keyof typeof SGR_CODES, colour: boolean): string {
  return colour ? `\u001b[${SGR_CODES[style]}m${text}\u001b[0m` : text;
}
