import type { RunJournal } from '../journal/run-journal.js';
import type { Expectations } from '../policy/expectations.js';
import type { RecoveryPolicy } from '../policy/policy.js';
import { asksOf } from './asks.js';
import type { GroupingHints } from './logical-calls.js';
import { logicalCalls } from './logical-calls.js';
import { noiseOf } from './noise.js';
import type { Claim, Judgement, OracleInput } from './oracle.js';
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
  const { hints, ...rest } = claims;
  const input: OracleInput = {
    ...rest,
    journal,
    calls: logicalCalls(journal, claims, { keepsForLater: hasQueue(claims.policy), ...hints }),
    asks: asksOf(journal, claims.consumer),
    noise: noiseOf(journal),
  };
  return ORACLES.flatMap((oracle) => oracle.judge(input)).map((judgement) => soundly(judgement, journal));
}

function hasQueue({ queue, fallback }: RecoveryPolicy): boolean {
  return queue !== undefined || fallback === 'queue';
}

/** What is missing in a journal proves nothing, and refutes nothing but what is there anyhow. */
function soundly(judgement: Judgement, { incomplete }: RunJournal): Judgement {
  const { verdict, claim } = judgement;
  if (incomplete === undefined || verdict.kind === 'inconclusive') return judgement;
  if (verdict.kind === 'refuted' && REFUTED_BY_PRESENCE.has(claim)) return judgement;
  return { ...judgement, verdict: { kind: 'inconclusive', reason: REASONS[incomplete] } };
}

/** More attempts, effects or calls at once than claimed stay too many whatever else there was. */
const REFUTED_BY_PRESENCE: ReadonlySet<Claim> = new Set(['attempts', 'unsafe-retry', 'bulkhead', 'nothing-twice']);
const REASONS: Readonly<Record<NonNullable<RunJournal['incomplete']>, string>> = {
  full: 'the recorder was full: records are missing',
  'cut-off': 'the journal ends within a line: records are missing',
};
