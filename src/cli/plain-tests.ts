import { plainOutcome } from '../check/run-record.js';
import { plainFinding } from '../report/finding-json.js';
import type { TransformationResult } from '../check/transformations/test-transformation.js';
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
    ...(result.transformations.length === 0 ? {} : { transformations: result.transformations.map(plainTransformation) }),
    findings: findings.counted.map(plainFinding),
    accepted: findings.accepted.map(plainFinding),
    summary: result.summary,
  };
}

function plainTransformation({ name, systems, valueCount, findings }: TransformationResult): Readonly<Record<string, unknown>> {
  return { name, systems, valueCount, findingCount: findings.length };
}
