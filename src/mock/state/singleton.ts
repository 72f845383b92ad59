import { isJsonObject } from '../../base/json.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { declaredMembers, knownPart } from './declared-members.js';
import { fittedValue } from './fitted-value.js';
import { mergePatched } from './merge-patched.js';
import { placeOf, type PlaceMethods } from './place.js';
import { sentThing } from './request-value.js';
import type { Schema } from '../../schema/schema.js';
import { serverMembers } from './server-members.js';
import { shownItem } from './show-item.js';
import type { StateCall, StateOutcome } from './state-call.js';
import type { StateChange } from './state-store.js';
import { notThere, usualOutcome } from './state-call.js';
import { usualValueOf } from './usual-value.js';

/**
 * A call about the only one of its kind. Until somebody writes it is what the contract shows.
 *
 * @param call - let in
 * @param methods - of its path, one of which reads it
 */
export function singletonOutcome(call: StateCall, methods: PlaceMethods): StateOutcome {
  const read = methods.get('GET')?.read();
  const shown = read === undefined || read.unusable !== undefined ? undefined : usualValueOf(read);
  if (shown === undefined || declaredMembers(shown.schema).schemas.size === 0) return usualOutcome();
  const place = placeOf(call.plan, call.pathValues);
  const { view } = call.memory;
  const kept = view.item(place, KEY);
  const isGone = view.isUsed(place) && kept === undefined;
  const now = isGone ? undefined : objectOf(kept ?? shown.value());
  switch (call.operation.method) {
    case 'GET':
      if (isGone) return notThere(place);
      return kept === undefined || now === undefined ? usualOutcome() : showSingleton(call, now, []);
    case 'PUT':
    case 'PATCH':
    case 'POST':
      return writeSingleton(call, { place, now, whole: objectOf(shown.value()), schema: shown.schema });
    case 'DELETE':
      if (isGone) return notThere(place);
      return { kind: 'shown', code: undefined, value: undefined, headers: [], changes: removal(place, now) };
    default:
      return usualOutcome();
  }
}

/** What was never written has to be there before it can be gone. */
function removal(place: string, now: JsonObject | undefined): readonly StateChange[] {
  const put: readonly StateChange[] = now === undefined ? [] : [{ kind: 'put', collection: place, key: KEY, value: now }];
  return [...put, { kind: 'remove', collection: place, key: KEY }];
}

interface SingletonWrite {
  readonly place: string;
  readonly now: JsonObject | undefined;
  readonly whole: JsonObject | undefined;
  readonly schema: Schema;
}

function writeSingleton(call: StateCall, { place, now, whole, schema }: SingletonWrite): StateOutcome {
  const { operation } = call;
  const sent = sentThing(operation, call.body, { path: [], noun: '' });
  if (sent === undefined || whole === undefined) return usualOutcome('what was sent is no object, so nothing was changed');
  if (operation.method === 'PATCH' && now === undefined) return notThere(place);
  const base = now ?? whole;
  const servers = Object.fromEntries(Object.entries(base).filter(([name]) => !sent.clients.has(name)));
  const client = knownPart(schema, sent.value);
  const next = operation.method === 'PUT' ? { ...servers, ...knownPart(schema, sent.defaults), ...client } : mergePatched(base, client);
  const set = serverMembers(schema, base, { nowMs: call.nowMs, isNew: false, parents: [] });
  const wanted = isJsonObject(next) ? { ...set, ...next, ...onlyUnsent(set, client) } : next;
  const fitted = objectOf(fittedValue(schema, wanted, base));
  if (fitted === undefined) return usualOutcome('nothing that keeps the contract could be made of it, so nothing was changed');
  return showSingleton(call, fitted, [{ kind: 'put', collection: place, key: KEY, value: fitted }]);
}

function onlyUnsent(set: JsonObject, client: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(set).filter(([name]) => client[name] === undefined));
}

function showSingleton(call: StateCall, item: JsonObject, changes: readonly StateChange[]): StateOutcome {
  const usual = call.usual();
  const shown = { kind: 'shown', code: undefined, headers: [], changes } as const;
  if (usual.schema === undefined || declaredMembers(usual.schema).schemas.size === 0) return { ...shown, value: undefined };
  const value = shownItem(usual.schema, item, usual.value);
  return value === undefined ? usualOutcome('what is remembered cannot be shown by the contract') : { ...shown, value };
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

const KEY = '';
