import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import { inferWaits } from '../../../src/recovery/probe/infer-waits.js';
import type { WaitSample } from '../../../src/recovery/probe/wait-model.js';

interface Client {
  readonly waitCount: number;
  /** The true wait before attempt `gap` + 1. */
  readonly wait: (gap: number, draw: () => number, previousMs: number) => number;
}

const exponential =
  (baseMs: number, factor = 2, capMs = Number.POSITIVE_INFINITY) =>
  (gap: number) =>
    Math.min(capMs, baseMs * factor ** (gap - 1));

describe('inferWaits', () => {
  it.each<[string, Client, object, object]>([
    [
      'full jitter',
      { waitCount: 4, wait: (gap, draw) => draw() * exponential(200)(gap) },
      { kind: 'exponential', baseMs: 200, factor: 2 },
      { kind: 'full' },
    ],
    [
      'doubling',
      { waitCount: 4, wait: exponential(100) },
      { kind: 'exponential', baseMs: 100, factor: 2, capMs: null },
      { present: false },
    ],
    ['equal steps', { waitCount: 4, wait: (gap) => 200 * gap }, { kind: 'linear', baseMs: 200 }, { present: false }],
    ['a constant wait', { waitCount: 3, wait: () => 1_000 }, { kind: 'constant', baseMs: 1_000 }, { present: false }],
    ['no wait', { waitCount: 3, wait: () => 0 }, { kind: 'none' }, { present: false }],
    ['a cap', { waitCount: 5, wait: exponential(250, 2, 1_000) }, { kind: 'exponential', baseMs: 250, capMs: 1_000 }, { present: false }],
    [
      'equal jitter',
      { waitCount: 4, wait: (gap, draw) => exponential(400)(gap) * (0.5 + draw() / 2) },
      { kind: 'exponential', baseMs: 400 },
      { kind: 'equal' },
    ],
    [
      'proportional jitter',
      { waitCount: 3, wait: (gap, draw) => exponential(500)(gap) * (0.8 + draw() * 0.4) },
      { baseMs: 500 },
      { kind: 'proportional' },
    ],
    [
      'added jitter',
      { waitCount: 3, wait: (gap, draw) => exponential(1_000)(gap) + draw() * 100 },
      { baseMs: 1_000 },
      { kind: 'additive' },
    ],
    [
      'decorrelated jitter',
      { waitCount: 5, wait: (_gap, draw, previousMs) => Math.min(3_000, 100 + draw() * (3 * Math.max(100, previousMs) - 100)) },
      { kind: 'exponential', factor: null },
      { kind: 'decorrelated' },
    ],
  ])('tells %s from the waits of many runs', (_name, client, backoff, jitter) => {
    const inferred = inferWaits(samplesOf(client, { runCount: 18, lateMs: 4, seed: 'one' }));
    expect(inferred.backoff).toMatchObject(backoff);
    expect(inferred.jitter).toMatchObject(jitter);
  });

  it('names no kind of growth when there is one wait', () => {
    const { backoff } = inferWaits(samplesOf({ waitCount: 1, wait: () => 500 }, { runCount: 12, lateMs: 3, seed: 'one' }));
    expect(backoff).toMatchObject({ kind: null, baseMs: 500 });
  });

  it('tells no jitter, and no wrong base, from first waits that a busy machine makes long', () => {
    // As seen of a client that waits 200 ms, on a machine with ten processes for each processor.
    const runs = [
      [28, 18],
      [22, 5],
      [86, 14],
      [77, 16],
      [32, 16],
      [47, 10],
      [51, 3],
      [30, 11],
      [102, 23],
      [87, 20],
      [32, 20],
      [169, 17],
    ];
    const samples = runs.flatMap((lates) =>
      lates.map((lateMs, index) => ({
        gap: index + 1,
        waitMs: 200 + lateMs,
        previousMs: index === 0 ? undefined : 200 + (lates[0] ?? 0),
        lateness: { earlyMs: 2, meanMs: 8 },
      })),
    );
    const { backoff, jitter } = inferWaits(samples);
    expect([null, 200]).toContain(backoff.baseMs);
    expect(jitter.present).not.toBe(true);
  });

  it('calls waits that no law explains other', () => {
    const client = { waitCount: 3, wait: (gap: number) => [100, 700, 300][gap - 1] ?? 0 };
    expect(inferWaits(samplesOf(client, { runCount: 12, lateMs: 3, seed: 'one' })).backoff.kind).toBe('other');
  });

  it('takes lateness for no jitter, though it is fifteen times what the control client had', () => {
    const client = { waitCount: 5, wait: exponential(250, 2, 1_000) };
    for (const seed of ['1', '2']) {
      const late = samplesOf(client, { runCount: 10, lateMs: 150, seed });
      const samples = late.map((sample) => ({ ...sample, lateness: { earlyMs: 2, meanMs: 10 } }));
      expect(inferWaits(samples).jitter.present).not.toBe(true);
    }
  });

  it('never takes lateness for jitter, nor one law for another, however late everybody comes', () => {
    const clients = fc.constantFrom(
      { waitCount: 3, wait: exponential(100), kind: 'exponential' },
      { waitCount: 4, wait: (gap: number) => 300 * gap, kind: 'linear' },
      { waitCount: 3, wait: () => 800, kind: 'constant' },
    );
    const property = fc.property(
      clients,
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 3, max: 12 }),
      fc.string(),
      (client, lateMs, runCount, seed) => {
        const { jitter, backoff } = inferWaits(samplesOf(client, { runCount, lateMs, seed }));
        expect(jitter.present).not.toBe(true);
        expect([client.kind, null]).toContain(backoff.kind);
      },
    );
    fc.assert(property, { seed: 4, numRuns: 8 });
  });
});

/** Waits as they are seen: later than they were by about `lateMs`, now and then by much more, and most of all at first. */
function samplesOf(
  client: Client,
  { runCount, lateMs, seed }: { readonly runCount: number; readonly lateMs: number; readonly seed: string },
): readonly WaitSample[] {
  const random = randomFromSeed(seed);
  const draw = (): number => random.next();
  const late = (meanMs: number): number => -(draw() < 0.9 ? meanMs : 8 * meanMs) * Math.log(1 - draw());
  return Array.from({ length: runCount }).flatMap(() => {
    let previousMs = 0;
    let seenMs: number | undefined;
    return Array.from({ length: client.waitCount }, (_, index) => {
      const trueMs = client.wait(index + 1, draw, previousMs);
      const waitMs = trueMs + 1 + late(index === 0 ? 2 * lateMs : lateMs);
      const sample = { gap: index + 1, waitMs, previousMs: seenMs, lateness: { earlyMs: 2, meanMs: lateMs } };
      previousMs = trueMs;
      seenMs = waitMs;
      return sample;
    });
  });
}
