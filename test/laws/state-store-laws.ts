import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesFromSnapshot, snapshotOf } from '../../src/mock/state/snapshot.js';
import type { StateChange, StateStore, StateView } from '../../src/mock/state/state-store.js';

/** A store, and the same one as another process would open it. */
export interface StoreUnderTest {
  readonly store: StateStore;
  /** After the first is gone, or beside it. */
  reopen(): Promise<StateStore>;
  close(): Promise<void> | void;
}

const collection = fc.constantFrom('/orders', '/users', '/users/1/orders');
const key = fc.constantFrom('1', '2', '3', 'a/b', '');
const change: fc.Arbitrary<StateChange> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      collection,
      key,
      value: fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<never>,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), collection, key }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
);
const scope = fc.constantFrom('', 'checkout', 'a:b/{c}');
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ scope, changes: fc.array(change, { minLength: 1, maxLength: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ scope, changes: fc.constant(undefined) }) },
  ),
  { maxLength: 12 },
);

/**
 * What holds of every store of state.
 *
 * @param open - a fresh one each time
 * @param runCount - how many histories are tried
 */
export function describeStateStore(open: () => Promise<StoreUnderTest>, runCount: number): void {
  it('shows what the changes come to, and shows it again when it is opened again', async () => {
    const run = fc.asyncProperty(steps, async (history) => {
      const { store, reopen, close } = await open();
      try {
        const model = new Map<string, Model>();
        for (const step of history) {
          await store.refresh(step.scope);
          if (step.changes === undefined) {
            await store.drop(step.scope);
            model.delete(step.scope);
            continue;
          }
          expect(await store.commit(step.scope, step.changes, store.view(step.scope).changeCount)).toBe(true);
          const own = model.get(step.scope) ?? new Map();
          for (const one of step.changes) applyToModel(own, one);
          model.set(step.scope, own);
        }
        const again = await reopen();
        for (const name of ['', 'checkout', 'a:b/{c}']) {
          await store.refresh(name);
          await again.refresh(name);
          expect(shownOf(store.view(name))).toEqual(shownOfModel(model.get(name)));
          expect(shownOf(again.view(name))).toEqual(shownOf(store.view(name)));
        }
      } finally {
        await close();
      }
    });
    await fc.assert(run, { seed: 20261121, numRuns: runCount });
  });

  it('keeps nothing of who has not seen the last change', async () => {
    const { store, close } = await open();
    const put = (value: number): readonly StateChange[] => [{ kind: 'put', collection: '/orders', key: '1', value }];
    await store.refresh('');
    const { changeCount } = store.view('');
    expect(await store.commit('', put(1), changeCount)).toBe(true);
    expect(await store.commit('', put(2), changeCount)).toBe(false);
    await store.refresh('');
    expect(store.view('').item('/orders', '1')).toBe(1);
    await close();
  });

  it('is what it was after a snapshot is put back', async () => {
    const { store, close } = await open();
    const commit = async (changes: readonly StateChange[]): Promise<void> => {
      await store.refresh('');
      expect(await store.commit('', changes, store.view('').changeCount)).toBe(true);
    };
    await commit([
      { kind: 'put', collection: '/orders', key: '2', value: { id: 2 } },
      { kind: 'put', collection: '/orders', key: '1', value: { id: 1 } },
      { kind: 'put', collection: '/gone', key: '1', value: null },
      { kind: 'remove', collection: '/gone', key: '1' },
    ]);
    const before = shownOf(store.view(''));
    const snapshot = JSON.parse(JSON.stringify(snapshotOf(store.view('')))) as ReturnType<typeof snapshotOf>;
    await commit([{ kind: 'clear' }, { kind: 'put', collection: '/else', key: '1', value: 1 }]);
    await commit(changesFromSnapshot(snapshot));
    expect(shownOf(store.view(''))).toEqual(before);
    expect(store.view('').isUsed('/gone')).toBe(true);
    await close();
  });
}

type Model = Map<string, Map<string, unknown>>;

function applyToModel(model: Model, change: StateChange): void {
  if (change.kind === 'clear') model.clear();
  else if (change.kind === 'remove') model.get(change.collection)?.delete(change.key);
  else model.set(change.collection, (model.get(change.collection) ?? new Map<string, unknown>()).set(change.key, change.value));
}

function shownOf(view: StateView): unknown {
  return view.collections().map((name) => [name, [...view.items(name)], view.itemCount(name)]);
}

function shownOfModel(model: Model | undefined): unknown {
  return [...(model ?? [])].map(([name, items]) => [name, JSON.parse(JSON.stringify([...items])) as unknown, items.size]);
}
