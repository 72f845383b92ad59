import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScopeState } from '../../../src/mock/state/scope-state.js';
import { datedRecords } from '../../../src/mock/tokens/dated-records.js';
import { createStateDraft } from '../../../src/mock/tokens/state-draft.js';

const SEED = 7;
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, lifeMs: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('delete' as const), key }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('keep' as const) }),
);

describe('dated records', () => {
  it('are those that a plain list would have: never too many, never too old, whenever they are kept', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const state = createScopeState();
        let now = 0;
        let draft = createStateDraft(state);
        const place = { collection: 'c', prefix: 'p/', maxCount: 3, nowMs: () => now };
        let model: { key: string; value: number; untilMs: number }[] = [];
        for (const [index, one] of steps.entries()) {
          const records = datedRecords<number>(draft, place);
          if (one.kind === 'wait') now += one.ms;
          if (one.kind === 'delete') {
            records.delete(one.key);
            model = model.filter(({ key: name }) => name !== one.key);
          }
          if (one.kind === 'set') {
            records.set(one.key, index, now + one.lifeMs);
            model = [...model.filter(({ key: name }) => name !== one.key), { key: one.key, value: index, untilMs: now + one.lifeMs }];
            while (model.length > 0 && (model.length > 3 || (model[0]?.untilMs ?? 0) <= now)) model.shift();
          }
          if (one.kind === 'keep') {
            const changes = draft.changes();
            if (changes.length > 0) state.apply(changes);
            draft = createStateDraft(state);
          }
          const shown = datedRecords<number>(draft, place);
          const held = model.filter(({ untilMs }) => now < untilMs);
          expect(shown.entries()).toEqual(held.map(({ key: name, value }) => [name, value]));
          for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
            expect(shown.get(name)).toBe(held.find(({ key: other }) => other === name)?.value);
          }
          expect(draft.itemCount('c')).toBeLessThanOrEqual(3);
          expect([...draft.items('c')]).toHaveLength(draft.itemCount('c'));
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('of another prefix are of nobody else, and count all the same', () => {
    const draft = createStateDraft(createScopeState());
    const of = (prefix: string) => datedRecords<string>(draft, { collection: 'c', prefix, maxCount: 2, nowMs: () => 0 });
    of('left/').set('1', 'l', 1);
    of('right/').set('1', 'r', 1);
    expect(of('left/').entries()).toEqual([['1', 'l']]);
    of('right/').set('2', 'r', 1);
    expect(of('left/').get('1')).toBeUndefined();
  });
});
