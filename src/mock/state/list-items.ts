import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { arrangedItems, type KeyedItem } from './arrange-items.js';
import { fittedValue } from './fitted-value.js';
import { envelopeWishes, type PageFacts } from './list-envelope.js';
import { pageHeaders } from './page-headers.js';
import type { KeptCollection } from './memory.js';
import { pageOf } from './paging.js';
import { shownItem } from './show-item.js';
import { listPlaceIn, valueAt, withValueAt } from './shown-place.js';
import type { StateCall, StateOutcome } from './state-call.js';
import { usualOutcome } from './state-call.js';

/**
 * GET of a collection: what is in it, as far as it is asked for.
 *
 * @param call - let in
 * @param kept - the collection
 */
export function listItems(call: StateCall, kept: KeptCollection): StateOutcome {
  const { operation, parameters } = call;
  const usual = call.usual();
  const place = usual.schema === undefined ? undefined : listPlaceIn(usual.schema, kept.facts.site.itemPlan);
  if (usual.schema === undefined || place === undefined)
    return usualOutcome(`no list of ${kept.name} was found in what ${operation.id} answers`);
  const arranged = arrangedItems([...kept.items()], operation, parameters);
  const page = pageOf({ keys: arranged.map(([key]) => key), operation, parameters });
  const chosen = arranged.slice(page.offset, page.offset + page.limit);
  const given = valueAt(usual.value, place.path);
  const items = chosen.map((entry) => listedItem(place.schema, entry, Array.isArray(given) ? given[0] : kept.facts.thing()));
  if (!items.every((item) => item !== undefined)) return usualOutcome(`what is remembered cannot be shown in the list of ${operation.id}`);
  const facts: PageFacts = { page, totalCount: arranged.length, shownKeys: chosen.map(([key]) => key) };
  const bare = withValueAt(usual.value, place.path, items);
  const fitted = isValid(usual.schema, bare, RESPONSE) ? bare : fittedValue(usual.schema, bare, usual.value);
  const shownItems = valueAt(fitted, place.path);
  if (fitted === undefined || !Array.isArray(shownItems) || shownItems.length !== items.length)
    return usualOutcome(`what is remembered cannot be shown in the list of ${operation.id}`);
  const value = place.path.length === 0 ? fitted : withWishes(usual.schema, fitted, facts);
  return { kind: 'shown', code: undefined, value, headers: pageHeaders(call, usual, facts), changes: [] };
}

function listedItem(schema: Schema, [, item]: KeyedItem, model: JsonValue | undefined): JsonObject | undefined {
  return shownItem(schema, item, isJsonObject(model) ? model : undefined);
}

/** What stands around a list tells of it, as far as the schema lets it. */
function withWishes(schema: Schema, body: JsonValue, facts: PageFacts): JsonValue {
  let told = body;
  for (const { path, values } of envelopeWishes(schema, body, facts)) {
    for (const value of values) {
      const next = value === undefined ? withoutValueAt(told, path) : withValueAt(told, path, value);
      if (!isValid(schema, next, RESPONSE)) continue;
      told = next;
      break;
    }
  }
  return told;
}

function withoutValueAt(body: JsonValue, path: readonly string[]): JsonValue {
  const around = valueAt(body, path.slice(0, -1));
  if (!isJsonObject(around)) return body;
  const rest = Object.fromEntries(Object.entries(around).filter(([name]) => name !== path.at(-1)));
  return withValueAt(body, path.slice(0, -1), rest);
}

const RESPONSE = { direction: 'response' } as const;
