import { describe, expect, it } from 'vitest';
import type { Ruling } from '../../src/recovery/ruling.js';
import { asFarAsGrouped, msText, sumUp } from '../../src/recovery/ruling.js';
import { plannedCall } from '../support/recovery-journal.js';

const broken = (...witness: readonly string[]): Ruling => ({ kind: 'broken', expected: 'two', seen: 'three', witness });
const kept = (isShown: boolean): Ruling => ({ kind: 'kept', isShown, seen: 'two', witness: ['a'] });
const unclear: Ruling = { kind: 'unclear', reason: 'nobody knows' };

describe('the sum of rulings', () => {
  it.each<[string, readonly Ruling[], object]>([
    ['one that breaks it outweighs all', [kept(true), broken('a'), unclear], { kind: 'refuted' }],
    ['one that shows it outweighs those that only keep it', [kept(false), unclear, kept(true)], { kind: 'proved' }],
    ['those that keep it are counted', [kept(false), unclear, kept(false)], { kind: 'consistent', caseCount: 2 }],
    ['what is unclear has a reason', [unclear], { kind: 'inconclusive', reason: 'nobody knows' }],
    ['nothing has one, too', [], { kind: 'inconclusive', reason: 'no call was made that could show it' }],
  ])('is such that %s', (_what, rulings, verdict) => {
    expect(sumUp('attempts', 'at most two', rulings).verdict).toEqual(verdict);
  });

  it('has the smallest witness, and of equals the first', () => {
    expect(sumUp('attempts', '', [broken('a', 'b'), broken('c'), broken('d')]).witness).toEqual(['c']);
  });

  it('breaks and shows nothing when only content ties a call together', () => {
    const call = plannedCall({ attempts: [0], isCertain: false });
    expect(asFarAsGrouped(call, [broken('a'), kept(true), unclear]).map(({ kind }) => kind)).toEqual(['unclear', 'kept', 'unclear']);
    expect(sumUp('attempts', '', asFarAsGrouped(call, [kept(true)])).verdict.kind).toBe('consistent');
  });
});

describe('a length of time in a text', () => {
  it.each([
    [0, '0 ms'],
    [1_999.6, '2000 ms'],
    [10_000, '10 s'],
    [61_250, '61.3 s'],
    [-5, '-5 ms'],
    [Number.POSITIVE_INFINITY, 'any time'],
  ])('of %d ms is %s', (lengthMs, text) => {
    expect(msText(lengthMs)).toBe(text);
  });
});
