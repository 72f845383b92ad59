import { createItem } from './create-item.js';
import { patchItem, readItem, removeItem, replaceItem } from './change-item.js';
import { itemPlaceIn } from './shown-place.js';
import { listItems } from './list-items.js';
import type { KeptCollection } from './memory.js';
import { placeOf, valueIn } from './place.js';
import { singletonOutcome } from './singleton.js';
import type { Site } from './state-map.js';
import type { ItemCall, StateCall, StateOutcome } from './state-call.js';
import { notThere, usualOutcome } from './state-call.js';

/**
 * What is answered to a call by what is remembered. Nothing below what is not there is there.
 *
 * @param call - let in
 */
export function stateOutcome(call: StateCall): StateOutcome {
  const missing = missingParent(call);
  if (missing !== undefined) return notThere(missing);
  const site = call.memory.map.site(call.operation);
  if (site.kind === 'singleton') return singletonOutcome(call, site.methods);
  if (site.kind === 'other') return usualOutcome();
  const length = site.kind === 'collection' ? call.plan.length : call.plan.length - 1;
  const kept = call.memory.collection(site.collection, call.plan.slice(0, length), call.pathValues);
  if (kept === undefined) return usualOutcome(noteOfNone(site, call));
  return site.kind === 'collection' ? collectionOutcome(call, kept) : itemOutcome(itemCall(call, kept));
}

function missingParent({ plan, pathValues, memory }: StateCall): string | undefined {
  for (const { collection, length } of memory.map.parents(plan)) {
    const kept = memory.collection(collection, plan.slice(0, length - 1), pathValues);
    const last = plan[length - 1];
    if (kept === undefined || last?.kind !== 'parameter') continue;
    if (kept.item(valueIn(pathValues, last.name)) === undefined) return placeOf(plan.slice(0, length), pathValues);
  }
  return undefined;
}

function collectionOutcome(call: StateCall, kept: KeptCollection): StateOutcome {
  const { method } = call.operation;
  if (method === 'GET') return listItems(call, kept);
  return method === 'POST' ? createItem(call, kept) : usualOutcome();
}

function itemCall(call: StateCall, kept: KeptCollection): ItemCall {
  const last = call.plan.at(-1);
  const key = last?.kind === 'parameter' ? valueIn(call.pathValues, last.name) : '';
  return { call, kept, key, item: kept.item(key) };
}

function itemOutcome(found: ItemCall): StateOutcome {
  const { call, kept, item, key } = found;
  switch (call.operation.method) {
    case 'GET':
      return readItem(found);
    case 'PUT':
      return replaceItem(found);
    case 'PATCH':
      return patchItem(found);
    case 'DELETE':
      return removeItem(found);
    case 'POST':
      return changesByPost(found) ? patchItem(found) : otherOnItem();
    default:
      return otherOnItem();
  }
  function otherOnItem(): StateOutcome {
    return item === undefined ? notThere(`${kept.name}/${encodeURIComponent(key)}`) : usualOutcome();
  }
}

/** Stripe's `POST /customers/{id}` changes the customer: its answer shows one. */
function changesByPost({ call, kept }: ItemCall): boolean {
  const { schema } = call.usual();
  return call.operation.requestBody !== undefined && schema !== undefined && itemPlaceIn(schema, kept.facts.site.itemPlan) !== undefined;
}

function noteOfNone(site: Site, { operation }: StateCall): string | undefined {
  const writes = operation.method === 'POST' || operation.method === 'PUT';
  return writes && site.kind !== 'other'
    ? 'nothing of it is remembered: the contract does not show how such a thing is known again'
    : undefined;
}
