import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/journal/exchange.js';
import type { FaultSpan, RunJournal } from '../../../src/journal/run-journal.js';
import type { Expectations } from '../../../src/policy/expectations.js';
import { NO_EXPECTATIONS } from '../../../src/policy/expectations.js';
import type { RecoveryPolicy } from '../../../src/policy/policy.js';
import { judgeRun } from '../../../src/recovery/judge-run.js';
import type { Claim } from '../../../src/recovery/oracle.js';
import { policyWith } from '../../support/recovery-journal.js';

/** What was asked of the shop (`in`), or sent by it: at, what, body, answered with, and the effect. */
interface Line {
  readonly side?: 'in';
  readonly at: number;
  readonly text: string;
  readonly body?: string;
  readonly answer?: string;
  /** `null`: reset. */
  readonly status?: number | null;
  readonly effect?: string;
  readonly fault?: string;
  readonly key?: string;
  readonly lasts?: number;
}

const post = (at: number, body: string, more: Partial<Line> = {}): Line => ({ at, text: 'POST /events', body, ...more });
const asked = (at: number, body: string, more: Partial<Line> = {}): Line => ({
  side: 'in',
  at,
  text: 'POST /hooks',
  body,
  status: 202,
  ...more,
});
const DOWN: FaultSpan = { label: 'down', fault: 'status', provider: 'payments', fromMs: 0, toMs: 4_000 };

describe('nothing-lost', () => {
  const judged = (lines: readonly Line[], faults: readonly FaultSpan[] = [DOWN]): string =>
    verdict('nothing-lost', journalOf(lines, faults), { nothingLost: true });
  const failing = post(1_100, '{"hook":"hook-1"}', { status: 503, fault: 'down' });

  it('wants one effect of what was delivered twice', () => {
    const lines = [asked(1_000, 'hook-1'), failing, asked(2_000, 'hook-1'), post(5_000, '{"hook":"hook-1"}', { effect: 'e1' })];
    expect(judged(lines)).toBe('proved');
    expect(judged(lines.slice(0, 3))).toBe('refuted');
  });

  it('is not misled by who looks at a list of all that was done', () => {
    const look: Line = { side: 'in', at: 1_500, text: 'GET /state', answer: '["hook-1","hook-2"]' };
    const sent = ['hook-1', 'hook-2'].map((hook, index) => post(5_000 + index * 100, hook, { effect: hook }));
    expect(judged([asked(1_000, 'hook-1'), asked(1_200, 'hook-2'), look, failing, ...sent])).toBe('proved');
    expect(judged([asked(1_000, 'hook-1'), asked(1_200, 'hook-2'), look, failing, ...sent.slice(0, 1)])).not.toBe('proved');
  });

  it('takes a batch for all whose marks it bears', () => {
    const asks = ['hook-1', 'hook-2', 'hook-3'].map((hook, index) => asked(1_000 + index * 10, hook));
    expect(judged([...asks, failing, post(5_000, '["hook-1","hook-2","hook-3"]', { effect: 'e1' })])).toBe('proved');
    expect(judged([...asks, failing, post(5_000, '["hook-1","hook-3"]', { effect: 'e1' })])).toBe('refuted');
  });

  it('asks nothing of asks that are for something else', () => {
    const other = asked(2_500, '{"order":"x-99"}', { text: 'POST /login' });
    expect(judged([asked(1_000, 'hook-1'), failing, other, post(5_000, 'hook-1', { effect: 'e1' })])).toBe('proved');
  });

  it('gives each effect without a mark to one ask, and proves nothing by it', () => {
    const asks = [asked(1_000, 'hook-1'), asked(2_000, 'hook-2')];
    const unmarked = [post(2_000.5, 'x', { effect: 'e1' }), post(2_000.7, 'y', { effect: 'e2' })];
    expect(judged([...asks, failing, ...unmarked])).toBe('consistent');
  });

  it('does not hold against the consumer what the provider refuses for good', () => {
    const asks = [asked(1_000, 'hook-1'), asked(2_000, 'hook-2')];
    const refused = post(5_000, 'hook-1', { status: 422 });
    expect(judged([...asks, failing, refused, post(6_000, 'hook-2', { effect: 'e2' })])).toBe('consistent');
    const conflict = post(5_000, 'hook-1', { status: 409 });
    expect(judged([...asks, failing, conflict, post(6_000, 'hook-2', { effect: 'e2' })])).toBe('refuted');
  });
});

