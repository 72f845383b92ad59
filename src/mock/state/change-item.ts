import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseMediaType } from '../../base/media-type.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { schemaMembers } from '../../schema/schema-members.js';
import { idOf, nounOf } from './id-member.js';
import { jsonPatched } from './json-patched.js';
import { mergePatched } from './merge-patched.js';
import { sentThing, type SentThing } from './request-value.js';
import { refusedAsFull } from './room.js';
import { showItem } from './show-item.js';
import type { ItemCall, StateOutcome } from './state-call.js';
import { notThere, usualOutcome } from './state-call.js';
import { writtenItem } from './written-item.js';

/**
 * PUT: what is there is what was sent; where nothing was, it comes to be if the contract has an answer for that.
 *
 * @param found - what the path leads to
 */
export function replaceItem(found: ItemCall): StateOutcome {
  const { kept, key, item } = found;
  const { facts, name } = kept;
  const place = `${name}/${encodeURIComponent(key)}`;
  if (item === undefined && !facts.putCreates) return notThere(place);
  const sent = sentBy(found);
  if (sent === undefined) return usualOutcome('what was sent is no object, so nothing was kept');
  return written(found, { sent, isNew: item === undefined });
}

/**
 * PATCH, and POST to what is there: what was sent is merged into it.
 *
 * @param found - what the path leads to
 */
export function patchItem(found: ItemCall): StateOutcome {
  const { call, kept, key, item } = found;
  if (item === undefined) return notThere(`${kept.name}/${encodeURIComponent(key)}`);
  if (isJsonPatch(call.request)) return patchedBySteps(found, item);
  const sent = sentBy(found);
  if (sent === undefined) return usualOutcome('what was sent is no object, so nothing was changed');
  const patched = mergePatched(item, sent.value);
  return isJsonObject(patched)
    ? written(found, { sent: sentByPatch(found, item, patched), isNew: false })
    : usualOutcome(call.operation.id);
}

function patchedBySteps(found: ItemCall, item: JsonObject): StateOutcome {
  const { body } = found.call;
  const patched = jsonPatched(item, body === undefined || body instanceof Uint8Array ? null : body);
  if (patched.kind === 'patched') return written(found, { sent: sentByPatch(found, item, patched.value), isNew: false });
  // RFC 5789 §2.2: a state that the patch is not for is a conflict, a patch that cannot be applied is not understood.
  const detail = `The patch cannot be applied: ${patched.reason}.`;
  return { kind: 'refused', problem: { code: 'PATCH_REFUSED', status: patched.isTest ? 409 : 422, detail } };
}

function isJsonPatch({ headers }: HttpRequest): boolean {
  return parseMediaType(headerValue(headers, 'content-type') ?? '')?.essence === 'application/json-patch+json';
}

/**
 * DELETE: it is gone, and what stands below it.
 *
 * @param found - what the path leads to
 */
export function removeItem({ call, kept, key, item }: ItemCall): StateOutcome {
  if (item === undefined) return notThere(`${kept.name}/${encodeURIComponent(key)}`);
  const { itemPlan } = kept.facts.site;
  return showItem({ operation: call.operation, itemPlan, isOwn: true, item, usual: call.usual(), changes: kept.removing(key) });
}

/**
 * GET: it is shown.
 *
 * @param found - what the path leads to
 */
export function readItem({ call, kept, key, item }: ItemCall): StateOutcome {
  if (item === undefined) return notThere(`${kept.name}/${encodeURIComponent(key)}`);
  const { itemPlan } = kept.facts.site;
  return showItem({ operation: call.operation, itemPlan, isOwn: true, item, usual: call.usual(), changes: [] });
}

function sentBy({ call, kept: { facts } }: ItemCall): SentThing | undefined {
  return sentThing(call.operation, call.body, { path: facts.shown?.path ?? [], noun: nounOf(facts.site.itemPlan) });
}

/** What a patch leaves out is gone; what only a server sets stays. */
function sentByPatch({ kept: { facts } }: ItemCall, old: JsonObject, patched: JsonObject): SentThing {
  const members = schemaMembers(facts.shown?.schema);
  const isServers = (name: string): boolean => members.get(name)?.readOnly === true || name === facts.idPath?.[0];
  const entries = Object.entries(patched).filter(([name]) => !isServers(name));
  const names = new Set([...Object.keys(old), ...Object.keys(patched)].filter((name) => !isServers(name)));
  return { value: Object.fromEntries(entries), clients: names, defaults: {} };
}

function written(found: ItemCall, { sent, isNew }: { readonly sent: SentThing; readonly isNew: boolean }): StateOutcome {
  const { call, kept, key, item: old } = found;
  const { facts } = kept;
  const id = (old === undefined || facts.idPath === undefined ? undefined : idOf(old, facts.idPath)) ?? key;
  const made = writtenItem({ call, kept, sent, old, id });
  if (made === undefined) return usualOutcome('nothing that keeps the contract could be made of it, so nothing was changed');
  const changes = isNew ? kept.creating(key, made.item) : kept.putting(key, made.item);
  const full = refusedAsFull(call, kept, changes);
  if (full !== undefined) return full;
  const code = successCode(found, isNew);
  const shown = { operation: call.operation, itemPlan: facts.site.itemPlan, isOwn: true, item: made.item, usual: call.usual(code), code };
  return showItem({ ...shown, changes, note: made.note });
}

/** 201 says that it was created (RFC 9110 §9.3.4), so it is not for what was there. */
function successCode({ call: { operation } }: ItemCall, isNew: boolean): number | undefined {
  const codes = operation.responses.map(({ status }) => status).filter((status) => /^2\d\d$/.test(status));
  if (isNew) return codes.includes('201') ? 201 : undefined;
  const other = codes.filter((status) => status !== '201').toSorted()[0];
  return other === undefined ? undefined : Number(other);
}
