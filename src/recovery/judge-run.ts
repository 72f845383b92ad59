import type { RunJournal } from '../journal/run-journal.js';
import type { Expectations } from '../policy/expectations.js';
import type { RecoveryPolicy } from '../policy/policy.js';
import { asksOf } from './asks.js';
import { hiddenAttempts } from './hidden-attempts.js';
import type { GroupingHints } from './logical-calls.js';
import { logicalCalls } from './logical-calls.js';
import { noiseOf } from './noise.js';
import { onceForInput } from './once-for-input.js';
import type { Claim, Judgement, Oracle, OracleInput } from './oracle.js';
import { ORACLES } from './oracles.js';

/** What is claimed of one link, and asked of the run. */
export interface RunClaims {
  /** `undefined`: whoever calls. */
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly policy: RecoveryPolicy;
  readonly expectations: Expectations;
  readonly hints?: GroupingHints | undefined;
  /** The same run without faults. */
  readonly baseline?: RunJournal | undefined;
}

/**
 * What the journal proves and refutes of the claims. Nothing but the journal decides: judged again it gives the same.
 *
 * @param journal - of a run
 * @param claims - of one link
 * @returns in the order of the oracles; nothing for what is not claimed
 */
export function judgeRun(journal: RunJournal, claims: RunClaims): readonly Judgement[] {
  const input = inputOfRun(journal, claims);
  const hidesAny = hiddenAttempts(input).mayBeBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  return ORACLES.flatMap((oracle) => judgeMembers(oracle, input)).map((judgement) => soundly(judgement, journal, hidesAny));
}

/**
 * What oracles are given of a link: its calls and asks, and what the wire can tell of times.
 *
 * @param journal - of a run
 * @param claims - of one link
 */
export function inputOfRun(journal: RunJournal, claims: RunClaims): OracleInput {
  const { hints, ...rest } = claims;
  return {
    ...rest,
    journal,
    calls: logicalCalls(journal, claims, { keepsForLater: hasQueue(claims.policy), ...hints }),
    asks: asksOf(journal, claims.consumer),
    noise: noiseOf(journal),
    uniqueValues: hints?.uniqueValues,
  };
}

/** What each instance of a consumer keeps for itself is judged for each: none of them knows how the calls of the others went. */
function judgeMembers(oracle: Oracle, input: OracleInput): readonly Judgement[] {
  if (input.consumer === undefined || !OF_EACH_MEMBER.has(oracle.claim)) return oracle.judge(input);
  const names = membersOf(input);
  if (names.length < 2) return oracle.judge(input);
  const byMember = names.map((consumer) => {
    const calls = input.calls.filter((call) => call.consumer === consumer);
    return oracle.judge({ ...input, consumer, calls, asks: asksOf(input.journal, consumer) });
  });
  return (byMember[0] ?? []).flatMap((_, index) => {
    const [least] = byMember.flatMap((judgements) => judgements[index] ?? []).sort((left, right) => rankOf(left) - rankOf(right));
    return least === undefined ? [] : [least];
  });
}

const membersOf = onceForInput(({ calls }) => [...new Set(calls.flatMap(({ consumer }) => consumer ?? []))]);

/** The first that is refuted; else the least that was shown of any that showed something. */
function rankOf({ verdict }: Judgement): number {
  return RANKS.indexOf(verdict.kind);
}

function hasQueue({ queue, fallback }: RecoveryPolicy): boolean {
  return queue !== undefined || fallback === 'queue';
}

/** What is missing in a journal proves nothing, and refutes nothing but what is there anyhow. */
function soundly(judgement: Judgement, { incomplete }: RunJournal, hidesAny: boolean): Judgement {
  const { verdict, claim } = judgement;
  if (hidesAny && COUNTED_OVER_CALLS.has(claim) && verdict.kind !== 'inconclusive')
    return { ...judgement, verdict: { kind: 'inconclusive', reason: 'attempts may have gone unseen where nobody listened' } };
  if (incomplete === undefined || verdict.kind === 'inconclusive') return judgement;
  if (verdict.kind === 'refuted' && REFUTED_BY_PRESENCE.has(claim)) return judgement;
  return { ...judgement, verdict: { kind: 'inconclusive', reason: REASONS[incomplete] } };
}

const OF_EACH_MEMBER: ReadonlySet<Claim> = new Set([
  'budget',
  'breaker',
  'bulkhead',
  'rate-limit',
  'idempotency-key',
  'reconnect',
  'in-order',
]);
const RANKS: readonly Judgement['verdict']['kind'][] = ['refuted', 'consistent', 'proved', 'inconclusive'];
/** What is counted for each call needs all calls, also those that nobody saw. */
const COUNTED_OVER_CALLS: ReadonlySet<Claim> = new Set(['budget', 'amplification']);
/** More attempts, effects or calls at once than claimed stay too many whatever else there was. */
const REFUTED_BY_PRESENCE: ReadonlySet<Claim> = new Set(['attempts', 'unsafe-retry', 'bulkhead', 'nothing-twice']);
const REASONS: Readonly<Record<NonNullable<RunJournal['incomplete']>, string>> = {
  full: 'the recorder was full: records are missing',
  'cut-off': 'the journal ends within a line: records are missing',
};
