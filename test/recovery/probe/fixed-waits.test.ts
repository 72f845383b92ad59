import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import { fixedLaws } from '../../../src/recovery/probe/fixed-waits.js';
import { inferWaits } from '../../../src/recovery/probe/infer-waits.js';
import type { WaitSample } from '../../../src/recovery/probe/wait-model.js';

describe('waits that are the same in every run, each a little late in the same way', () => {
  it.each([
    ['constant', [1_033, 1_004], { kind: 'constant', baseMs: 1_000, factor: null, capMs: null }],
    ['linear', [221, 404, 603, 804], { kind: 'linear', baseMs: 200, factor: null, capMs: null }],
    ['doubling up to a cap', [294, 504, 1_008, 1_004, 1_004], { kind: 'exponential', baseMs: 250, factor: 2, capMs: 1_000 }],
    ['doubling', [140, 204, 403, 804], { kind: 'exponential', baseMs: 100, factor: 2, capMs: null }],
  ])('are known by their law: %s', (_, waits, backoff) => {
    expect(inferWaits(runs(12, (run) => waits.map((wait, gap) => wait + ((run * 7 + gap) % 5))))).toMatchObject({
      backoff,
      jitter: { present: false, kind: 'none' },
      isOpen: false,
    });
  });

  it('are told from chance: a tenth to both sides is no lateness', () => {
    const chance = (run: number, gap: number): number => 0.9 + (0.2 * ((run * 7 + gap * 5) % 12)) / 12;
    expect(fixedLaws(runs(12, (run) => [500, 1_000, 2_000].map((wait, gap) => wait * chance(run, gap))))).toEqual([]);
  });

  it('are known although each first wait is late in another way: a program does much for the first time', () => {
    const late = [62, 33, 100, 88, 47, 103, 76, 90];
    const waits = runs(8, (run) => [1_000 + (late[run] ?? 0), 1_002 + (run % 4) * 4], { earlyMs: 2, meanMs: 8 });
    expect(fixedLaws(waits)).toMatchObject([{ kind: 'constant', baseMs: 1_000, isBaseKnown: true }]);
  });

  it('are told from chance that a cap hides from the second wait on, on the busiest machine', () => {
    const property = fc.property(fc.nat(), (seed) => {
      const random = randomFromSeed(String(seed));
      expect(fixedLaws(runs(8, () => [500 * (1 + random.next()), 1_004, 1_003], { earlyMs: 2, meanMs: 60 }))).toEqual([]);
    });
    fc.assert(property, { seed: 5, numRuns: 100 });
  });

  it('are known although the first ones differ by more than any lateness that was seen, where later ones are fixed and still grow', () => {
    const late = [26, 65, 74, 78, 103, 113, 129, 166];
    const waits = runs(8, (run) => [250 + (late[run] ?? 0), 507 + 2 * (run % 4), 1_003 + run, 1_002 + run], { earlyMs: 2, meanMs: 4 });
    expect(fixedLaws(waits)).toMatchObject([{ kind: 'exponential', factor: 2, capMs: 1_000 }]);
  });

  it('are told from chance in every wait before the cap, whatever the first ones are late by', () => {
    const property = fc.property(fc.nat(), fc.constantFrom(0.2, 0.5, 1), (seed, width) => {
      const random = randomFromSeed(String(seed));
      const drawn = (ms: number): number => ms * (1 + width * random.next());
      const waits = runs(8, () => [drawn(250) + 150 * random.next(), drawn(500), 1_004, 1_003], { earlyMs: 2, meanMs: 4 });
      expect(fixedLaws(waits)).toEqual([]);
    });
    fc.assert(property, { seed: 7, numRuns: 500 });
  });

  it('are no number where lateness may be a tenth of them', () => {
    const laws = fixedLaws(runs(12, () => [138, 104], { earlyMs: 2, meanMs: 11 }));
    expect(laws.filter(({ kind }) => kind === 'constant')).toMatchObject([{ isBaseKnown: false }]);
  });

  it('say nothing in few runs, and nothing of a single wait', () => {
    expect(fixedLaws(runs(7, () => [1_010, 1_003]))).toEqual([]);
    expect(fixedLaws(runs(12, () => [1_010]))).toEqual([]);
  });
});

function runs(
  count: number,
  waitsOf: (run: number) => readonly number[],
  lateness: WaitSample['lateness'] = { earlyMs: 40, meanMs: 50 },
): readonly WaitSample[] {
  return Array.from({ length: count }, (_, run) => waitsOf(run)).flatMap((waits) =>
    waits.map((waitMs, index) => ({ gap: index + 1, waitMs, previousMs: waits[index - 1], lateness })),
  );
}
