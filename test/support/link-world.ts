import type { Random } from '../../src/base/random.js';
import { randomFromSeed } from '../../src/base/random.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import type { Exchange } from '../../src/journal/exchange.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { NO_EXPECTATIONS } from '../../src/policy/expectations.js';
import type { Expectations } from '../../src/policy/expectations.js';
import type { RecoveryPolicy } from '../../src/policy/policy.js';
import { policyWith } from './recovery-journal.js';

/** What a consumer does wrong on purpose. */
export type Bug =
  | 'never-opens'
  | 'opens-too-short'
  | 'many-probes'
  | 'trips-on-4xx'
  | 'no-bulkhead'
  | 'loses-queue'
  | 'flushes-twice'
  | 'flushes-backwards'
  | 'no-fallback'
  | 'hangs'
  | 'sleeps-on'
  | 'retries-for-ever';

export interface LinkPlan {
  readonly seed: number;
  /** Sees what it waits for late by up to so much, each time anew. */
  readonly worstLatenessMs: number;
  readonly hasCanary: boolean;
  readonly attemptCount: number;
  readonly baseMs: number;
  readonly timeoutMs: number;
  readonly breaker?: {
    readonly failureCount: number;
    readonly openMs: number;
    readonly probeCount: number;
    readonly level: 'call' | 'attempt';
  };
  readonly bulkhead?: number;
  /** What cannot be sent now is answered with 202 and sent later. */
  readonly hasQueue?: boolean;
  readonly hasKeys?: boolean;
  readonly hasFallback?: boolean;
  readonly asks: readonly { readonly atMs: number; readonly method: 'GET' | 'POST' }[];
  /** Each ask waits for the answer to the one before. */
  readonly isInTurn?: boolean;
  /** Each call bears the value of its ask, whatever the method. */
  readonly isMarked?: boolean;
  readonly outages: readonly { readonly fromMs: number; readonly toMs: number; readonly mode: OutageMode }[];
  readonly bugs?: readonly Bug[];
  readonly endMs: number;
}

export type OutageMode = '503' | 'reset' | 'stall' | 'lost' | '404' | 'refuse';

/** A run of one consumer and one provider on simulated time, with the noise of a machine. */
export function runLink(plan: LinkPlan): RunJournal {
  const world = createWorld(plan);
  const starts: readonly (() => void)[] = plan.asks.map(
    (ask, index) => () => askConsumer(world, { ...ask, index }, () => starts[index + 1]?.()),
  );
  if (plan.isInTurn === true) starts[0]?.();
  else
    for (const [index, ask] of plan.asks.entries()) world.atServer(ask.atMs, () => askConsumer(world, { ...ask, index }, () => undefined));
  for (const [index, { fromMs, toMs, mode }] of plan.outages.entries()) {
    const fault = mode === 'lost' ? 'lost-response' : mode === '503' || mode === '404' ? 'status' : 'outage';
    world.recorder.fault({ label: `f${index}`, fault, provider: 'payments', fromMs, toMs, refusesConnections: mode === 'refuse' });
  }
  if (plan.hasCanary) for (let tick = 0; tick < 3; tick += 1) world.recorder.tick({ setMs: 100, observedMs: 100 + plan.worstLatenessMs });
  world.runUntil(plan.endMs);
  return world.recorder.journal(plan.endMs);
}

/** What a consumer without bugs rightly claims. */
export function claimedBy(plan: LinkPlan): RecoveryPolicy {
  return policyWith({
    timeoutMs: plan.timeoutMs,
    retry: {
      attemptCount: plan.attemptCount,
      on: undefined,
      backoff: { kind: 'exponential', baseMs: plan.baseMs, factor: 2, capMs: plan.baseMs * 8 },
      jitter: { kind: 'full' },
    },
    breaker: plan.breaker,
    bulkhead: plan.bulkhead === undefined ? undefined : { concurrentCount: plan.bulkhead },
    queue: plan.hasQueue === true ? { isOrdered: false, drainMs: undefined } : undefined,
    idempotency: plan.hasKeys === true ? 'idempotency-key' : undefined,
  });
}

