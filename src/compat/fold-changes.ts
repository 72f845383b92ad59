import type { Finding } from '../finding/finding.js';
import type { Severity } from '../finding/severity.js';
import type { Change } from './change.js';
import { severityOf } from './severity.js';

/** Changes of one cause. */
export interface FoldedChange {
  /** The heaviest, the first among equals: the finding is about this one. */
  readonly main: Change;
  readonly severity: Severity;
  /** In the order in which they were found, the main one among them. */
  readonly all: readonly Change[];
}

/**
 * The changes by what caused them, worst first, then by place.
 *
 * @param changes - in the order of the contract
 */
export function foldChanges(changes: readonly Change[]): readonly FoldedChange[] {
  const byCause = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.code} ${change.direction} ${change.effect} ${change.cause}`;
    const known = byCause.get(key);
    if (known === undefined) byCause.set(key, [change]);
    else known.push(change);
  }
  return [...byCause.values()].map(folded).toSorted(compareFolded);
}

/**
 * The operations that a cause shows in, each once, that of the main change first.
 *
 * @param folded - changes of one cause
 */
export function operationsOf({ main, all }: FoldedChange): readonly string[] {
  return [...new Set([main, ...all].flatMap(({ operation }) => operation ?? []))];
}

/**
 * The order of findings by weight.
 *
 * @param severity - of a finding
 */
function rankOf(severity: Severity): number {
  return RANKS.indexOf(severity);
}

const RANKS: readonly Finding['severity'][] = ['error', 'warning', 'info'];

function folded(all: readonly Change[]): FoldedChange {
  const [first, ...others] = all as readonly [Change, ...Change[]];
  let main = first;
  for (const change of others) if (rankOf(severityOf(change)) < rankOf(severityOf(main))) main = change;
  return { main, severity: severityOf(main), all };
}

function compareFolded(left: FoldedChange, right: FoldedChange): number {
  return rankOf(left.severity) - rankOf(right.severity) || compareTexts(placeText(left.main), placeText(right.main));
}

function placeText({ older, newer, code, location }: Change): string {
  const place = newer ?? older;
  return `${place?.file ?? ''} ${place?.pointer ?? ''} ${code} ${location.join('/')}`;
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
