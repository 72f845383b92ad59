import { inferAttempts, inferKey, inferTruncatedBody, inferUnsafeRetry } from './infer-call.js';
import { inferRetryAfter } from './infer-retry-after.js';
import { inferStatuses, inferTransport } from './infer-retried.js';
import { inferTimeout } from './infer-timeout.js';
import type { InferredWaits } from './infer-waits.js';
import type { RetryAfterForm } from './experiment.js';
import type { ObservedMember, ObservedPolicy, ObservedVerdict, RetryAfterClass } from './observed-policy.js';
import type { ObservedRun } from './observed-run.js';
import type { MachineLateness } from './own-waits.js';
import { ownWaits } from './own-waits.js';
import { evidenceOf, inconclusive, proved } from './verdict.js';

/** All that a probe saw, sorted. */
export interface ProbeFacts {
  readonly runsOf: (name: string) => readonly ObservedRun[];
  /** Under the failure that is held to the end. */
  readonly lasting: readonly ObservedRun[];
  /** What their waits say; `undefined`: there are none. */
  readonly waits: InferredWaits | undefined;
  readonly retryAfter: Readonly<Record<RetryAfterForm, readonly ObservedRun[]>>;
  readonly lateness: MachineLateness;
  /** Lower case. */
  readonly keyHeader: string;
  /** Members whose experiments were left out. */
  readonly isLeftOut: (member: ObservedMember) => boolean;
}

/**
 * The policy that explains what was seen. Only what the runs show is said: the rest is `null`, with the reason.
 *
 * @param facts - of one client
 */
export function inferPolicy(facts: ProbeFacts): ObservedPolicy {
  const { runsOf, lasting, waits, lateness, keyHeader } = facts;
  const well = runsOf('well');
  const statuses = inferStatuses(runsOf);
  const transport = inferTransport(runsOf);
  const attempts = attemptsOf(facts, statuses.value, transport.value);
  const key = inferKey([...lasting, ...well], keyHeader);
  const method = [...lasting, ...well][0]?.attempts[0]?.request.method ?? '';
  const unsafe = inferUnsafeRetry({
    method,
    hasStableKey: key.stable === true,
    runs: UNSAFE_EXPERIMENTS.flatMap(runsOf),
    isOpen: statuses.value === null || transport.value === null,
  });
  const truncated = inferTruncatedBody(
    runsOf('truncated'),
    well.some(({ end }) => end === 'succeeded'),
  );
  const timeout = inferTimeout(runsOf('timeout'), lateness);
  // Whoever tries no status again cannot show what the field of one means to it.
  const own = isNoStatus(statuses.value) ? undefined : ownWaits(lasting);
  const isWaiting = waits?.backoff.kind !== 'none';
  const after = (form: RetryAfterForm): ReturnType<typeof inferRetryAfter> =>
    statuses.value === null && own === undefined
      ? inconclusive('it is not clear whether it tries again')
      : inferRetryAfter(form, facts.retryAfter[form], { own, isWaiting, lateness });
  const [seconds, date, past, huge, garbage] = [after('seconds'), after('date'), after('past'), after('huge'), after('garbage')];
  const retried = [...lasting, ...UNSAFE_EXPERIMENTS.flatMap(runsOf)].filter((run) => run.attempts.length > 1);
  const isUndecided = statuses.value === null && transport.value === null && retried.length === 0;
  const none = attempts.value === 1;
  return maskedPolicy(facts, {
    attempts: attempts.value,
    retries: {
      statuses: statuses.value,
      transport: transport.value,
      methods: isUndecided ? null : methodsOf(retried),
    },
    backoff: waits?.backoff ?? { kind: none ? 'none' : null, baseMs: null, factor: null, capMs: null },
    jitter: waits?.jitter ?? { present: none ? false : null, kind: none ? 'none' : null },
    retryAfter: {
      seconds: seconds.value,
      date: date.value,
      past: past.value,
      huge: huge.value,
      garbage: garbage.value,
    },
    timeoutMs: timeout.value,
    idempotencyKey: { present: key.present, stable: key.stable },
    unsafeRetry: unsafe.value,
    truncatedBody: truncated.value,
    verdicts: {
      attempts: attempts.verdict,
      'retries.statuses': statuses.verdict,
      'retries.transport': transport.verdict,
      'retries.methods': isUndecided ? inconclusive('it is not clear whether it tries again').verdict : proved([], retried).verdict,
      backoff: backoffVerdict(waits, lasting, none),
      jitter: jitterVerdict(waits, lasting, none),
      'retryAfter.seconds': seconds.verdict,
      'retryAfter.date': date.verdict,
      'retryAfter.past': past.verdict,
      'retryAfter.huge': huge.verdict,
      'retryAfter.garbage': garbage.verdict,
      timeoutMs: timeout.verdict,
      idempotencyKey: key.verdict,
      unsafeRetry: unsafe.verdict,
      truncatedBody: truncated.verdict,
    },
  });
}

