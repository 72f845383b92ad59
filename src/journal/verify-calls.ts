import type { CallDifference, CallMatch } from './call-match.js';
import { callDifferences, memberCount } from './call-differences.js';
import type { Exchange } from './exchange.js';

/** What is claimed of the calls that were made. */
export type CallClaim =
  | { readonly kind: 'count'; readonly match: CallMatch; readonly atLeast: number; readonly atMost: number }
  /** Calls that came one after the other, whatever came between them. */
  | { readonly kind: 'sequence'; readonly matches: readonly CallMatch[] };

/** A call that came close to what was claimed. */
export interface NearCall {
  /** Of the exchange. */
  readonly id: string;
  readonly method: string;
  readonly target: string;
  readonly operation: string | undefined;
  readonly differences: readonly CallDifference[];
}

/** Whether a claim holds. */
export interface CallVerification {
  /** `unknown`: calls were lost, or parts of them, on which it depends. */
  readonly verdict: 'holds' | 'fails' | 'unknown';
  /** How many calls matched; of a sequence, how many of its steps were found. */
  readonly count: number;
  /** How many calls were looked at. */
  readonly callCount: number;
  /** How many may have matched, since parts of them were not kept. */
  readonly unknownCount: number;
  /** How many calls the journal had to drop. */
  readonly lostCount: number;
  /** Of a claim that does not hold: the nearest first. Of a sequence: to its first step that was not found. */
  readonly nearMisses: readonly NearCall[];
}

/**
 * Judges a claim on calls.
 *
 * @param claim - what should have been called
 * @param calls - in the order in which they came
 * @param lostCount - how many came before them that nobody knows any more
 */
export function verifyCalls(claim: CallClaim, calls: readonly Exchange[], lostCount: number): CallVerification {
  return claim.kind === 'count' ? verifyCount(claim, calls, lostCount) : verifySequence(claim.matches, calls, lostCount);
}

function verifyCount(claim: Extract<CallClaim, { kind: 'count' }>, calls: readonly Exchange[], lostCount: number): CallVerification {
  const { match, atLeast, atMost } = claim;
  const judged = calls.map((call) => ({ call, differences: differencesOf(match, call) }));
  const count = judged.filter(({ differences }) => differences.length === 0).length;
  const unknownCount = judged.filter(({ differences }) => mayMatch(differences)).length;
  // What is not known may have matched or not: a verdict holds whichever it was.
  const most = count + unknownCount + lostCount;
  const verdict = count > atMost || most < atLeast ? 'fails' : count >= atLeast && most <= atMost ? 'holds' : 'unknown';
  const nearMisses = verdict === 'holds' || count > atMost ? [] : nearest(judged, match);
  return { verdict, count, callCount: calls.length, unknownCount, lostCount, nearMisses };
}

/** The first call that fits is taken for each step: if any way through the calls exists, this one does. */
function verifySequence(matches: readonly CallMatch[], calls: readonly Exchange[], lostCount: number): CallVerification {
  let step = 0;
  let at = 0;
  let unknownCount = 0;
  for (const [index, call] of calls.entries()) {
    const match = matches[step];
    if (match === undefined) break;
    const differences = differencesOf(match, call);
    if (mayMatch(differences)) unknownCount += 1;
    if (differences.length > 0) continue;
    step += 1;
    at = index + 1;
  }
  const missing = matches[step];
  const isOpen = unknownCount > 0 || lostCount > 0;
  const verdict = missing === undefined ? 'holds' : isOpen ? 'unknown' : 'fails';
  const rest = missing === undefined ? [] : calls.slice(at).map((call) => ({ call, differences: differencesOf(missing, call) }));
  const nearMisses = missing === undefined ? [] : nearest(rest, missing);
  return { verdict, count: step, callCount: calls.length, unknownCount, lostCount, nearMisses };
}

interface JudgedCall {
  readonly call: Exchange;
  readonly differences: readonly CallDifference[];
}

function differencesOf(match: CallMatch, { request, operation, response }: Exchange): readonly CallDifference[] {
  return callDifferences(match, { request, operation, status: response?.status });
}

function mayMatch(differences: readonly CallDifference[]): boolean {
  return differences.length > 0 && differences.every(({ isUnknown }) => isUnknown === true);
}

/** Those that differ in least, of equal ones the last; a call that has nothing in common is not near. */
function nearest(judged: readonly JudgedCall[], match: CallMatch): readonly NearCall[] {
  const asked = memberCount(match);
  return judged
    .filter(({ differences }) => differences.length > 0 && partCount(differences) < Math.max(asked, 2))
    .reverse()
    .sort((left, right) => left.differences.length - right.differences.length)
    .slice(0, SHOWN_COUNT)
    .map(({ call, differences }) => ({
      id: call.id,
      method: call.request.method,
      target: call.request.target,
      operation: call.operation,
      differences,
    }));
}

/** Many members of one body are one part of the match. */
function partCount(differences: readonly CallDifference[]): number {
  return new Set(differences.map(({ part }) => (part.startsWith('body') ? 'body' : part))).size;
}

const SHOWN_COUNT = 3;
