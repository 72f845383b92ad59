import { headerValue } from '../../wire/http-message.js';
import type { TruncatedBodyClass } from './observed-policy.js';
import type { ObservedRun } from './observed-run.js';
import { consistent, type Inferred, inconclusive, proved } from './verdict.js';

/** How many attempts a lasting failure gets. */
export function inferAttempts(runs: readonly ObservedRun[]): Inferred<number> {
  const ended = runs.filter(({ end, attempts }) => (end === 'failed' || end === 'succeeded') && attempts.length > 0);
  const counts = [...new Set(ended.map(({ attempts }) => attempts.length))];
  const [count] = counts;
  const most = Math.max(0, ...runs.map(({ attempts }) => attempts.length));
  const longest = runs.filter(({ attempts }) => attempts.length === most);
  if (count === undefined) {
    if (most === 0) return inconclusive('it made no attempt', []);
    const isEndless = longest.some(({ end }) => end === 'stopped') && most >= ENDLESS_COUNT;
    if (isEndless) return { value: null, verdict: { ...proved(null, longest, `more than ${most - 1}: it was stopped then`).verdict } };
    return inconclusive(`it was still pending after ${most}`, longest);
  }
  if (counts.length > 1) return inconclusive(`it differs from run to run: ${counts.sort((a, b) => a - b).join(', ')}`, ended);
  if (most > count) return inconclusive(`one run ended after ${count}, another went on to ${most}`, longest);
  return ended.length >= 2 ? proved(count, ended) : consistent(count, ended, 'seen once');
}

/** Whether every attempt carries a key, and the same one. */
export function inferKey(
  runs: readonly ObservedRun[],
  headerName: string,
): { readonly present: boolean | null; readonly stable: boolean | null } & Pick<Inferred<boolean>, 'verdict'> {
  const some = runs.filter(({ attempts }) => attempts.length > 0);
  const keysOf = ({ attempts }: ObservedRun): readonly (string | undefined)[] =>
    attempts.map(({ request }) => headerValue(request.headers, headerName));
  const several = some.filter(({ attempts }) => attempts.length > 1);
  if (some.length === 0) return { present: null, stable: null, verdict: inconclusive('it made no attempt').verdict };
  const isPresent = some.every((run) => keysOf(run).every((key) => key !== undefined));
  if (!isPresent) return { present: false, stable: false, verdict: proved(false, some).verdict };
  if (several.length === 0) return { present: true, stable: null, verdict: inconclusive('it never tries again', some).verdict };
  const isStable = several.every((run) => new Set(keysOf(run)).size === 1);
  return { present: true, stable: isStable, verdict: proved(isStable, several).verdict };
}

/**
 * Whether a request that is not idempotent, and may have been done, is sent again without a key that says so.
 *
 * @param seen - the method, the key, and the runs in which the request came whole before it failed
 * @see RFC 9110 §9.2.2
 */
export function inferUnsafeRetry(seen: {
  readonly method: string;
  readonly hasStableKey: boolean;
  readonly runs: readonly ObservedRun[];
  readonly isOpen: boolean;
}): Inferred<boolean> {
  const { method, hasStableKey, runs, isOpen } = seen;
  const again = runs.filter(({ attempts }) => attempts.length > 1);
  if (IDEMPOTENT_METHODS.has(method)) return proved(false, [], `${method} is idempotent`);
  if (again.length === 0)
    return isOpen ? inconclusive('it is not clear what is tried again', runs) : proved(false, runs, 'it never tries again');
  return hasStableKey ? proved(false, again, 'all attempts carry the same key') : proved(true, again);
}

/** What becomes of a body that is cut off. */
export function inferTruncatedBody(runs: readonly ObservedRun[], isWellWhenWell: boolean): Inferred<TruncatedBodyClass> {
  const classes = [...new Set(runs.filter(({ attempts }) => attempts.length > 0).map(truncatedClass))];
  const [first] = classes;
  if (first === undefined) return inconclusive('it made no attempt');
  if (classes.length > 1) return inconclusive(`it differs from run to run: ${classes.join(', ')}`, runs);
  if (first === 'error' && !isWellWhenWell) return inconclusive('it also fails when all is well', runs);
  return runs.length > 1 || first === 'pending' ? proved(first, runs) : consistent(first, runs, 'seen once');
}

function truncatedClass({ attempts, end }: ObservedRun): TruncatedBodyClass {
  if (end === 'succeeded') return 'success';
  if (attempts.length > 1) return 'retry';
  return end === 'pending' ? 'pending' : 'error';
}

/** So many attempts are called endless. */
export const ENDLESS_COUNT = 26;

/** RFC 9110 §9.2.2. */
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'QUERY']);
