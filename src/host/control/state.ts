import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { StateChange, StateStore } from '../../mock/state/state-store.js';
import type { HttpResponse } from '../../wire/http-message.js';
import { impossible, json, NO_CONTENT } from './control-answer.js';
import type { ControlCall, ControlHandler, ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';

/** What a mock remembers. */
export const state: ControlResource = {
  name: 'state',
  methods: {
    GET: onState(async (store, scope) => {
      await store.refresh(scope);
      return json(200, snapshotOf(store, scope));
    }),
    PUT: onState(async (store, scope, call) => {
      await keep(store, scope, [{ kind: 'clear' }, ...changesOf(call.json())]);
      return NO_CONTENT;
    }),
    POST: onState(async (store, scope, call) => {
      await keep(store, scope, changesOf(call.json()));
      return NO_CONTENT;
    }),
    DELETE: onState(async (store, scope, { query }) => {
      const [collection, key] = [query.get('collection'), query.get('key')];
      if (collection === null) await store.drop(scope);
      else await keep(store, scope, removalsOf(store, { scope, collection, key }));
      return NO_CONTENT;
    }),
  },
};

/** Systems remember by themselves: a snapshot is of one. */
function onState(handle: (store: StateStore, scope: string, call: ControlCall) => Promise<HttpResponse>): ControlHandler {
  return (call) => {
    const [system, ...others] = call.systems.filter((one) => one.state !== undefined);
    if (system?.state === undefined) return impossible('Nothing is remembered here: start the mock with --stateful.');
    if (others.length > 0)
      return impossible(
        `Several systems remember: name one with ?system=, ${[system, ...others]
          .slice(0, 20)
          .map(({ name }) => name)
          .join(', ')}.`,
      );
    return handle(system.state, call.scope ?? '', call);
  };
}

function snapshotOf(store: StateStore, scope: string): JsonObject {
  const view = store.view(scope);
  return {
    changeCount: view.changeCount,
    collections: view.collections().map((name) => ({ name, items: [...view.items(name)].map(([key, value]) => ({ key, value })) })),
  };
}

/** What others do meanwhile is not undone half: the whole is tried again. */
async function keep(store: StateStore, scope: string, changes: readonly StateChange[]): Promise<void> {
  for (;;) {
    await store.refresh(scope);
    if (await store.commit(scope, changes, store.view(scope).changeCount)) return;
  }
}

/** Of one item, or of all in a collection. */
function removalsOf(
  store: StateStore,
  { scope, collection, key }: { readonly scope: string; readonly collection: string; readonly key: string | null },
): readonly StateChange[] {
  const keys = key === null ? [...store.view(scope).items(collection)].map(([one]) => one) : [key];
  return keys.map((one) => ({ kind: 'remove', collection, key: one }));
}

function changesOf(json: JsonValue): readonly StateChange[] {
  const collections = isJsonObject(json) ? json['collections'] : undefined;
  if (!Array.isArray(collections)) throw wrongBody('/collections', 'must be a list of { name, items: [{ key, value }, …] }');
  return collections.flatMap((collection: JsonValue, index) => {
    const pointer = `/collections/${index}`;
    const [name, items] = isJsonObject(collection) ? [collection['name'], collection['items']] : [];
    if (typeof name !== 'string' || name === '') throw wrongBody(`${pointer}/name`, 'must be the name of a collection');
    if (!Array.isArray(items)) throw wrongBody(`${pointer}/items`, 'must be a list of { key, value }');
    return items.map((item: JsonValue, at): StateChange => {
      const [key, value] = isJsonObject(item) ? [item['key'], item['value']] : [];
      if (typeof key !== 'string' || value === undefined) throw wrongBody(`${pointer}/items/${at}`, 'must be { "key": "…", "value": … }');
      return { kind: 'put', collection: name, key, value };
    });
  });
}
