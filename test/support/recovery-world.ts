import type { Random } from '../../src/base/random.js';
import type { Exchange } from '../../src/journal/exchange.js';
import type { Ask, CanaryTick, RunJournal } from '../../src/journal/run-journal.js';
import { NO_EXPECTATIONS } from '../../src/policy/expectations.js';
import type { RecoveryPolicy } from '../../src/policy/policy.js';
import type { LogicalCall, OracleInput } from '../../src/recovery/oracle.js';
import { drawWaits } from './recovering-client.js';

/** A client that may do wrong, told by what it really does in place of what it claims. */
export interface RealClient {
  /** What it really does. */
  readonly policy: RecoveryPolicy;
  readonly method: 'GET' | 'POST';
  /** The key of an attempt; `undefined` for none. */
  readonly keyOf: (call: number, attempt: number) => string | undefined;
}

/** A client, a provider that fails in every way, and an observer who is late. All are decided by the random stream. */
export interface WorldPlan {
  readonly claimed: RecoveryPolicy;
  readonly client: RealClient;
  readonly callCount: number;
  readonly random: Random;
  /** No step of anybody is later than so. */
  readonly worstLatenessMs: number;
  readonly hasCanary: boolean;
  readonly timeScale?: number;
  /** What the provider does; by default anything. */
  readonly answers?: readonly WorldAnswer[];
}

/** A status, with or without Retry-After; `reset` before the answer, `cut` within it, `hang` for ever, `slow` to answer 200. */
export type WorldAnswer = number | 'reset' | 'cut' | 'hang' | 'slow' | { readonly retryAfter: string } | { readonly dateInMs: number };

/** What the oracles are given of such a world. */
export function inputOfWorld(plan: WorldPlan): OracleInput {
  const scale = plan.timeScale ?? 1;
  const calls: LogicalCall[] = [];
  let nowMs = START_MS;
  for (let index = 0; index < plan.callCount; index += 1) {
    const call = liveCall(plan, index, nowMs);
    calls.push(call);
    nowMs = Math.max(...call.attempts.map((one) => one.respondedLastAtMs ?? one.receivedLastAtMs), call.ask?.answeredAtMs ?? 0) + 60_000;
  }
  const worst = plan.worstLatenessMs * scale;
  const canary: CanaryTick[] = plan.hasCanary ? [0, 0.3, 1].map((share) => ({ setMs: 1_000, observedMs: 1_000 + share * worst })) : [];
  const asks = calls.flatMap(({ ask }) => (ask === undefined ? [] : [ask]));
  const exchanges = calls.flatMap(({ attempts }) => attempts);
  const journal: RunJournal = { exchanges, messages: [], asks, connections: [], faults: [], canary, timeScale: scale };
  const latenessMs = plan.hasCanary ? 2 * worst + 20 * scale : undefined;
  return {
    policy: plan.claimed,
    expectations: { ...NO_EXPECTATIONS, noSilentCorruption: true },
    calls,
    asks,
    journal,
    consumer: 'shop',
    provider: 'payments',
    noise: { epsilonMs: 2 * scale, latenessMs },
  };
}

interface Live {
  readonly exchange: Exchange;
  /** When the client knew, and what. */
  readonly knownAtMs: number;
  readonly seen: Seen;
}

type Seen = { readonly kind: 'status'; readonly status: number; readonly waitUntilMs?: number } | { readonly kind: 'network' | 'timeout' };

function liveCall(plan: WorldPlan, index: number, startMs: number): LogicalCall {
  const { policy } = plan.client;
  const waits =
    policy.retry === undefined ? [] : drawWaits({ ...policy.retry, attemptCount: Math.min(policy.retry.attemptCount, 12) }, plan.random);
  const attempts: Exchange[] = [];
  const late = (): number => plan.random.next() ** 2 * plan.worstLatenessMs * (plan.timeScale ?? 1);
  const askedAtMs = startMs;
  const beganAtMs = askedAtMs + late();
  let sentAtMs = beganAtMs + late();
  let last: Live | undefined;
  for (let attempt = 0; attempt < 12; attempt += 1) {
    last = liveAttempt(plan, { index, attempt, sentAtMs, late });
    attempts.push(last.exchange);
    const waitMs = waits[attempt];
    if (waitMs === undefined || !isTriedAgain(last.seen, policy)) break;
    const nextAtMs = wakeAtMs(last, waitMs, policy);
    if (nextAtMs === undefined || (policy.deadlineMs !== undefined && nextAtMs > beganAtMs + policy.deadlineMs)) break;
    sentAtMs = nextAtMs + late();
  }
  const answeredAtMs = (last?.knownAtMs ?? startMs) + late();
  const hasSucceeded = last?.seen.kind === 'status' && last.seen.status < 400;
  const ask: Ask = {
    id: `ask${index}`,
    consumer: 'shop',
    text: 'GET /',
    askedAtMs,
    answeredAtMs,
    outcome: hasSucceeded ? 'succeeded' : 'failed',
    status: hasSucceeded ? 200 : 502,
    answer: undefined,
  };
  const link = { consumer: 'shop', provider: 'payments', operation: 'getPayment' } as const;
  return { id: `call${index}`, ...link, attempts, groupedBy: 'unique-value', isCertain: true, ask };
}

