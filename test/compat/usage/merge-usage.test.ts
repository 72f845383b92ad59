import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonFromUsage } from '../../../src/compat/usage/json-from-usage.js';
import { mergeUsage, stableUsage } from '../../../src/compat/usage/merge-usage.js';
import { someUsage } from '../../support/usage-arbitrary.js';

const RUNS = { seed: 11, numRuns: 60 };

describe('the usage that two saw', () => {
  test('is the same whoever is asked first', () => {
    fc.assert(
      fc.property(someUsage, someUsage, (left, right) => {
        expect(jsonFromUsage(mergeUsage(left, right))).toBe(jsonFromUsage(mergeUsage(right, left)));
      }),
      RUNS,
    );
  });

  test('is the same however three are put together', () => {
    fc.assert(
      fc.property(someUsage, someUsage, someUsage, (first, second, third) => {
        const left = mergeUsage(mergeUsage(first, second), third);
        expect(jsonFromUsage(left)).toBe(jsonFromUsage(mergeUsage(first, mergeUsage(second, third))));
      }),
      RUNS,
    );
  });

  test('is what one saw when both saw the same', () => {
    fc.assert(
      fc.property(someUsage, (usage) => {
        expect(mergeUsage(usage, usage)).toEqual(stableUsage(usage));
        expect(stableUsage(stableUsage(usage))).toEqual(stableUsage(usage));
      }),
      RUNS,
    );
  });

  test('counts as tracked what one of them tracked', () => {
    const seen = { method: 'GET', path: '/a', interactionCount: 2, lastSeenOn: undefined, sent: [] };
    const answer = { status: 200, mediaType: undefined, headers: undefined };
    const survives = { null: false, absent: false, newValue: false };
    const base = { consumer: 'web', provider: 'shop', messages: [] };
    const journal = { ...base, sources: ['journal'], operations: [{ ...seen, received: [{ ...answer, reads: undefined }] }] } as const;
    const reads = [{ pointer: '/id', count: 2, survives }];
    const tracked = { ...base, sources: ['reads'], operations: [{ ...seen, received: [{ ...answer, reads }] }] } as const;
    const merged = mergeUsage(journal, tracked);
    expect(merged.sources).toEqual(['journal', 'reads']);
    expect(merged.operations[0]?.received[0]?.reads).toEqual(reads);
  });
});
