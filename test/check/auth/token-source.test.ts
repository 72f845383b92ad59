import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenAnswer } from '../../../src/check/auth/token-answer.js';
import type { TokenSource } from '../../../src/check/auth/token-source.js';
import { createTokenSource } from '../../../src/check/auth/token-source.js';

const EXCHANGE = undefined;

describe('a source of tokens', () => {
  it('makes one call however many ask at once, and gives all of them its token', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.scheduler(), async (askerCount, scheduler) => {
        const { source, calls } = sourceOf({ around: () => scheduler.schedule(Promise.resolve()) });
        const asked = Array.from({ length: askerCount }, () => source.ready());
        await scheduler.waitFor(Promise.all(asked));
        expect(calls).toEqual([undefined]);
        const refused = Array.from({ length: askerCount }, () => source.renewFor(requestWith('token-1'), 'getThing'));
        const isWorthIt = await scheduler.waitFor(Promise.all(refused));
        expect(isWorthIt).toEqual(refused.map(() => true));
        expect(calls).toHaveLength(2);
        expect(source.token()).toBe('token-2');
      }),
      { seed: 20261121, numRuns: 50 },
    );
  });

  it('never gives a token that has expired', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.integer({ min: 0, max: 100_000_000 }), { maxLength: 20 }),
        async (expiresInSeconds, steps) => {
          let nowMs = 0;
          const fetchedAtMs: number[] = [];
          const { source } = sourceOf({ nowMs: () => nowMs, expiresInSeconds, around: async () => void fetchedAtMs.push(nowMs) });
          for (const stepMs of steps) {
            nowMs += stepMs % (expiresInSeconds * 2_000);
            expect(await source.ready()).toBeUndefined();
            expect(nowMs - (fetchedAtMs.at(-1) ?? 0)).toBeLessThan(expiresInSeconds * 1_000);
          }
        },
      ),
      { seed: 20261121, numRuns: 100 },
    );
  });

  it('keeps a token as long as it holds', async () => {
    let nowMs = 0;
    const { source, calls } = sourceOf({ nowMs: () => nowMs, expiresInSeconds: 3_600 });
    await source.ready();
    nowMs = 3_569_999;
    await source.ready();
    expect(calls).toHaveLength(1);
    nowMs = 3_570_000;
    await source.ready();
    expect(calls).toHaveLength(2);
  });

  it('uses the refresh token it was given, and the first way in when that is refused', async () => {
    let nowMs = 0;
    const { source, calls } = sourceOf({ nowMs: () => nowMs, expiresInSeconds: 60, refreshToken: 'r1', refuses: (index) => index === 2 });
    await source.ready();
    nowMs += 60_000;
    await source.ready();
    expect(calls).toEqual([undefined, 'r1']);
    nowMs += 60_000;
    expect(await source.ready()).toBeUndefined();
    expect(calls).toEqual([undefined, 'r1', 'r1', undefined]);
  });

  it('fetches no token for a request that does not carry the one it holds', async () => {
    const { source, calls } = sourceOf({});
    await source.ready();
    expect(await source.renewFor(requestWith('somebody-else'), 'getThing')).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it('has a late refusal tried again with the token that was fetched since', async () => {
    const { source, calls } = sourceOf({});
    await source.ready();
    expect(await source.renewFor(requestWith('token-1'), 'getThing')).toBe(true);
    expect(await source.renewFor(requestWith('token-1'), 'getThing')).toBe(true);
    expect(calls).toHaveLength(2);
  });

  it('does not go on fetching for who refuses every token', async () => {
    let nowMs = 0;
    const { source, calls } = sourceOf({ nowMs: () => nowMs });
    await source.ready();
    expect(await source.renewFor(requestWith('token-1'), 'strict')).toBe(true);
    expect(await source.renewFor(requestWith('token-2'), 'strict')).toBe(false);
    // Another operation may have lost it in another way.
    source.accepted('other');
    expect(await source.renewFor(requestWith('token-2'), 'other')).toBe(true);
    expect(await source.renewFor(requestWith('token-3'), 'strict')).toBe(false);
    nowMs = 10_000;
    expect(await source.renewFor(requestWith('token-3'), 'strict')).toBe(true);
    expect(calls).toHaveLength(4);
  });

  it('goes on fetching for who takes each token for a while', async () => {
    const { source, calls } = sourceOf({});
    await source.ready();
    for (let round = 1; round <= 5; round += 1) {
      expect(await source.renewFor(requestWith(`token-${round}`), 'getThing')).toBe(true);
      source.accepted('getThing');
    }
    expect(calls).toHaveLength(6);
  });

  it('asks twice, and then says why without asking', async () => {
    const { source, calls } = sourceOf({ refuses: () => true });
    for (let count = 0; count < 5; count += 1) expect(await source.ready()).toEqual({ reason: 'no', exchange: EXCHANGE });
    expect(calls).toHaveLength(2);
    expect(source.token()).toBeUndefined();
  });
});

interface SourceOptions {
  readonly nowMs?: () => number;
  readonly expiresInSeconds?: number;
  readonly refreshToken?: string;
  readonly refuses?: (callIndex: number) => boolean;
  readonly around?: () => Promise<void>;
}

function sourceOf(options: SourceOptions): { readonly source: TokenSource; readonly calls: readonly (string | undefined)[] } {
  const calls: (string | undefined)[] = [];
  const fetch = async (refreshToken: string | undefined): Promise<{ answer: TokenAnswer; exchange: undefined }> => {
    const callIndex = calls.length;
    calls.push(refreshToken);
    await options.around?.();
    if (options.refuses?.(callIndex) === true) return { answer: { kind: 'refused', reason: 'no' }, exchange: EXCHANGE };
    const { expiresInSeconds, refreshToken: next } = options;
    return { answer: { kind: 'token', token: `token-${callIndex + 1}`, expiresInSeconds, refreshToken: next }, exchange: EXCHANGE };
  };
  return { source: createTokenSource({ fetch, nowMs: options.nowMs ?? (() => 0) }), calls };
}

function requestWith(token: string): { readonly headers: readonly string[]; readonly target: string } {
  return { headers: ['authorization', `Bearer ${token}`], target: '/' };
}