function wakeAtMs({ knownAtMs, seen }: Live, waitMs: number, { retryAfter }: RecoveryPolicy): number | undefined {
  const until = seen.kind === 'status' ? seen.waitUntilMs : undefined;
  if (until === undefined || retryAfter === undefined || retryAfter.kind === 'ignore' || until <= knownAtMs) return knownAtMs + waitMs;
  if (retryAfter.kind === 'capped') return Math.min(until, knownAtMs + retryAfter.capMs);
  // Nobody waits for days.
  return until - knownAtMs > 3_600_000 ? undefined : until;
}

function isTriedAgain(seen: Seen, { retry }: RecoveryPolicy): boolean {
  if (seen.kind === 'status' && seen.status < 400) return false;
  if (retry?.on === undefined) return retry !== undefined;
  return retry.on.some((one) =>
    one.kind === 'status' ? seen.kind === 'status' && one.first <= seen.status && seen.status <= one.last : one.kind === seen.kind,
  );
}

interface Sending {
  readonly index: number;
  readonly attempt: number;
  readonly sentAtMs: number;
  readonly late: () => number;
}

function liveAttempt(plan: WorldPlan, { index, attempt, sentAtMs, late }: Sending): Live {
  const { random, client, answers = ANSWERS } = plan;
  const answer = answers[Math.floor(random.next() * answers.length)] ?? 503;
  const receivedAtMs = sentAtMs + late();
  const shownAtMs = receivedAtMs + (answer === 'slow' ? 4_000 : random.next() * 5) + late() / 10;
  const endedAtMs = shownAtMs + random.next() * 40;
  // A bad status is enough to act on; the whole of a good answer is not there before its end.
  const readableAtMs = answer === 'reset' || statusOf(answer) >= 400 ? shownAtMs : endedAtMs;
  const seesAtMs = answer === 'hang' ? Number.POSITIVE_INFINITY : readableAtMs + late();
  const givesUpAtMs = client.policy.timeoutMs === undefined ? Number.POSITIVE_INFINITY : sentAtMs + client.policy.timeoutMs + late();
  const hasGivenUp = givesUpAtMs < seesAtMs;
  // An answer that was written before we noticed that nobody waits for it any more is written all the same.
  const isWritten = answer !== 'hang' && (!hasGivenUp || shownAtMs < givesUpAtMs + late());
  const noticedAtMs = Math.max(givesUpAtMs, receivedAtMs) + late();
  const key = client.keyOf(index, attempt);
  const status = statusOf(answer);
  const response = { status, headers: headersOf(answer, shownAtMs), body: answer === 'cut' ? '{"a":' : '{"a":1}' };
  const hasResponse = isWritten && answer !== 'reset';
  const exchange: Exchange = {
    id: `${index}-${attempt}`,
    side: 'egress',
    consumer: 'shop',
    provider: 'payments',
    operation: 'getPayment',
    connectionId: hasGivenUp || status >= 500 ? `c${index}-${attempt}` : `c${index}`,
    receivedFirstAtMs: receivedAtMs,
    receivedLastAtMs: receivedAtMs,
    respondedFirstAtMs: hasResponse ? shownAtMs : undefined,
    // A cut may be stamped after it was done.
    respondedLastAtMs: isWritten ? endedAtMs + (answer === 'reset' ? late() : 0) : Number.isFinite(noticedAtMs) ? noticedAtMs : undefined,
    request: {
      method: client.method,
      target: `/payments/${index}`,
      headers: key === undefined ? [] : ['Idempotency-Key', key],
      body: undefined,
    },
    response: hasResponse ? response : undefined,
    fault: undefined,
    problems: [],
    outcome: isWritten ? (answer === 'reset' || answer === 'cut' ? 'reset' : 'answered') : 'aborted',
  };
  return {
    exchange,
    knownAtMs: Math.min(seesAtMs, givesUpAtMs, sentAtMs + 30_000),
    seen: hasGivenUp ? { kind: 'timeout' } : seenOf(answer, seesAtMs),
  };
}

function statusOf(answer: WorldAnswer): number {
  if (typeof answer === 'number') return answer;
  return typeof answer === 'object' ? 429 : 200;
}

function headersOf(answer: WorldAnswer, atMs: number): readonly string[] {
  const length = ['Content-Length', '7', 'Content-Type', 'application/json'];
  if (typeof answer !== 'object') return length;
  if ('retryAfter' in answer) return [...length, 'Retry-After', answer.retryAfter];
  return [...length, 'Retry-After', new Date(Math.ceil((atMs + answer.dateInMs) / 1_000) * 1_000).toUTCString()];
}

function seenOf(answer: WorldAnswer, seesAtMs: number): Seen {
  if (answer === 'reset' || answer === 'cut') return { kind: 'network' };
  if (answer === 'hang') return { kind: 'timeout' };
  if (typeof answer !== 'object') return { kind: 'status', status: statusOf(answer) };
  if ('dateInMs' in answer) return { kind: 'status', status: 429, waitUntilMs: Math.ceil((seesAtMs + answer.dateInMs) / 1_000) * 1_000 };
  return /^\d+$/.test(answer.retryAfter)
    ? { kind: 'status', status: 429, waitUntilMs: seesAtMs + Number(answer.retryAfter) * 1_000 }
    : { kind: 'status', status: 429 };
}

const START_MS = Date.UTC(2026, 0, 1);
const ANSWERS: readonly WorldAnswer[] = [
  ...[503, 503, 503, 500, 429, 400, 200],
  ...(['reset', 'cut', 'hang', 'slow'] as const),
  ...[{ retryAfter: '3' }, { retryAfter: '0' }, { retryAfter: 'soon' }, { retryAfter: '99999999999' }],
  ...[{ dateInMs: 5_000 }, { dateInMs: -60_000 }],
];
