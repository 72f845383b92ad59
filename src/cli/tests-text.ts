import type { PairOutcome } from '../check/run-suite.js';
import type { ProcessIo } from '../host/process-io.js';
import { countsOf, summaryText } from '../report/finding-text.js';
import { textFromPairFindings } from '../report/pair-findings.js';
import { textFromError } from '../report/wording/error-wording.js';
import { textFromPair } from '../workspace/workspace.js';
import type { TestedPairs } from './tested-pairs.js';
import { textFromOutcomes } from './pair-table.js';

/**
 * The table of the pairs, then the findings that count, then how it ended.
 *
 * @param tested - with located findings
 * @param io - how wide, and whether colours are understood
 */
export function textFromTests(tested: TestedPairs, io: ProcessIo): string {
  const { result, findings } = tested;
  const failures = result.outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [failureText(outcome)] : []));
  return [
    textFromOutcomes(result.outcomes, findings, io.columnCount),
    transformationsText(tested),
    ...failures,
    textFromPairFindings(findings.counted, io.colour),
    ...result.outcomes.flatMap(unreachedText),
    endingText(tested),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** One line for each: between whom, with how many values, and what came of it. */
function transformationsText({ result, findings }: TestedPairs): string {
  const lines = result.transformations.map(({ name, systems: [a, b], valueCount, findings: found }) => {
    const ids = new Set(found.map(({ id }) => id));
    const count = findings.counted.filter(({ id }) => ids.has(id)).length;
    return `transformation ${name} (${a} ↔ ${b}): ${valueCount} values, ${count === 0 ? 'no findings' : `${count} finding${count === 1 ? '' : 's'}`}\n`;
  });
  return lines.join('');
}

function failureText(outcome: Extract<PairOutcome, { readonly kind: 'failed' }>): string {
  return `${textFromPair(outcome.pair)}\n  failed  ${textFromError(outcome.error)}\n`;
}

/** The commonest reason for a test that finds nothing: it never got past the door. */
function unreachedText(outcome: PairOutcome): readonly string[] {
  if (outcome.kind !== 'tested') return [];
  const { pair, reachedOperationCount, testedOperationCount } = outcome.result;
  if (testedOperationCount === 0 || reachedOperationCount > 0) return [];
  const next = 'See "auth", "fixtures" and "states" of the pair in the workspace file';
  return [`${textFromPair(pair)}: no operation answered 2xx, so little was really tested. ${next}\n`];
}

function endingText({ result, findings }: TestedPairs): string {
  const { requestCount, stopped, durationMs, laneCount, laneDoneCount } = result.summary;
  const left = laneCount - laneDoneCount;
  const ending = [
    `${summaryText(countsOf(findings.counted))} in ${requestCount} requests, ${(durationMs / 1_000).toFixed(1)} s`,
    findings.accepted.length === 0 ? undefined : `${findings.accepted.length} accepted by the baseline`,
    stopped === false ? undefined : `${STOPPED[stopped]}, ${left} of ${laneCount} parts not run`,
  ];
  const record = result.recordFile === undefined ? '' : `record: ${result.recordFile}\n`;
  return `${ending.filter((part) => part !== undefined).join('; ')}\nseed: ${result.seed}\n${record}`;
}

const STOPPED = { 'max-time': 'ended by --max-time', interrupt: 'stopped' } as const;
