import type { FindingCode } from '../finding/finding-code.js';
import type { Severity } from '../finding/severity.js';
import type { CheckLevels, Pair } from '../workspace/workspace.js';

/** How much each check weighs for a pair, operation by operation. */
export interface CheckSettings {
  /**
   * The severity of a failure, `off` when the check is not made.
   *
   * @param severity - by default
   */
  levelOf(code: FindingCode, operation: string, severity: Severity): Severity | 'off';
}

/**
 * The settings of a pair: what its fixtures say of an operation wins over what the pair says, which wins over `asked`, which wins over the check's own.
 *
 * @param pair - levels by the name of the check (`body-matches-schema`)
 * @param asked - for this run, by the same names
 */
export function settingsFromPair(pair: Pick<Pair, 'checks' | 'fixtures'>, asked: CheckLevels = new Map()): CheckSettings {
  return {
    levelOf: (code, operation, severity) => {
      const name = code.slice(code.indexOf('/') + 1);
      return pair.fixtures.get(operation)?.checks.get(name) ?? pair.checks.get(name) ?? asked.get(name) ?? severity;
    },
  };
}
