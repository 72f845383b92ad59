import type { Severity } from '../../finding/severity.js';
import type { ReportFinding } from './report-finding.js';

type Told = Pick<ReportFinding, 'severity' | 'isAccepted' | 'isNew'>;

/**
 * Findings in the order in which they are told: those that are new first, those that are accepted last; otherwise as they were found.
 *
 * @param findings - of a report
 */
export function newFirst<Finding extends Told>(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((left, right) => rankOf(left) - rankOf(right));
}

/**
 * The same where there is no room for all: of those that are equally new the heaviest first.
 *
 * @param findings - of a report
 */
export function newAndHeavyFirst<Finding extends Told>(findings: readonly Finding[]): readonly Finding[] {
  return newFirst(findings.toSorted((left, right) => WEIGHTS[left.severity] - WEIGHTS[right.severity]));
}

function rankOf({ isAccepted, isNew = true }: Told): number {
  if (isAccepted) return 2;
  return isNew ? 0 : 1;
}

const WEIGHTS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