/** What rightly is expected of its runs. */
export function expectedOf(plan: LinkPlan): Expectations {
  return {
    ...NO_EXPECTATIONS,
    nothingLost: plan.hasQueue,
    nothingTwice: plan.hasKeys,
    answeredWithinMs: 30_000,
    amplificationAtMost: plan.attemptCount,
    fallback: plan.hasFallback === true ? { status: 200, body: { '/stale': true }, withinMs: 30_000 } : undefined,
  };
}

interface World {
  readonly plan: LinkPlan;
  readonly recorder: ReturnType<typeof createRunRecorder>;
  readonly consumer: ConsumerState;
  nowMs(): number;
  at(atMs: number, run: () => void): void;
  /** The provider's side stands still as a whole: what it sees late it sees in order. */
  atServer(atMs: number, run: () => void): void;
  runUntil(endMs: number): void;
  late(): number;
  draw(): number;
  fresh(): string;
  hasBug(bug: Bug): boolean;
}

interface ConsumerState {
  failureCount: number;
  openUntilMs: number;
  isHalfOpen: boolean;
  probesInFlight: number;
  probeSuccesses: number;
  inFlight: number;
  queue: { readonly body: string; readonly key: string }[];
  isFlushing: boolean;
  readonly effectByKey: Map<string, string>;
}

function createWorld(plan: LinkPlan): World {
  const random: Random = randomFromSeed(plan.seed, 'link');
  const events: { readonly atMs: number; readonly wantedMs: number; readonly order: number; readonly run: () => void }[] = [];
  let nowMs = 0;
  let order = 0;
  let id = 0;
  const at = (atMs: number, run: () => void, wantedMs = atMs): void => {
    order += 1;
    events.push({ atMs: Math.max(atMs, nowMs), wantedMs, order, run });
  };
  return {
    plan,
    recorder: createRunRecorder(),
    consumer: {
      failureCount: 0,
      openUntilMs: Number.NEGATIVE_INFINITY,
      isHalfOpen: false,
      probesInFlight: 0,
      probeSuccesses: 0,
      inFlight: 0,
      queue: [],
      isFlushing: false,
      effectByKey: new Map(),
    },
    nowMs: () => nowMs,
    at,
    atServer: (atMs, run) => {
      const sinceMs = (atMs + (plan.seed % FREEZE_EVERY_MS)) % FREEZE_EVERY_MS;
      at(sinceMs < plan.worstLatenessMs ? atMs - sinceMs + plan.worstLatenessMs : atMs, run, atMs);
    },
    runUntil: (endMs) => {
      for (;;) {
        events.sort((left, right) => left.atMs - right.atMs || left.wantedMs - right.wantedMs || left.order - right.order);
        const next = events[0];
        if (next === undefined || next.atMs > endMs) return;
        events.shift();
        nowMs = next.atMs;
        next.run();
      }
    },
    late: () => (random.next() < 0.3 ? random.next() * plan.worstLatenessMs : 0),
    draw: () => random.next(),
    fresh: () => {
      id += 1;
      return String(id);
    },
    hasBug: (bug) => plan.bugs?.includes(bug) === true,
  };
}

/** The provider's side stands still once in so long. */
const FREEZE_EVERY_MS = 1_300;

interface AskPlan {
  readonly atMs: number;
  readonly method: 'GET' | 'POST';
  readonly index: number;
}

