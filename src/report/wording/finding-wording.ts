import type { Finding } from '../../finding/finding.js';
import type { FindingCode } from '../../finding/finding-code.js';
import { CHECK_WORDINGS } from './check-wording.js';
import { COMPAT_RUN_WORDINGS } from './compat-run-wording.js';
import { COMPAT_WORDINGS } from './compat-wording.js';
import { CONTRACT_WORDINGS } from './contract-wording.js';
import type { FindingWording, FindingWords } from './finding-words.js';
import { MODELS_WORDINGS } from './models-wording.js';
import { PACT_WORDINGS } from './pact-wording.js';
import { RECOVERY_WORDINGS } from './recovery-wording.js';
import { SCENARIO_WORDINGS } from './scenario-wording.js';

/** The words of every code. A code without words does not compile. */
export const FINDING_WORDINGS: Readonly<Record<FindingCode, FindingWording>> = {
  ...CONTRACT_WORDINGS,
  ...MODELS_WORDINGS,
  ...CHECK_WORDINGS,
  ...PACT_WORDINGS,
  ...RECOVERY_WORDINGS,
  ...SCENARIO_WORDINGS,
  ...COMPAT_RUN_WORDINGS,
  ...COMPAT_WORDINGS,
};

/**
 * What a finding says, in clauses.
 *
 * @param finding - of any code
 */
export function wordsOfFinding(finding: Finding): FindingWords {
  return FINDING_WORDINGS[finding.code](finding.args);
}

/**
 * What a finding says, as one message without its place.
 *
 * @param finding - of any code
 * @returns `what (expected …, seen …). Next`
 */
export function messageOfFinding(finding: Finding): string {
  const { what, expected, seen, next } = wordsOfFinding(finding);
  const details = [expected === undefined ? '' : `expected ${expected}`, seen === undefined ? '' : `seen: ${seen}`].filter(
    (detail) => detail !== '',
  );
  return `${what}${details.length === 0 ? '' : ` (${details.join(', ')})`}${next === undefined ? '' : `. ${next}`}`;
}
