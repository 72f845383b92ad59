import type { Finding, Witness } from '../finding/finding.js';
import { blockTextOfFinding } from './finding-block.js';

/** What making the calls of a finding again came to. */
export interface ReplayOutcome {
  readonly kind: 'failing' | 'fixed' | 'flaky';
  readonly tryCount: number;
  readonly failingCount: number;
  /** The last call of the last try. */
  readonly witness: Witness;
}

/**
 * The verdict of a replay for people: in the first line whether it still fails, then the last call and its answer, and the finding while it does.
 *
 * @param finding - located, as it was recorded
 * @param outcome - of the replay
 */
export function textFromReplay(finding: Finding, outcome: ReplayOutcome): string {
  const { kind, tryCount, failingCount, witness } = outcome;
  const times = `${failingCount} of ${tryCount} times`;
  const verdict = { failing: `still failing: ${times}`, fixed: `fixed: it held ${tryCount} times`, flaky: `flaky: it failed ${times}` }[
    kind
  ];
  const line = `${finding.id ?? finding.code} is ${verdict}`;
  // What was seen then is no longer so: only the calls are worth telling.
  const shown: Finding = kind === 'fixed' ? { ...finding, severity: 'info', args: { location: finding.args['location'] } } : finding;
  return `${line}\n\n${blockTextOfFinding({ ...shown, witness })}`;
}
