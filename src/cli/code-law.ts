import { CHECKS } from '../check/check-list.js';
import type { FindingCode } from '../finding/finding-code.js';
import { ORACLES } from '../recovery/oracles.js';
import { sourceOfCode } from '../report/wording/code-sources.js';

/** What a code holds to, and where that is written. */
export interface CodeLaw {
  /** A clause; `undefined` where the wording says it already. */
  readonly law: string | undefined;
  readonly source: string;
}

/**
 * The law behind a code.
 *
 * @param code - of any area
 */
export function lawOfCode(code: FindingCode): CodeLaw {
  const oracle = ORACLES.find(({ claim }) => code === `recovery/${claim}`);
  if (oracle !== undefined) return { law: oracle.summary, source: oracle.source };
  return { law: CHECKS.find((check) => check.code === code)?.summary ?? areaLaw(code), source: sourceOfCode(code) };
}

function areaLaw(code: FindingCode): string | undefined {
  if (code.startsWith('compat/acceptance-')) return 'what is accepted has a reason and an end, and is gone when it is over';
  if (code === 'compat/version-step') return 'the version says how much changed';
  if (code.startsWith('compat/')) return 'all that one side may write can be read by the other, whichever of the two is newer';
  return code.startsWith('models/') ? 'a model that contracts share lets in the same values in each' : undefined;
}