function askConsumer(world: World, ask: AskPlan, onAnswer: () => unknown): void {
  const askedAtMs = Math.max(world.nowMs(), ask.atMs);
  if (askedAtMs > world.nowMs()) {
    world.atServer(askedAtMs, () => askConsumer(world, ask, onAnswer));
    return;
  }
  const orderId = orderIdOf(world.plan, ask.index);
  const body = ask.method === 'POST' ? JSON.stringify({ order: orderId }) : undefined;
  const base = exchangeBase(world, {
    side: 'ingress',
    method: ask.method,
    target:
      ask.method === 'POST' ? '/checkout' : world.plan.isMarked === true ? `/products?for=${keyOf(world.plan, ask.index)}` : '/products',
    body,
    atMs: askedAtMs,
  });
  world.recorder.append(base);
  const answer = (status: number, text: string): void =>
    world.atServer(world.nowMs() + world.late(), () => {
      const atMs = world.nowMs();
      const response = { status, headers: [], body: text };
      world.recorder.append({ ...base, respondedFirstAtMs: atMs, respondedLastAtMs: atMs, response, outcome: 'answered' });
      world.at(atMs + 1, onAnswer as () => void);
    });
  const key = keyOf(world.plan, ask.index);
  if (ask.method === 'POST' && body !== undefined && world.consumer.queue.length > 0) {
    world.consumer.queue.push({ body, key });
    world.at(askedAtMs + 1 + world.late(), () => answer(202, '{"queued":true}'));
    return;
  }
  world.at(askedAtMs + 1 + world.late(), () =>
    callProvider(world, { method: ask.method, body, key }, (hasWorked) => {
      if (hasWorked) answer(200, '{"live":true}');
      else if (ask.method === 'POST' && world.plan.hasQueue === true && body !== undefined) {
        if (!world.hasBug('loses-queue')) world.consumer.queue.push({ body, key });
        answer(202, '{"queued":true}');
        flushLater(world);
      } else if (world.hasBug('hangs') && ask.index % 2 === 1) return;
      else if (world.plan.hasFallback === true && !world.hasBug('no-fallback')) answer(200, '{"stale":true}');
      else answer(502, '{}');
    }),
  );
}

function orderIdOf({ seed }: LinkPlan, index: number): string {
  return `order-${seed % 1_000}x${index}`;
}

function keyOf(plan: LinkPlan, index: number): string {
  return `key-${orderIdOf(plan, index)}`;
}

/** The values by which the calls of a marked run can be told apart; none of another. */
export function uniqueValuesOf(plan: LinkPlan): readonly string[] {
  return plan.isMarked === true ? plan.asks.flatMap((_, index) => [orderIdOf(plan, index), keyOf(plan, index)]) : [];
}

interface ProviderCall {
  readonly method: 'GET' | 'POST';
  readonly body: string | undefined;
  readonly key: string;
}

function callProvider(world: World, call: ProviderCall, done: (hasWorked: boolean) => void): void {
  const { plan } = world;
  const isByCall = plan.breaker?.level === 'call';
  const pass = isByCall ? admitted(world) : ('closed' as const);
  if (pass === 'refused') {
    done(false);
    return;
  }
  const finish = (hasWorked: boolean, isFailure: boolean): void => {
    if (isByCall) settle(world, pass, isFailure);
    done(hasWorked);
  };
  tryOnce(world, call, 1, finish);
}

function tryOnce(world: World, call: ProviderCall, attempt: number, finish: (hasWorked: boolean, isFailure: boolean) => void): void {
  const { plan } = world;
  const isByAttempt = plan.breaker?.level === 'attempt';
  const pass = isByAttempt ? admitted(world) : ('closed' as const);
  if (pass === 'refused') {
    finish(false, true);
    return;
  }
  sendAttempt(world, call, (status) => {
    const isFailure = status === undefined || status >= 500 || (world.hasBug('trips-on-4xx') && status >= 400);
    if (isByAttempt) settle(world, pass, isFailure);
    if (!isFailure) {
      finish(status < 400, false);
      return;
    }
    const isRetried = status === undefined || status >= 500;
    const limit = world.hasBug('retries-for-ever') ? Number.POSITIVE_INFINITY : plan.attemptCount;
    if (!isRetried || attempt >= limit) {
      finish(false, true);
      return;
    }
    const waitMs = world.draw() * Math.min(plan.baseMs * 2 ** (attempt - 1), plan.baseMs * 8);
    world.at(world.nowMs() + waitMs + world.late(), () => tryOnce(world, call, attempt + 1, finish));
  });
}

