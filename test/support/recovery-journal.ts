import type { Exchange, ExchangeOutcome } from '../../src/journal/exchange.js';
import type { Ask, CanaryTick, Connection, FaultSpan, RunJournal } from '../../src/journal/run-journal.js';
import type { Expectations } from '../../src/policy/expectations.js';
import { NO_EXPECTATIONS } from '../../src/policy/expectations.js';
import type { RecoveryPolicy } from '../../src/policy/policy.js';
import type { Judgement, LogicalCall, Noise, Oracle, OracleInput } from '../../src/recovery/oracle.js';

/** One attempt of a planned call. A number is the wait before it; what is left out is a 503 that is answered at once. */
export interface AttemptPlan {
  /** True wait of the consumer since the attempt before ended; 0 for the first. */
  readonly waitMs?: number;
  /** Lateness of the machine on top of the wait: never negative. */
  readonly lateMs?: number;
  /** How long until the answer begins; `undefined` for at once. */
  readonly answerAfterMs?: number;
  /** How long the answer takes. */
  readonly lastsMs?: number;
  /** `undefined` for 503; `null` for no answer at all. */
  readonly status?: number | null;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly requestHeaders?: readonly string[];
  readonly outcome?: ExchangeOutcome;
  readonly fault?: string;
  readonly effect?: string;
  readonly connectionId?: string;
  readonly method?: string;
  readonly target?: string;
}

/** One call of the consumer, and what it was asked. */
export interface CallPlan {
  readonly id?: string;
  readonly consumer?: string;
  readonly provider?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly target?: string;
  readonly body?: string;
  /** When the first attempt is sent. */
  readonly atMs?: number;
  readonly attempts: readonly (number | AttemptPlan)[];
  readonly groupedBy?: LogicalCall['groupedBy'];
  readonly isCertain?: boolean;
  /** `false`: nobody recorded it. By default it is asked 1 ms before and answered 1 ms after, as the last attempt went. */
  readonly ask?: false | Partial<Ask>;
}

export interface RunParts {
  readonly faults?: readonly FaultSpan[];
  readonly connections?: readonly Connection[];
  readonly canary?: readonly CanaryTick[];
  readonly asks?: readonly Ask[];
  readonly timeScale?: number;
  readonly noise?: Partial<Noise>;
  readonly expectations?: Partial<Expectations>;
}

/** The journal of several calls, in the order of their first instants. */
export function journalOf(plans: readonly CallPlan[], parts: RunParts = {}): RunJournal {
  const calls = plans.map(plannedCall);
  const exchanges = calls.flatMap(({ attempts }) => attempts);
  const asks = [...calls.flatMap(({ ask }) => (ask === undefined ? [] : [ask])), ...(parts.asks ?? [])];
  return {
    exchanges: [...exchanges].sort((left, right) => left.receivedFirstAtMs - right.receivedFirstAtMs),
    messages: [],
    asks: asks.sort((left, right) => left.askedAtMs - right.askedAtMs),
    connections: parts.connections ?? [],
    faults: parts.faults ?? [],
    canary: parts.canary ?? [],
    timeScale: parts.timeScale ?? 1,
  };
}

/** What an oracle is given for planned calls: grouped as planned, ε 2 ms and no canary unless said otherwise. */
export function inputOf(policy: RecoveryPolicy, plans: readonly CallPlan[], parts: RunParts = {}): OracleInput {
  const [first] = plans;
  return {
    policy,
    expectations: { ...NO_EXPECTATIONS, ...parts.expectations },
    calls: plans.map(plannedCall),
    asks: journalOf(plans, parts).asks,
    journal: journalOf(plans, parts),
    consumer: first?.consumer ?? 'shop',
    provider: first?.provider ?? 'payments',
    noise: { epsilonMs: 2 * (parts.timeScale ?? 1), latenessMs: undefined, ...parts.noise },
  };
}

/** The one judgement of an oracle on planned calls; `undefined` when it has nothing to say. */
export function judgementOf(oracle: Oracle, input: OracleInput): Judgement | undefined {
  return oracle.judge(input)[0];
}

