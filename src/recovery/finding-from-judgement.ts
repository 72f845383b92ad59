import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { Judgement } from './oracle.js';

/**
 * The finding of a claim that was refuted.
 *
 * @param judgement - of any verdict
 * @param pair - whose claim it is
 * @returns `undefined` unless it was refuted: only what is shown to be wrong is a finding
 */
export function findingFromJudgement(
  { claim, verdict, subject, args, witness }: Judgement,
  pair: NonNullable<Finding['pair']>,
): Finding | undefined {
  if (verdict.kind !== 'refuted') return undefined;
  const finding: Finding = {
    code: `recovery/${claim}`,
    severity: 'error',
    pair,
    ...(subject === undefined ? {} : { operation: subject }),
    args: { ...args, witness },
  };
  return { ...finding, id: fingerprintOf(finding) };
}