type Pass = 'closed' | 'probe' | 'refused';

function admitted(world: World): Pass {
  const { consumer, plan } = world;
  const breaker = plan.breaker;
  if (breaker === undefined || world.hasBug('never-opens')) return 'closed';
  if (consumer.openUntilMs === Number.NEGATIVE_INFINITY) return 'closed';
  if (world.nowMs() < consumer.openUntilMs) return 'refused';
  const limit = world.hasBug('many-probes') ? 100 : breaker.probeCount;
  if (consumer.probesInFlight + consumer.probeSuccesses >= limit) return 'refused';
  consumer.probesInFlight += 1;
  return 'probe';
}

function settle(world: World, pass: Pass, isFailure: boolean): void {
  const { consumer, plan } = world;
  const breaker = plan.breaker;
  if (breaker === undefined || pass === 'refused') return;
  if (pass === 'probe') consumer.probesInFlight -= 1;
  if (!isFailure) {
    consumer.failureCount = 0;
    if (pass === 'probe') consumer.probeSuccesses += 1;
    if (pass === 'probe' && consumer.probeSuccesses >= breaker.probeCount) {
      consumer.openUntilMs = Number.NEGATIVE_INFINITY;
      consumer.probeSuccesses = 0;
    }
    return;
  }
  consumer.failureCount += 1;
  const isOpen = consumer.openUntilMs !== Number.NEGATIVE_INFINITY;
  if (pass === 'probe' || (!isOpen && consumer.failureCount >= breaker.failureCount)) {
    consumer.openUntilMs = world.nowMs() + breaker.openMs * (world.hasBug('opens-too-short') ? 0.5 : 1);
    consumer.probeSuccesses = 0;
  }
}

function flushLater(world: World): void {
  const { consumer } = world;
  if (consumer.isFlushing) return;
  consumer.isFlushing = true;
  const again = (): void => {
    const next = world.hasBug('flushes-backwards') ? consumer.queue.at(-1) : consumer.queue[0];
    if (next === undefined) {
      consumer.isFlushing = false;
      return;
    }
    sendAttempt(world, { method: 'POST', ...next }, (status) => {
      if (status !== undefined && status < 400) {
        consumer.queue = consumer.queue.filter((one) => one !== next);
        if (world.hasBug('flushes-twice'))
          sendAttempt(world, { method: 'POST', body: next.body, key: `${next.key}-again` }, () => undefined);
      }
      world.at(world.nowMs() + (consumer.queue.length === 0 || status === undefined || status >= 400 ? 500 : 10) + world.late(), again);
    });
  };
  world.at(world.nowMs() + (world.hasBug('sleeps-on') ? 60_000 : 500) + world.late(), again);
}

/** One attempt on the wire; the consumer is told the status, or nothing when there was none. */
function sendAttempt(world: World, call: ProviderCall, told: (status: number | undefined) => void): void {
  const { plan, consumer } = world;
  if (plan.bulkhead !== undefined && !world.hasBug('no-bulkhead') && consumer.inFlight >= plan.bulkhead) {
    world.at(world.nowMs(), () => told(undefined));
    return;
  }
  consumer.inFlight += 1;
  let isOver = false;
  const tell = (status: number | undefined, afterMs: number): void => {
    world.at(world.nowMs() + afterMs, () => {
      if (isOver) return;
      isOver = true;
      consumer.inFlight -= 1;
      told(status);
    });
  };
  let abort: () => void = () => undefined;
  world.atServer(world.nowMs() + 0.5, () => {
    abort = receive(
      world,
      call,
      (status) => tell(status, 0.5 + world.late()),
      () => isOver,
    );
  });
  world.at(world.nowMs() + plan.timeoutMs + world.late(), () => {
    if (isOver) return;
    isOver = true;
    consumer.inFlight -= 1;
    world.atServer(world.nowMs() + 0.5, () => abort());
    told(undefined);
  });
}

