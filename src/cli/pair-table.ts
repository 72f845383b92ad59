import type { PairOutcome } from '../check/run-suite.js';
import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import { textFromPair } from '../workspace/workspace.js';

/**
 * One row for each pair: who, what stood for the provider, how much of it was called, what was found.
 *
 * @param outcomes - in the order of the rows
 * @param columnCount - the width of the terminal
 */
export function textFromOutcomes(outcomes: readonly PairOutcome[], columnCount: number): string {
  return textFromTable(COLUMNS, outcomes.map(rowOf), columnCount);
}

function rowOf(outcome: PairOutcome): readonly string[] {
  if (outcome.kind !== 'tested') {
    return [textFromPair(outcome.pair), '', '', '', '', '', outcome.kind === 'failed' ? 'failed' : `not tested: ${outcome.reason}`];
  }
  const { pair, providerKind, operationCount, testedOperationCount, reachedOperationCount, requestCount, findings, verdict } =
    outcome.result;
  return [
    textFromPair(pair),
    providerKind,
    `${testedOperationCount}/${operationCount}`,
    String(reachedOperationCount),
    String(requestCount),
    findingCounts(findings.map((finding) => finding.severity)),
    verdict.kind === 'inconclusive' ? `inconclusive: ${verdict.reason}` : verdict.kind,
  ];
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
  { title: 'requests', align: 'right' },
  { title: 'findings', align: 'left' },
  { title: 'verdict', align: 'left', shrinks: true },
];