describe('nothing-twice', () => {
  const lines = (second: Partial<Line>): readonly Line[] => [
    asked(1_000, 'hook-1'),
    post(1_100, '{"hook":"hook-1"}', { effect: 'e1', key: 'a' }),
    asked(2_000, 'hook-1'),
    post(2_100, '{"hook":"hook-1"}', { effect: 'e2', key: 'b', ...second }),
  ];
  const judged = (all: readonly Line[], uniqueValues?: readonly string[]): string =>
    verdict('nothing-twice', journalOf(all, []), { nothingTwice: true }, { uniqueValues });

  it('is refuted when what was delivered twice was done twice, under whatever key', () => {
    expect(judged(lines({}), ['hook-1'])).toBe('refuted');
    expect(judged(lines({ effect: 'e1' }), ['hook-1'])).toBe('proved');
  });

  it('is left open when nothing says that the same words mean the same thing, or other things were asked of it', () => {
    expect(judged(lines({}))).toBe('consistent');
    expect(judged([...lines({}), asked(3_000, '{"remind":"hook-1"}')], ['hook-1'])).toBe('consistent');
    expect(judged(lines({ body: '{"hook":"hook-1","part":2}' }), ['hook-1'])).toBe('consistent');
  });
});

describe('fallback', () => {
  const fallback = { status: 200, body: { '/source': 'popular' }, withinMs: undefined };
  const shown = (at: number, source: string): readonly Line[] => [
    { side: 'in', at, text: 'GET /window/1', answer: `{"source":"${source}"}`, lasts: 3 },
    ...(source === 'live' ? [{ at: at + 1, text: 'GET /likes/1' }] : []),
  ];
  const met: readonly Line[] = [...shown(1_000, 'popular'), { at: 1_001, text: 'GET /likes/1', status: 503, fault: 'down' }];
  const judged = (lines: readonly Line[], members: Partial<Expectations> = { recoveredWithinMs: 2_000 }): string =>
    verdict('fallback', journalOf([...met, ...lines], [DOWN]), { fallback, ...members });

  it.each<readonly [string, readonly Line[], string]>([
    ['live afterwards', [...shown(8_000, 'live'), ...shown(15_000, 'live')], 'proved'],
    ['nothing asked afterwards', [], 'consistent'],
    ['still the fallback, within the time that recovering may take', [...shown(5_000, 'popular'), ...shown(6_000, 'live')], 'proved'],
    ['the fallback again long after, though live answers differ', [...shown(5_000, 'live'), ...shown(9_000, 'popular')], 'refuted'],
    [
      'the fallback again, after a call that failed by itself',
      [...shown(5_000, 'live'), { at: 8_000, text: 'GET /likes/1', status: 500 }, ...shown(9_000, 'popular')],
      'proved',
    ],
  ])('wants live answers once the provider is back: %s', (_what, lines, expected) => {
    expect(judged(lines)).toBe(expected);
  });

  it('does not know how long recovering may take when nobody says so', () => {
    expect(judged([...shown(5_000, 'live'), ...shown(9_000, 'popular')], {})).toBe('proved');
  });
});

