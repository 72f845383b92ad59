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
  // A cause may stand in a hundred thousand changes: its text is hashed once, and no longer one is made of it.
  const byCause = new Map<string, Map<string, Change[]>>();
  const all: (readonly Change[])[] = [];
  for (const change of changes) {
    const { code, direction, effect, cause } = change;
    const byKind = byCause.get(cause) ?? new Map<string, Change[]>();
    if (byKind.size === 0) byCause.set(cause, byKind);
    const kind = `${code} ${direction} ${effect}`;
    const known = byKind.get(kind);
    if (known !== undefined) known.push(change);
    else {
      const first = [change];
      byKind.set(kind, first);
      all.push(first);
    }
  }
  return all.map(folded).toSorted(compareFolded);
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
