import { plainOutcome } from '../check/run-record.js';
import { plainFinding } from '../report/finding-json.js';
import type { TestedPairs } from './tested-pairs.js';

/**
 * What tests came to as plain data for machines.
 *
 * @param tested - with located findings
 */
export function plainTests({ result, findings }: TestedPairs): Readonly<Record<string, unknown>> {
  return {
    seed: result.seed,
    record: result.recordFile,
    pairs: result.outcomes.map(plainOutcome),
    findings: findings.counted.map(plainFinding),
    accepted: findings.accepted.map(plainFinding),
    summary: result.summary,
  };
}