/** The kind of the oracle's verdict on planned calls: `none` when it has nothing to say. */
export function verdictOf(oracle: Oracle, input: OracleInput): string {
  return judgementOf(oracle, input)?.verdict.kind ?? 'none';
}

/** A policy that claims only what is given. */
export function policyWith(members: Partial<RecoveryPolicy>): RecoveryPolicy {
  return { ...NO_POLICY, ...members };
}

/** The attempts of a plan as exchanges, with its ask. */
export function plannedCall(plan: CallPlan, index = 0): LogicalCall {
  const { id = `call${index === 0 ? '' : index}`, consumer = 'shop', provider = 'payments', operation = 'getPayment' } = plan;
  const attempts: Exchange[] = [];
  let endedAtMs = plan.atMs ?? 1_000;
  for (const [position, written] of plan.attempts.entries()) {
    const attempt: AttemptPlan = typeof written === 'number' ? { waitMs: written } : written;
    const atMs = endedAtMs + (attempt.waitMs ?? 0) + (attempt.lateMs ?? 0);
    const exchange = plannedExchange({ plan, attempt, atMs, id: `${id}-${position + 1}`, consumer, provider, operation });
    attempts.push(exchange);
    endedAtMs = exchange.respondedLastAtMs ?? atMs;
  }
  const base = { id, consumer, provider, operation, attempts, groupedBy: plan.groupedBy ?? 'unique-value' } as const;
  return { ...base, isCertain: plan.isCertain ?? true, ask: plannedAsk(plan, attempts, `${id}-ask`) };
}

interface ExchangePlan {
  readonly plan: CallPlan;
  readonly attempt: AttemptPlan;
  readonly atMs: number;
  readonly id: string;
  readonly consumer: string;
  readonly provider: string;
  readonly operation: string;
}

function plannedExchange({ plan, attempt, atMs, id, ...link }: ExchangePlan): Exchange {
  const { status = 503, answerAfterMs = 0, lastsMs = 0 } = attempt;
  const endAtMs = atMs + answerAfterMs + lastsMs;
  return {
    id,
    side: 'egress',
    ...link,
    connectionId: attempt.connectionId ?? 'c1',
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: status === null ? undefined : atMs + answerAfterMs,
    respondedLastAtMs: endAtMs,
    request: {
      method: attempt.method ?? plan.method ?? 'GET',
      target: attempt.target ?? plan.target ?? '/payments/1',
      headers: attempt.requestHeaders ?? [],
      body: plan.body,
    },
    response: status === null ? undefined : { status, headers: attempt.headers ?? [], body: attempt.body ?? '{}' },
    fault: attempt.fault,
    effect: attempt.effect,
    problems: [],
    outcome: attempt.outcome ?? (status === null ? 'reset' : 'answered'),
  };
}

function plannedAsk(plan: CallPlan, attempts: readonly Exchange[], id: string): Ask | undefined {
  if (plan.ask === false) return undefined;
  const last = attempts.at(-1);
  const status = last?.response?.status;
  const hasSucceeded = last?.outcome === 'answered' && status !== undefined && status < 400;
  return {
    id,
    consumer: plan.consumer ?? 'shop',
    text: `${plan.method ?? 'GET'} ${plan.target ?? '/payments/1'}`,
    askedAtMs: (plan.atMs ?? 1_000) - 1,
    answeredAtMs: (last?.respondedLastAtMs ?? plan.atMs ?? 1_000) + 1,
    outcome: hasSucceeded ? 'succeeded' : 'failed',
    status: hasSucceeded ? 200 : 502,
    answer: undefined,
    ...plan.ask,
  };
}

const NO_POLICY: RecoveryPolicy = {
  timeoutMs: undefined,
  deadlineMs: undefined,
  retry: undefined,
  retryAfter: undefined,
  budget: undefined,
  breaker: undefined,
  bulkhead: undefined,
  hedge: undefined,
  fallback: undefined,
  queue: undefined,
  idempotency: undefined,
  reconnect: undefined,
};
