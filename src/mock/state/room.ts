import type { KeptCollection } from './memory.js';
import type { StateCall, StateOutcome } from './state-call.js';
import type { StateChange } from './state-store.js';

/**
 * The refusal of what there is no room for; `undefined` when there is.
 *
 * @param call - that would change something
 * @param kept - the collection it is about
 * @param changes - that it would make
 */
export function refusedAsFull({ memory }: StateCall, kept: KeptCollection, changes: readonly StateChange[]): StateOutcome | undefined {
  // What takes the place of something needs no more room for it.
  const isFull = kept.itemCount >= MAX_ITEM_COUNT && changes.some((change) => isNewIn(kept, change));
  if (!isFull && memory.view.byteCount + bytesOf(changes) <= MAX_SCOPE_BYTES) return undefined;
  const limit = isFull ? `${MAX_ITEM_COUNT} things in ${kept.name}` : `${MAX_SCOPE_BYTES} bytes in one scope`;
  return {
    kind: 'refused',
    problem: { code: 'STATE_FULL', status: 507, detail: `No more is remembered than ${limit}; delete some, or reset.` },
  };
}

function isNewIn(kept: KeptCollection, change: StateChange): boolean {
  return change.kind === 'put' && change.collection === kept.name && kept.item(change.key) === undefined;
}

function bytesOf(changes: readonly StateChange[]): number {
  return changes.reduce((total, change) => total + (change.kind === 'put' ? JSON.stringify(change.value).length : 0), 0);
}

const MAX_ITEM_COUNT = 10_000;
const MAX_SCOPE_BYTES = 64 * 1024 * 1024;
