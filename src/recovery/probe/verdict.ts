import type { EvidenceSlice, ObservedVerdict } from './observed-policy.js';
import type { ObservedRun } from './observed-run.js';

/** A member of the observed policy, and how sure it is. */
export interface Inferred<Value> {
  readonly value: Value | null;
  readonly verdict: ObservedVerdict;
}

/** Shown by what was on the wire. */
export function proved<Value>(value: Value, runs: readonly ObservedRun[], reason?: string): Inferred<Value> {
  return { value, verdict: { verdict: 'proved', ...(reason === undefined ? {} : { reason }), evidence: evidenceOf(runs) } };
}

/** Nothing that was seen speaks against it. */
export function consistent<Value>(value: Value | null, runs: readonly ObservedRun[], reason: string): Inferred<Value> {
  return { value, verdict: { verdict: 'consistent', reason, evidence: evidenceOf(runs) } };
}

/** Not known, unless the value says what little there is. */
export function inconclusive<Value>(reason: string, runs: readonly ObservedRun[] = [], value: Value | null = null): Inferred<Value> {
  return { value, verdict: { verdict: 'inconclusive', reason, evidence: evidenceOf(runs) } };
}

/**
 * The attempts of some runs, as evidence.
 *
 * @param runs - the first few are shown
 */
export function evidenceOf(runs: readonly ObservedRun[]): readonly EvidenceSlice[] {
  return runs.slice(0, MAX_RUN_COUNT).flatMap(({ name, attempts, waitsMs }) =>
    attempts.slice(0, MAX_ATTEMPT_COUNT).map(({ request, response, receivedFirstAtMs, fault }, index) => ({
      experiment: name,
      atMs: rounded(receivedFirstAtMs - (attempts[0]?.receivedFirstAtMs ?? receivedFirstAtMs)),
      method: request.method,
      target: request.target.slice(0, MAX_TARGET_CHARACTER_COUNT),
      status: response?.status ?? null,
      fault: fault ?? null,
      waitMs: index === 0 ? null : rounded(waitsMs[index - 1] ?? 0),
    })),
  );
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

const MAX_RUN_COUNT = 2;
const MAX_ATTEMPT_COUNT = 8;
const MAX_TARGET_CHARACTER_COUNT = 200;
