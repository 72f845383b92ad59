import { PROBED_STATUSES, PROBED_TRANSPORT } from './battery.js';
import type { TransportFailure } from './experiment.js';
import type { ObservedRun } from './observed-run.js';
import { consistent, type Inferred, inconclusive, proved } from './verdict.js';

/** Whether one failure is tried again. `open`: what was seen contradicts itself, or is not enough. */
export type Retried = 'yes' | 'no' | 'open';

/**
 * Whether a failure is tried again. A second attempt must be seen twice: on a busy machine a client may take a late answer for none.
 *
 * @param runs - all under the same failure
 */
export function retriedIn(runs: readonly ObservedRun[]): Retried {
  const again = runs.filter(({ attempts }) => attempts.length > 1).length;
  const never = runs.filter(({ attempts, end }) => attempts.length === 1 && end !== 'stopped').length;
  if (never > 0) return again === 0 ? 'no' : 'open';
  return again >= LEAST_COUNT ? 'yes' : 'open';
}

/**
 * Whether a refused connection is tried again. Nobody hears of those, so the programs' own notes are taken, or the machine's counter.
 *
 * @param runs - with what is known of refusals
 */
export function refusedRetriedIn(runs: readonly ObservedRun[]): Retried {
  const ended = runs.filter(({ end, refusals }) => end !== 'pending' && refusals !== undefined);
  const most = ended.map(({ refusals }) => refusals?.atMost ?? Number.POSITIVE_INFINITY);
  const again = runs.filter(({ refusals }) => (refusals?.atLeast ?? 0) > 1).length;
  // The counter only ever says too much: one run in which it says little is enough.
  if (again === 0 && most.some((count) => count <= 1)) return 'no';
  if (again >= LEAST_COUNT) return 'yes';
  // Others on the machine fail, too, but hardly as often in every run.
  return ended.length >= COUNTED_RUN_COUNT && new Set(most).size === 1 ? 'yes' : 'open';
}

/** The statuses that are tried again; `null` while any is open. */
export function inferStatuses(runsOf: (name: string) => readonly ObservedRun[]): Inferred<readonly number[]> {
  const open = PROBED_STATUSES.filter((status) => retriedIn(runsOf(`status ${status}`)) === 'open');
  const yes = PROBED_STATUSES.filter((status) => retriedIn(runsOf(`status ${status}`)) === 'yes');
  const shown = (yes.length > 0 ? yes : PROBED_STATUSES).flatMap((status) => runsOf(`status ${status}`).slice(0, 1));
  if (open.length > 0) return inconclusive(`it is not clear whether ${open.join(', ')} would be tried again`, shown);
  return proved(yes, shown, yes.includes(421) ? 'fetch itself sends a request again after 421, once' : undefined);
}

/** The failures of the transport that are tried again; `null` while any is open. */
export function inferTransport(runsOf: (name: string) => readonly ObservedRun[]): Inferred<readonly TransportFailure[]> {
  const retried = (name: TransportFailure): Retried => (name === 'refused' ? refusedRetriedIn : retriedIn)(runsOf(name));
  const names = PROBED_TRANSPORT.map(([name]) => name);
  const open = names.filter((name) => retried(name) === 'open');
  const yes = names.filter((name) => retried(name) === 'yes');
  const shown = (yes.length > 0 ? yes : names).flatMap((name) => runsOf(name).slice(0, 1));
  if (open.length > 0) return inconclusive(`it is not clear whether ${open.join(', ')} would be tried again`, shown);
  const isCounted = yes.includes('refused') && runsOf('refused').every(({ refusals }) => refusals?.atLeast === 0);
  return isCounted ? consistent(yes, shown, 'refused connections were counted by the machine, not by the command') : proved(yes, shown);
}

const LEAST_COUNT = 2;
const COUNTED_RUN_COUNT = 3;