function attemptsOf(
  { lasting, runsOf }: ProbeFacts,
  statuses: readonly number[] | null,
  transport: readonly string[] | null,
): ReturnType<typeof inferAttempts> {
  if (lasting.length > 0) return inferAttempts(lasting);
  if (isNoStatus(statuses) && transport?.length === 0) return proved(1, runsOf('status 503'), 'it never tries again');
  return inconclusive('no lasting failure was found that it tries again', runsOf('status 503'));
}

/** What `fetch` does by itself after 421 is no policy of the client. */
function isNoStatus(statuses: readonly number[] | null): boolean {
  return statuses?.every((status) => status === 421) === true;
}

function methodsOf(retried: readonly ObservedRun[]): readonly string[] {
  return [...new Set(retried.map(({ attempts }) => attempts[0]?.request.method ?? ''))].sort();
}

function backoffVerdict(waits: InferredWaits | undefined, lasting: readonly ObservedRun[], isNone: boolean): ObservedVerdict {
  if (waits === undefined)
    return isNone ? proved(0, lasting, 'it never tries again').verdict : inconclusive('no wait was seen', lasting).verdict;
  const { backoff, backoffDoubt: doubt } = waits;
  if (backoff.kind === null) return inconclusive(doubt ?? 'not enough waits', lasting).verdict;
  const verdict = doubt === undefined && backoff.kind !== 'other' ? 'proved' : 'consistent';
  return { verdict, ...(doubt === undefined ? {} : { reason: doubt }), evidence: evidenceOf(lasting) };
}

function jitterVerdict(waits: InferredWaits | undefined, lasting: readonly ObservedRun[], isNone: boolean): ObservedVerdict {
  if (waits === undefined)
    return isNone ? proved(0, lasting, 'it never tries again').verdict : inconclusive('no wait was seen', lasting).verdict;
  const { jitter, jitterDoubt: doubt } = waits;
  if (jitter.kind === null) return inconclusive(doubt ?? 'not enough waits', lasting).verdict;
  const isNothing = jitter.present === false;
  return {
    verdict: isNothing ? 'consistent' : 'proved',
    ...(isNothing ? { reason: 'the waits of all runs differ by no more than lateness does' } : {}),
    evidence: evidenceOf(lasting),
  };
}

/** What was not looked into is not known. */
function maskedPolicy({ isLeftOut }: ProbeFacts, policy: ObservedPolicy): ObservedPolicy {
  const members = Object.keys(policy.verdicts) as ObservedMember[];
  const out = new Set(members.filter(isLeftOut));
  if (out.size === 0) return policy;
  const kept = <Value>(member: ObservedMember, value: Value): Value | null => (out.has(member) ? null : value);
  const after = (form: RetryAfterForm): RetryAfterClass | null => kept(`retryAfter.${form}`, policy.retryAfter[form]);
  const leftOut = inconclusive('its experiments were left out').verdict;
  return {
    attempts: kept('attempts', policy.attempts),
    retries: {
      statuses: kept('retries.statuses', policy.retries.statuses),
      transport: kept('retries.transport', policy.retries.transport),
      methods: kept('retries.methods', policy.retries.methods),
    },
    backoff: kept('backoff', policy.backoff) ?? { kind: null, baseMs: null, factor: null, capMs: null },
    jitter: kept('jitter', policy.jitter) ?? { present: null, kind: null },
    retryAfter: { seconds: after('seconds'), date: after('date'), past: after('past'), huge: after('huge'), garbage: after('garbage') },
    timeoutMs: kept('timeoutMs', policy.timeoutMs),
    idempotencyKey: kept('idempotencyKey', policy.idempotencyKey) ?? { present: null, stable: null },
    unsafeRetry: kept('unsafeRetry', policy.unsafeRetry),
    truncatedBody: kept('truncatedBody', policy.truncatedBody),
    verdicts: Object.fromEntries(members.map((member) => [member, out.has(member) ? leftOut : policy.verdicts[member]])) as Record<
      ObservedMember,
      ObservedVerdict
    >,
  };
}

/** Failures before which the whole request was received, and may have been done. */
const UNSAFE_EXPERIMENTS: readonly string[] = [
  ...[500, 501, 502, 503, 504, 505].map((status) => `status ${status}`),
  'reset',
  'reset-mid-body',
  'truncated',
  'timeout',
];
