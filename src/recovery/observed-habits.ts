import { headerValue } from '../wire/http-message.js';
import type { AttemptEnd } from './attempt-end.js';
import { attemptEnd } from './attempt-end.js';
import { hasSucceeded } from './attempt-outcome.js';
import type { Gap } from './gaps.js';
import { gapsOf } from './gaps.js';
import type { LogicalCall, OracleInput } from './oracle.js';
import { inferWaits } from './probe/infer-waits.js';
import type { BackoffKind, JitterKind } from './probe/observed-policy.js';
import type { WaitSample } from './probe/wait-model.js';
import { mayBeHeldUp } from './wait-samples.js';

/** What a consumer was seen to do when calls failed, whatever it claims: plain data, what is not known is absent. */
export interface ObservedHabits {
  /** Of one call, at most. */
  readonly attemptCount: number;
  /** `503`, `network`, `timeout`: what was followed by another attempt. Sorted. */
  readonly retriedAfter: readonly string[];
  /** Failures that were never followed by another one. Sorted. */
  readonly leftAfter: readonly string[];
  readonly waits?: ObservedWaits;
}

/** The law of its waits, as far as nothing else explains them about as well. */
export interface ObservedWaits {
  readonly backoff: BackoffKind;
  readonly baseMs?: number;
  readonly factor?: number;
  readonly capMs?: number;
  readonly jitter?: JitterKind;
}

/**
 * What a consumer was seen to do when calls failed. Only calls that are told apart for certain say anything.
 *
 * @param input - of a link, as oracles have it
 * @param isExact - whether the time of the run was simulated: elsewhere the noise of the machine would make another law of waits of each run
 * @returns `undefined` when no such call failed
 */
export function observedHabits(input: OracleInput, isExact: boolean): ObservedHabits | undefined {
  const calls = input.calls.filter(({ isCertain, attempts: [first] }) => isCertain && first !== undefined && !hasSucceeded(first));
  if (calls.length === 0) return undefined;
  const retried = new Set(calls.flatMap(({ attempts }) => attempts.slice(0, -1).flatMap((attempt) => nameOf(attemptEnd(attempt)))));
  const left = new Set(calls.flatMap(endOfCall).filter((name) => !retried.has(name)));
  const waits = isExact && !mayBeHeldUp(input.policy) ? observedWaits(input) : undefined;
  return {
    attemptCount: calls.reduce((most, { attempts }) => Math.max(most, attempts.length), 1),
    retriedAfter: [...retried].sort(),
    leftAfter: [...left].sort(),
    ...(waits === undefined ? {} : { waits }),
  };
}

function endOfCall({ attempts }: LogicalCall): readonly string[] {
  const last = attempts.at(-1);
  return last === undefined || hasSucceeded(last) ? [] : nameOf(attemptEnd(last));
}

function nameOf(end: AttemptEnd): readonly string[] {
  if (end.kind === 'unclear') return [];
  return [end.kind === 'status' ? String(end.status) : end.kind];
}

function observedWaits(input: OracleInput): ObservedWaits | undefined {
  const samples = [...gapsOf(input).values()].slice(0, MAX_CALL_COUNT).flatMap(samplesOf);
  if (new Set(samples.map(({ gap }) => gap)).size < LEAST_GAP_COUNT) return undefined;
  const { backoff, jitter, backoffDoubt } = inferWaits(samples);
  const { kind, baseMs, factor, capMs } = backoff;
  if (kind === null || kind === 'other' || backoffDoubt !== undefined) return undefined;
  return {
    backoff: kind,
    ...(baseMs === null ? {} : { baseMs }),
    ...(factor === null ? {} : { factor }),
    ...(capMs === null ? {} : { capMs }),
    ...(jitter.kind === null || jitter.kind === 'other' ? {} : { jitter: jitter.kind }),
  };
}

/** Of one call, from its first wait on; nothing of one that somebody told how long to wait, or in which attempts may be hidden. */
function samplesOf(gaps: readonly Gap[]): readonly WaitSample[] {
  const tells = ({ call, before, atMostMs, mayHideAttempts }: Gap): boolean =>
    call.isCertain &&
    !mayHideAttempts &&
    Number.isFinite(atMostMs) &&
    (before.response === undefined || headerValue(before.response.headers, 'retry-after') === undefined);
  if (!gaps.every(tells)) return [];
  return gaps.slice(0, MAX_GAP).map(({ retryIndex, atMostMs }, index) => ({
    gap: retryIndex,
    waitMs: atMostMs,
    previousMs: gaps[index - 1]?.atMostMs,
    lateness: LATENESS,
  }));
}

/** Of simulated time: what a step takes, and the grain of timers. */
const LATENESS = { earlyMs: 2, meanMs: 2.5 };
const MAX_CALL_COUNT = 40;
const MAX_GAP = 8;
const LEAST_GAP_COUNT = 2;