describe('recovery-time', () => {
  const expectations = { recoveredWithinMs: 2_000 };
  const failing = [asked(1_000, 'hook-1', { status: 502 }), post(1_000.5, 'hook-1', { status: 503, fault: 'down' })];

  it('counts from what needs the provider', () => {
    const look: Line = { side: 'in', at: 5_000, text: 'GET /state' };
    const late = [asked(12_000, 'hook-2', { lasts: 3 }), post(12_001, 'hook-2', { effect: 'e2' })];
    expect(verdict('recovery-time', journalOf([...failing, look, ...late], [DOWN]), expectations)).toBe('proved');
    const held = [asked(5_000, 'hook-2', { status: 502 }), ...late];
    expect(verdict('recovery-time', journalOf([...failing, ...held], [DOWN]), expectations)).toBe('refuted');
  });

  it.each([
    ['fail-first', 'refuted'],
    ['status', 'inconclusive'],
  ])('takes a fault that nobody switches off as gone after the last that bears its label: %s', (fault, late) => {
    const unended = { ...DOWN, fault, toMs: undefined };
    const retried = (at: number): readonly Line[] => [
      asked(1_000, 'hook-1', { lasts: at }),
      post(1_100, 'hook-1', { status: 503, fault: 'down' }),
      post(at, 'hook-1', { effect: 'e1' }),
    ];
    expect(verdict('recovery-time', journalOf(retried(2_000), [unended]), expectations)).toBe('proved');
    expect(verdict('recovery-time', journalOf(retried(9_000), [unended]), expectations)).toBe(late);
    expect(verdict('recovery-time', journalOf(retried(9_000).slice(0, 2), [unended]), expectations)).toBe('inconclusive');
  });
});

describe('retryable', () => {
  const policy = policyWith({
    retry: {
      attemptCount: 3,
      on: [{ kind: 'status', first: 503, last: 503 }],
      backoff: { kind: 'constant', baseMs: 100 },
      jitter: { kind: 'none' },
    },
    idempotency: 'idempotency-key',
  });
  const lines = [asked(1_000, 'hook-1'), post(1_000.5, 'hook-1', { status: 503, key: 'a' })];

  it('lets one that keeps for later answer first, and try again afterwards', () => {
    expect(verdict('retryable', journalOf(lines, []), {}, {}, policy)).toBe('refuted');
    expect(verdict('retryable', journalOf(lines, []), {}, {}, { ...policy, fallback: 'queue' })).not.toBe('refuted');
  });
});

function verdict(
  claim: Claim,
  journal: RunJournal,
  expectations: Partial<Expectations>,
  hints: { readonly uniqueValues?: readonly string[] | undefined } = {},
  policy: RecoveryPolicy = policyWith({}),
): string {
  const judgements = judgeRun(journal, {
    consumer: 'shop',
    provider: 'payments',
    policy,
    expectations: { ...NO_EXPECTATIONS, ...expectations },
    hints,
  });
  return judgements.find((judgement) => judgement.claim === claim)?.verdict.kind ?? 'none';
}

function journalOf(lines: readonly Line[], faults: readonly FaultSpan[]): RunJournal {
  const exchanges = lines.map(exchangeOf).sort((left, right) => left.receivedFirstAtMs - right.receivedFirstAtMs);
  const canary = Array.from({ length: 3 }, () => ({ setMs: 100, observedMs: 100 }));
  return { exchanges, messages: [], asks: [], connections: [], faults, canary, timeScale: 1, endedAtMs: 60_000 };
}

function exchangeOf({ side, at, text, body, answer = '{}', status, effect, fault, key, lasts = 1 }: Line, index: number): Exchange {
  const [method = '', target = ''] = text.split(' ');
  const isReset = status === null;
  return {
    id: `x${index}`,
    side: side === 'in' ? 'ingress' : 'egress',
    consumer: side === 'in' ? undefined : 'shop',
    provider: side === 'in' ? 'shop' : 'payments',
    operation: undefined,
    connectionId: '',
    receivedFirstAtMs: at,
    receivedLastAtMs: at,
    respondedFirstAtMs: isReset ? undefined : at + lasts - 0.5,
    respondedLastAtMs: at + lasts,
    request: { method, target, headers: key === undefined ? [] : ['idempotency-key', key], body },
    response: isReset ? undefined : { status: status ?? 200, headers: [], body: answer },
    fault,
    effect,
    problems: [],
    outcome: isReset ? 'reset' : 'answered',
  };
}
