import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { Operation } from '../contract/contract.js';
import type { Exchange } from '../journal/exchange.js';
import type { Slot } from './slot.js';
import { bodyOf } from './stateful/json-body.js';
import { decodedSegment, pathValues, splitPath, templateSegments } from '../contract/path-values.js';
import { nounOfParameter, nounOfPath } from './stateful/path-noun.js';
import { ID_NAMES, isIdName, nounFromWord, plainName, referredNoun } from '../contract/resource-name.js';
import { locationTarget } from './stateful/step-capture.js';
import type { ValueShelves } from './stateful/value-shelves.js';
import { forgetId, keepValue, MAX_VALUE_COUNT } from './stateful/value-shelves.js';

/** Values that the provider itself has given out: ids of things that exist. Bounded. */
export interface ValuePool {
  /** Takes what a 2xx answer holds: members of its body and of the items of its lists, ids in its `Location`; and forgets what a DELETE ended. */
  learn(operation: Operation, exchange: Exchange): void;
  /** Values that likely exist for a slot, latest first; empty when nothing is known. */
  valuesFor(slot: Slot): readonly JsonValue[];
}

/** An empty pool. It keeps the latest values of each member of each resource, and never one that was deleted. */
export function createValuePool(): ValuePool {
  const shelves: ValueShelves = { values: new Map(), ended: new Map() };
  return {
    learn: (operation, exchange) => learn(shelves, operation, exchange),
    valuesFor: (slot) => valuesFor(shelves, slot),
  };
}

function learn(shelves: ValueShelves, operation: Operation, exchange: Exchange): void {
  const status = exchange.response?.status ?? 0;
  const path = templateSegments(operation.path);
  if (operation.method === 'DELETE') {
    if ((status >= 200 && status < 300) || status === 404 || status === 410) forget(shelves, operation.path, exchange);
    return;
  }
  if (status < 200 || status >= 300) return;
  const isWrite = operation.method !== 'GET' && operation.method !== 'HEAD';
  const noun = nounOfPath(path);
  learnLocation(shelves, exchange, isWrite);
  const body = bodyOf(exchange);
  for (const item of objectsIn(body)) learnObject(shelves, { noun, item, isWrite }, 0);
  // What was asked for by its id exists.
  const ids = pathValues(operation.path, exchange.request.target);
  for (const [name, id] of ids ?? []) keepValue(shelves, { noun: nounOfParameter(path, name), member: 'id', value: id, isWrite });
}

interface Learned {
  readonly noun: string;
  readonly item: JsonObject;
  /** Whether the answer is to a request that writes: it may bring back what was deleted. */
  readonly isWrite: boolean;
}

function learnObject(shelves: ValueShelves, { noun, item, isWrite }: Learned, depth: number): void {
  const ended = shelves.ended.get(noun);
  const ids = Object.entries(item).filter(([name]) => isIdName(name) || referredNoun(name) === noun);
  // A list may still show what was deleted.
  if (!isWrite && ids.some(([, id]) => ended?.has(String(id)) === true)) return;
  for (const [name, value] of Object.entries(item).slice(0, MAX_MEMBER_COUNT)) {
    if (typeof value === 'string' || typeof value === 'number') keepValue(shelves, { noun, member: plainName(name), value, isWrite });
    else if (depth < MAX_DEPTH && value !== undefined) {
      // What has an id of its own is no envelope: its `items` are another resource's.
      const inner = ids.length === 0 && isWrapper(name) ? noun : nounFromWord(name);
      for (const part of objectsIn(value)) learnObject(shelves, { noun: inner, item: part, isWrite }, depth + 1);
    }
  }
}

/** The object, or the objects of a list, last first: of a list the first is learned last, and so is the latest. */
function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.slice(0, MAX_ITEM_COUNT).filter(isJsonObject).reverse();
  return isJsonObject(value) ? [value] : [];
}

function learnLocation(shelves: ValueShelves, exchange: Exchange, isWrite: boolean): void {
  const target = locationTarget(exchange);
  if (target === undefined || exchange.response?.status !== 201) return;
  const segments = splitPath(target.replace(/\?.*$/s, ''));
  const id = segments.at(-1);
  const noun = segments.at(-2);
  if (id === undefined || noun === undefined) return;
  keepValue(shelves, { noun: nounFromWord(decodedSegment(noun)), member: 'id', value: decodedSegment(id), isWrite });
}

function forget(shelves: ValueShelves, template: string, { request }: Exchange): void {
  const path = templateSegments(template);
  const last = path.at(-1);
  const id = last?.kind === 'parameter' ? pathValues(template, request.target)?.get(last.name) : undefined;
  if (id !== undefined) forgetId(shelves, nounOfPath(path), id);
}

function valuesFor(shelves: ValueShelves, { operation, in: location, name }: Slot): readonly JsonValue[] {
  const path = templateSegments(operation.path);
  const noun = location === 'path' ? nounOfParameter(path, name) : nounOfPath(path);
  const member = location === 'body' ? (tokensFromPointer(name).findLast((token) => !/^\d+$/.test(token)) ?? '') : name;
  const referred = referredNoun(member);
  const keys = new Set<string>();
  if (location === 'path') keys.add(`${noun}.${plainName(member)}`);
  if (location === 'path' && (isIdName(member) || referred === noun)) for (const id of ID_NAMES) keys.add(`${noun}.${id}`);
  if (referred !== undefined) for (const id of ID_NAMES) keys.add(`${referred}.${id}`);
  // A body that repeats the members of what exists is a duplicate; one that refers to it is wanted.
  if (location === 'query' || (location !== 'body' && referred !== undefined)) keys.add(`${noun}.${plainName(member)}`);
  if (location === 'path') keys.add(`${noun}.id`);
  const found = [...keys].flatMap((key) => shelves.values.get(key) ?? []);
  return [...new Set(found.flatMap(withNumber))].slice(0, MAX_VALUE_COUNT);
}

/** A path has texts only; what the schema wants may be the number. */
function withNumber(value: JsonValue): readonly JsonValue[] {
  return typeof value === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(value) ? [value, Number(value)] : [value];
}

function isWrapper(name: string): boolean {
  return WRAPPERS.has(plainName(name));
}

const WRAPPERS: ReadonlySet<string> = new Set(['data', 'item', 'items', 'result', 'results', 'attributes', 'payload', 'response']);
const MAX_DEPTH = 2;
const MAX_ITEM_COUNT = 100;
const MAX_MEMBER_COUNT = 60;
