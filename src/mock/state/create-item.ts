import type { JsonObject } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import { plainName } from '../../contract/resource-name.js';
import { schemaOfParameter } from './asked-schema.js';
import { declaredMembers } from './declared-members.js';
import { idOf, nounOf } from './id-member.js';
import type { KeptCollection } from './memory.js';
import { newId } from './new-id.js';
import { sentThing, type SentThing } from './request-value.js';
import { refusedAsFull } from './room.js';
import { showItem } from './show-item.js';
import type { StateCall, StateOutcome } from './state-call.js';
import { usualOutcome } from './state-call.js';
import { writtenItem } from './written-item.js';

/**
 * POST to a collection: one more is in it, and is shown.
 *
 * @param call - let in
 * @param kept - the collection
 */
export function createItem(call: StateCall, kept: KeptCollection): StateOutcome {
  const { operation } = call;
  const { facts } = kept;
  const { itemPlan } = facts.site;
  const sent = sentThing(operation, call.body, { path: facts.shown?.path ?? [], noun: nounOf(itemPlan) });
  if (sent === undefined) return usualOutcome('what was sent is no object, so nothing was created');
  const id = sentId(sent, kept) ?? madeId(call, kept);
  if (id === undefined) return usualOutcome('no id was found for it, so nothing was created');
  const key = String(id);
  const twin = kept.item(key) === undefined ? twinOf(call, kept, sent.value) : facts.idPath?.join('.');
  if (twin !== undefined) return refusedAsTwin(kept.name, twin);
  const written = writtenItem({ call, kept, sent, old: undefined, id });
  if (written === undefined) return usualOutcome('nothing that keeps the contract could be made of it, so nothing was created');
  const changes = kept.creating(key, written.item);
  const full = refusedAsFull(call, kept, changes);
  if (full !== undefined) return full;
  const code = operation.responses.some(({ status }) => status === '201') ? 201 : undefined;
  const usual = call.usual(code);
  const headers = usual.status === 201 ? ['location', `${pathOf(call.request.target)}/${encodeURIComponent(key)}`] : [];
  return showItem({ operation, itemPlan, isOwn: false, item: written.item, usual, code, headers, changes, note: written.note });
}

/** Where the client may choose it. */
function sentId({ value, clients }: SentThing, { facts: { idPath } }: KeptCollection): string | number | undefined {
  const [name] = idPath ?? [];
  return idPath === undefined || name === undefined || !clients.has(name) ? undefined : idOf(value, idPath);
}

function madeId({ seed }: StateCall, kept: KeptCollection): string | number | undefined {
  const { facts, name, createdCount } = kept;
  const thing = facts.thing();
  if (facts.idPath === undefined || facts.shown === undefined || thing === undefined) return undefined;
  let shown = facts.shown.schema;
  for (const member of facts.idPath) shown = declaredMembers(shown).schemas.get(member) ?? shown;
  return newId({
    shown,
    asked: schemaOfParameter(facts.parameter),
    model: idOf(thing, facts.idPath),
    noun: nounOf(facts.site.itemPlan),
    index: createdCount,
    random: randomFromSeed(seed, 'id', name, createdCount),
    isTaken: (id) => kept.item(id) !== undefined,
  });
}

/** The member by which it would be taken for another one, where the contract has an answer to that. */
function twinOf({ operation }: StateCall, kept: KeptCollection, sent: JsonObject): string | undefined {
  if (!operation.responses.some(({ status }) => status === '409')) return undefined;
  const names = Object.keys(sent).filter((name) => UNIQUE_NAMES.has(plainName(name)) && typeof sent[name] === 'string');
  if (names.length === 0) return undefined;
  for (const [, item] of kept.items()) {
    const same = names.find((name) => item[name] === sent[name]);
    if (same !== undefined) return same;
  }
  return undefined;
}

function refusedAsTwin(name: string, member: string): StateOutcome {
  const detail = `There is one in ${name} already that has the same ${member}.`;
  return { kind: 'refused', problem: { code: 'ITEM_EXISTS', status: 409, detail } };
}

function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '').replace(/\/$/, '');
}

const UNIQUE_NAMES: ReadonlySet<string> = new Set(['email', 'emailaddress', 'username', 'login', 'slug', 'handle', 'sku']);
