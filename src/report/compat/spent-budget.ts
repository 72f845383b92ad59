import type { Finding } from '../../finding/finding.js';
import { colouredSeverity, oneParagraph } from '../finding-block.js';

/** Findings of one contract, those apart that say the same of many places. */
interface SplitFindings {
  /** Each as a block of its own. */
  readonly told: readonly Finding[];
  /** In one line for all; never a few. */
  readonly spent: readonly Finding[];
}

/**
 * Puts aside what was left undecided since the budget ran out: where that is so at many places, each block says no more than the one before
 * it, and hides what there is to read.
 *
 * @param findings - of one contract
 * @returns both in the order given
 */
export function withoutSpent(findings: readonly Finding[]): SplitFindings {
  const spent = findings.filter(isSpent);
  return spent.length < MIN_SPENT_COUNT ? { told: findings, spent: [] } : { told: findings.filter((finding) => !isSpent(finding)), spent };
}

/**
 * All of them in one line, with the operations that they are of.
 *
 * @param spent - of one contract
 * @param colour - whether colours are understood
 * @returns `''` when there are none
 */
export function spentText(spent: readonly Finding[], colour: boolean): string {
  if (spent.length === 0) return '';
  const names = [...new Set(spent.flatMap(({ operation, compat }) => compat?.operations ?? operation ?? []))];
  const left = names.length - MAX_NAMED_COUNT;
  const more = left > 0 ? ` and ${left} more` : '';
  const named = names.length === 0 ? '' : `\n    in        ${oneParagraph(names.slice(0, MAX_NAMED_COUNT).join(', '))}${more}`;
  const what = `${spent.length} places are written differently, and the budget ran out before it was decided whether all of each can still be read`;
  return `  ${colouredSeverity('warning', colour)}  ${what}  ${CODE}${named}\n    next      --json has each of them\n`;
}

function isSpent({ code, severity, args }: Finding): boolean {
  return code === CODE && severity === 'warning' && args['reason'] === 'budget';
}

/** Fewer than these are sooner read with their places. */
const MIN_SPENT_COUNT = 4;
const CODE = 'compat/schema-undecided';
const MAX_NAMED_COUNT = 6;
