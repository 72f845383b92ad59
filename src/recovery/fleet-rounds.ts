import type { Exchange } from '../journal/exchange.js';
import { hasFailed } from './attempt-outcome.js';
import type { LogicalCall, OracleInput } from './oracle.js';

/** The retries of one number (all second attempts, all third ones) of a fleet. */
export interface FleetRound {
  /** 1 for the second attempts. */
  readonly retryIndex: number;
  /** One for each member at most, in order. */
  readonly retries: readonly { readonly member: string; readonly exchange: Exchange }[];
}

/**
 * The members of a fleet whose calls failed together, and their retries by number. A member is a consumer when calls name several, and
 * otherwise a call.
 *
 * @param input - of an oracle
 */
export function fleetRounds({ calls }: OracleInput): { readonly memberCount: number; readonly rounds: readonly FleetRound[] } {
  const consumers = new Set(calls.map(({ consumer }) => consumer));
  const memberOf = (call: LogicalCall): string => (consumers.size > 1 ? (call.consumer ?? '') : call.id);
  const failing = calls.filter(({ attempts }) => attempts[0] !== undefined && hasFailed(attempts[0]));
  const rounds = new Map<number, FleetRound['retries'][number][]>();
  for (const call of failing) {
    for (const [index, exchange] of call.attempts.entries()) {
      if (index === 0) continue;
      const round = rounds.get(index) ?? [];
      round.push({ member: memberOf(call), exchange });
      rounds.set(index, round);
    }
  }
  const sorted = [...rounds].sort(([left], [right]) => left - right);
  return {
    memberCount: new Set(failing.map(memberOf)).size,
    rounds: sorted.map(([retryIndex, retries]) => ({
      retryIndex,
      retries: retries.sort((left, right) => left.exchange.receivedFirstAtMs - right.exchange.receivedFirstAtMs),
    })),
  };
}

/**
 * The most members that sent something within one window. What a pause of the machine has pushed together is not told from what the
 * members did: with it the same arrivals may have been spread over several windows, so only their share of one counts.
 *
 * @param retries - in order
 * @param windowMs - of the expectation
 * @param latenessMs - of the machine; 0 for simulated time
 */
export function largestCluster(
  retries: FleetRound['retries'],
  windowMs: number,
  latenessMs: number,
): { readonly ids: readonly string[]; readonly sureCount: number } {
  let from = 0;
  let largest: FleetRound['retries'] = [];
  let largestCount = 0;
  for (let to = 0; to < retries.length; to += 1) {
    const lastMs = retries[to]?.exchange.receivedFirstAtMs ?? 0;
    while (lastMs - (retries[from]?.exchange.receivedFirstAtMs ?? 0) > windowMs) from += 1;
    if (to + 1 - from <= largestCount) continue;
    const cluster = retries.slice(from, to + 1);
    const count = new Set(cluster.map(({ member }) => member)).size;
    if (count > largestCount) [largest, largestCount] = [cluster, count];
  }
  const windowCount = Math.ceil((windowMs + latenessMs) / windowMs);
  return { ids: largest.map(({ exchange }) => exchange.id), sureCount: Math.ceil(largestCount / windowCount) };
}

/** With fewer members chance alone brings most of them together. */
export const LEAST_FLEET_COUNT = 5;
