import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import { isIdName, referredNoun } from '../../contract/resource-name.js';
import type { Schema } from '../../schema/schema.js';
import { compileHiddenDrop, type HiddenDrop } from '../../wire/drop-hidden.js';
import { knownPart } from './declared-members.js';
import { fittedValue } from './fitted-value.js';
import type { PathPlan } from './place.js';
import { itemPlaceIn, ownPlaceIn, type ShownPlace, valueAt, withValueAt } from './shown-place.js';
import type { StateOutcome, UsualAnswer } from './state-call.js';
import { usualOutcome } from './state-call.js';
import type { StateChange } from './state-store.js';

/** One thing in the answer of an operation. */
export interface Showing {
  readonly operation: Operation;
  readonly itemPlan: PathPlan;
  /** Whether the operation is at the path of the thing. */
  readonly isOwn: boolean;
  readonly item: JsonObject;
  readonly usual: UsualAnswer;
  readonly code?: number | undefined;
  readonly headers?: readonly string[];
  readonly changes: readonly StateChange[];
  readonly note?: string | undefined;
}

/**
 * The usual answer with a thing in it, in the form that the contract has for it. An answer that shows no such thing stays as it is.
 *
 * @param showing - the thing, and the answer
 */
export function showItem(showing: Showing): StateOutcome {
  const { usual, code, headers = [], changes, note, operation, itemPlan, isOwn, item } = showing;
  const shown = { kind: 'shown', code, headers, changes, note } as const;
  if (usual.schema === undefined) return { ...shown, value: undefined };
  const place = isOwn ? ownPlaceIn(operation, usual.schema, itemPlan) : itemPlaceIn(usual.schema, itemPlan);
  if (place === undefined) return { ...shown, value: undefined };
  const value = bodyWithItem(usual.schema, place, { item, whole: usual.value });
  return value === undefined ? usualOutcome(`what is remembered cannot be shown by the schema of ${operation.id}`) : { ...shown, value };
}

/**
 * A thing as a schema shows it: without members that it does not speak of, completed where it asks for more; `undefined` when it cannot.
 *
 * @param schema - of the thing
 * @param item - as it is remembered
 * @param whole - keeps the schema
 */
export function shownItem(schema: Schema, item: JsonObject, whole: JsonValue | undefined): JsonObject | undefined {
  const visible = dropOf(schema)?.(item) ?? item;
  const fitted = fittedValue(schema, isJsonObject(visible) ? knownPart(schema, visible) : visible, whole);
  return isJsonObject(fitted) && isSame(item, fitted) ? fitted : undefined;
}

/** Where a schema refuses all of a thing, what is left is another one. */
function isSame(item: JsonObject, shown: JsonObject): boolean {
  const names = Object.keys(shown).filter((name) => (isIdName(name) || referredNoun(name) !== undefined) && item[name] !== undefined);
  return names.every((name) => typeof item[name] === 'object' || String(item[name]) === String(shown[name]));
}

function bodyWithItem(
  schema: Schema,
  place: ShownPlace,
  { item, whole }: { readonly item: JsonObject; readonly whole: JsonValue | undefined },
): JsonValue | undefined {
  const shown = shownItem(place.schema, item, valueAt(whole, place.path));
  return shown === undefined ? undefined : fittedValue(schema, withValueAt(whole, place.path, shown), whole);
}

function dropOf(schema: Schema): HiddenDrop | undefined {
  let known = DROPS.get(schema);
  if (known === undefined) {
    known = { drop: compileHiddenDrop(schema, 'response') };
    DROPS.set(schema, known);
  }
  return known.drop;
}

const DROPS = new WeakMap<Schema, { readonly drop: HiddenDrop | undefined }>();