/** The provider's side, which stamps before it writes. */
function receive(world: World, call: ProviderCall, answer: (status: number | undefined) => void, isGone: () => boolean): () => void {
  const { plan } = world;
  const atMs = world.nowMs();
  const outageIndex = plan.outages.findIndex(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  const mode = plan.outages[outageIndex]?.mode;
  if (mode === 'refuse') {
    // Nobody listens, so nobody writes it down.
    world.at(atMs + 0.1, () => answer(undefined));
    return () => undefined;
  }
  const fault = mode === undefined ? undefined : `f${outageIndex}`;
  const headers = plan.hasKeys === true && call.method === 'POST' ? ['Idempotency-Key', call.key] : [];
  const target = call.method === 'POST' ? '/payments' : plan.isMarked === true ? `/catalog?for=${call.key}` : '/catalog';
  const base = { ...exchangeBase(world, { side: 'egress', method: call.method, target, body: call.body, atMs, headers }), fault };
  world.recorder.append(base);
  let isDone = false;
  const end = (members: Partial<Exchange>, status: number | undefined): void => {
    if (isDone) return;
    isDone = true;
    const nowMs = world.nowMs();
    world.recorder.append({ ...base, respondedLastAtMs: nowMs, ...members });
    if (members.outcome !== 'aborted') answer(status);
  };
  const respond = (status: number, effect?: string): void => {
    const nowMs = world.nowMs();
    end({ respondedFirstAtMs: nowMs, response: { status, headers: [], body: '{}' }, outcome: 'answered', effect }, status);
  };
  const serviceMs = 5 + world.draw() * 20;
  if (mode === '503' || mode === '404') world.atServer(atMs + 1, () => respond(Number(mode)));
  else if (mode === 'reset') world.atServer(atMs + 1, () => end({ outcome: 'reset' }, undefined));
  else if (mode === 'lost') world.atServer(atMs + serviceMs, () => end({ outcome: 'reset', effect: effectOf(world, call) }, undefined));
  else if (mode === undefined) {
    world.atServer(atMs + serviceMs, () => {
      const effect = effectOf(world, call);
      if (isGone()) end({ outcome: 'aborted', effect }, undefined);
      else respond(200, effect);
    });
  }
  return () => end({ outcome: 'aborted' }, undefined);
}

function effectOf(world: World, { method, key }: ProviderCall): string | undefined {
  if (method === 'GET') return undefined;
  const known = world.plan.hasKeys === true ? world.consumer.effectByKey.get(key) : undefined;
  const effect = known ?? `e${world.fresh()}`;
  world.consumer.effectByKey.set(key, effect);
  return effect;
}

interface BasePlan {
  readonly side: Exchange['side'];
  readonly method: string;
  readonly target: string;
  readonly body: string | undefined;
  readonly atMs: number;
  readonly headers?: readonly string[];
}

function exchangeBase(world: World, { side, method, target, body, atMs, headers = [] }: BasePlan): Exchange {
  return {
    id: `${side === 'ingress' ? 'i' : 'x'}${world.fresh()}`,
    side,
    consumer: side === 'ingress' ? undefined : 'shop',
    provider: side === 'ingress' ? 'shop' : 'payments',
    operation: undefined,
    connectionId: '',
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: undefined,
    respondedLastAtMs: undefined,
    request: { method, target, headers, body },
    response: undefined,
    fault: undefined,
    problems: [],
    outcome: 'timedOut',
  };
}
