import { fingerprintOf } from '../finding/fingerprint.js';
import type { FindingContext, Judgement } from './finding-from-failure.js';
import { findingFromJudgement } from './finding-from-failure.js';

/**
 * The name of a judgement's cause: what findings of one cause are grouped by, in every run.
 *
 * @param judgement - what is wrong
 * @param context - of which pair
 */
export function causeOf(judgement: Judgement, context: FindingContext): string {
  return fingerprintOf(findingFromJudgement(judgement, undefined, context));
}
