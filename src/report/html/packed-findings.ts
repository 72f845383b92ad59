import type { ReportFinding } from '../run/report-finding.js';
import { embeddedJson } from './embedded-json.js';
import type { FindingView } from './finding-view.js';
import { viewOfFinding } from './finding-view.js';

/** Views of findings as the page carries them: each text once, and each finding as numbers of texts. */
export interface PackedFindings {
  /** Of the members of a view. */
  readonly members: readonly string[];
  readonly texts: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** What stands in the page of all findings of a run. */
export interface PageFindings {
  /** The most important first: new ones, then by severity; accepted ones last. */
  readonly views: readonly FindingView[];
  /** How many had no room at all. */
  readonly leftOutCount: number;
}

/**
 * The findings that a page shows, within its bounds: the first with all their evidence, later ones without, the last not at all.
 *
 * @param findings - of a report
 */
export function pageFindings(findings: readonly ReportFinding[]): PageFindings {
  const views: FindingView[] = [];
  const known = new Set<string>();
  let bytes = 0;
  for (const finding of inOrder(findings)) {
    const full = viewOfFinding(finding);
    const view = bytes + newBytes(full, known) <= MAX_FULL_BYTES ? full : viewOfFinding(finding, true);
    bytes += newBytes(view, known);
    if (bytes > MAX_BYTES) break;
    for (const text of Object.values(view)) known.add(text);
    views.push(view);
  }
  return { views, leftOutCount: findings.length - views.length };
}

/**
 * Views with each text once.
 *
 * @param views - of findings
 */
export function packedFindings(views: readonly FindingView[]): PackedFindings {
  const numbers = new Map([['', 0]]);
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const members = Object.keys(views[0] ?? {});
  const rows = views.map((view) => Object.values(view).map(numberOf));
  return { members, texts: [...numbers.keys()], rows };
}

function inOrder(findings: readonly ReportFinding[]): readonly ReportFinding[] {
  const rank = ({ isNew, isAccepted, severity }: ReportFinding): number =>
    (isAccepted ? 100 : 0) + (isNew === true ? 0 : 10) + SEVERITIES.indexOf(severity);
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort((left, right) => rank(left.finding) - rank(right.finding) || left.index - right.index)
    .map(({ finding }) => finding);
}

/** What a view adds to the page: each text stands there once. */
function newBytes(view: FindingView, known: ReadonlySet<string>): number {
  const texts: readonly string[] = Object.values(view);
  return texts.reduce((sum, text) => sum + NUMBER_BYTES + (known.has(text) ? 0 : Buffer.byteLength(embeddedJson(text)) + 1), 0);
}

const SEVERITIES: readonly string[] = ['error', 'warning', 'info'];
const MAX_FULL_BYTES = 1_800_000;
const MAX_BYTES = 4_000_000;
const NUMBER_BYTES = 5;
