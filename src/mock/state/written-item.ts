import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { declaredMembers, knownPart } from './declared-members.js';
import { fittedValue } from './fitted-value.js';
import { idOf, nounOf, withId } from './id-member.js';
import type { KeptCollection } from './memory.js';
import { valueIn } from './place.js';
import type { SentThing } from './request-value.js';
import { serverMembers, type Writing } from './server-members.js';
import type { StateCall } from './state-call.js';

/** What a thing is written from. */
export interface ItemWriting {
  readonly call: StateCall;
  readonly kept: KeptCollection;
  readonly sent: SentThing;
  /** What is there already; `undefined` for a thing that is new. */
  readonly old: JsonObject | undefined;
  readonly id: string | number | undefined;
}

/** A thing that keeps the contract, and what was not taken over from the client. */
export interface WrittenItem {
  readonly item: JsonObject;
  readonly note: string | undefined;
}

/**
 * The thing that a client's words and a server's own make together: what the client says counts, what it leaves out and may say is not there, what only
 * a server sets is set. What its schema refuses comes from the old one, or from one that the contract shows.
 *
 * @param writing - what was sent, and what was there
 * @returns `undefined` when nothing that keeps the contract can be made
 */
export function writtenItem({ call, kept, sent, old, id }: ItemWriting): WrittenItem | undefined {
  const { facts } = kept;
  const thing = old ?? facts.thing();
  if (facts.shown === undefined || thing === undefined) return undefined;
  const { schema } = facts.shown;
  const own = serverMembers(schema, thing, { nowMs: call.nowMs, isNew: old === undefined, parents: parentsOf(call) });
  const identified = (value: JsonObject): JsonObject =>
    facts.idPath === undefined || id === undefined ? value : withId(value, facts.idPath, idValue(facts.thing(), facts.idPath, id));
  const set = Object.fromEntries(Object.entries(own).filter(([name]) => sent.value[name] === undefined));
  const servers = Object.fromEntries(Object.entries(thing).filter(([name]) => !sent.clients.has(name)));
  const defaults = knownPart(schema, sent.defaults);
  const wanted = identified({ ...servers, ...defaults, ...knownPart(schema, sent.value), ...set });
  const fitted = fittedValue(schema, wanted, identified({ ...thing, ...set }));
  const item = isJsonObject(fitted) ? fitted : undefined;
  if (item === undefined || (facts.idPath !== undefined && id !== undefined && String(idOf(item, facts.idPath)) !== String(id)))
    return undefined;
  return { item: inOrder(schema, item), note: lostNote(wanted, item) };
}

/** As people know it: the id before the name before the instants. */
function inOrder(schema: Schema, item: JsonObject): JsonObject {
  const names = [...declaredMembers(schema).schemas.keys()].filter((name) => item[name] !== undefined);
  return { ...Object.fromEntries(names.map((name) => [name, item[name]])), ...item };
}

function parentsOf({ plan, pathValues }: StateCall): Writing['parents'] {
  return plan.flatMap((segment, index) =>
    segment.kind === 'parameter'
      ? [{ name: segment.name, noun: nounOf(plan.slice(0, index + 1)), value: valueIn(pathValues, segment.name) }]
      : [],
  );
}

/** An id from a path is text: where the contract shows a number it becomes one. */
function idValue(thing: JsonObject | undefined, idPath: readonly string[], id: string | number): JsonValue {
  const model = thing === undefined ? undefined : idOf(thing, idPath);
  return typeof model === 'number' && typeof id === 'string' && /^-?\d{1,15}$/.test(id) ? Number(id) : id;
}

function lostNote(wanted: JsonObject, item: JsonObject): string | undefined {
  const lost = Object.keys(wanted).filter((name) => JSON.stringify(wanted[name]) !== JSON.stringify(item[name]));
  return lost.length === 0 ? undefined : `not as sent, for answers may not show it so: ${lost.slice(0, 5).join(', ')}`;
}
