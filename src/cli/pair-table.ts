import type { PairResult } from '../check/pair-testing.js';
import type { PairOutcome } from '../check/run-suite.js';
import type { BaselinedFindings } from '../finding/baseline.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import { textFromPair } from '../workspace/workspace.js';

/**
 * One row for each pair: who, what stood for the provider, how much of it was really reached, what was found.
 *
 * @param outcomes - in the order of the rows
 * @param findings - those that count are counted here
 * @param columnCount - the width of the terminal
 */
export function textFromOutcomes(outcomes: readonly PairOutcome[], findings: BaselinedFindings, columnCount: number): string {
  return textFromTable(
    COLUMNS,
    outcomes.map((outcome) => rowOf(outcome, findings)),
    columnCount,
  );
}

function rowOf(outcome: PairOutcome, findings: BaselinedFindings): readonly string[] {
  if (outcome.kind !== 'tested') {
    return [textFromPair(outcome.pair), '', '', '', '', '', '', outcome.kind === 'failed' ? 'failed' : `not tested: ${outcome.reason}`];
  }
  const { pair, providerKind, operationCount, testedOperationCount, reachedOperationCount, requestCount, coverage } = outcome.result;
  const counted = findings.counted.filter((finding) => finding.pair !== undefined && textFromPair(finding.pair) === textFromPair(pair));
  const severities = counted.map((finding) => finding.severity);
  return [
    textFromPair(pair),
    providerKind,
    `${testedOperationCount}/${operationCount}`,
    `${reachedOperationCount}/${operationCount}`,
    coverage.clauseCount === 0 ? '–' : `${coverage.exercisedClauseCount}/${coverage.clauseCount}`,
    String(requestCount),
    findingCounts(severities),
    verdictText(outcome.result, severities),
  ];
}

/** What a baseline accepts refutes nothing. */
function verdictText({ verdict }: PairResult, severities: readonly string[]): string {
  if (verdict.kind === 'inconclusive') return `inconclusive: ${verdict.reason}`;
  return verdict.kind === 'refuted' && !severities.includes('error') ? 'accepted' : verdict.kind;
}

function findingCounts(severities: readonly string[]): string {
  const errorCount = severities.filter((severity) => severity === 'error').length;
  const warningCount = severities.filter((severity) => severity === 'warning').length;
  if (errorCount + warningCount === 0) return '0';
  return [
    errorCount === 0 ? '' : `${errorCount} error${errorCount === 1 ? '' : 's'}`,
    warningCount === 0 ? '' : `${warningCount} warning${warningCount === 1 ? '' : 's'}`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

const COLUMNS: readonly Column[] = [
  { title: 'consumer → provider', align: 'left', shrinks: true },
  { title: 'provider', align: 'left' },
  { title: 'operations', align: 'right' },
  { title: '2xx', align: 'right' },
  { title: 'clauses', align: 'right' },
  { title: 'requests', align: 'right' },
  { title: 'findings', align: 'left' },
  { title: 'verdict', align: 'left', shrinks: true },
];
