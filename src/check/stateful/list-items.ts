import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/**
 * The items of a list as servers write them: the body itself, or the arrays in it and one level below (`data`, `data.items`).
 *
 * @param body - of an answer
 * @returns objects only, at most a thousand; empty when there is no list
 */
export function listItems(body: JsonValue | undefined): readonly JsonObject[] {
  if (Array.isArray(body)) return body.filter(isJsonObject).slice(0, MAX_ITEM_COUNT);
  if (!isJsonObject(body)) return [];
  const direct = arraysIn(body);
  const lists = direct.length > 0 ? direct : Object.values(body).flatMap((member) => (isJsonObject(member) ? arraysIn(member) : []));
  return lists.flat().filter(isJsonObject).slice(0, MAX_ITEM_COUNT);
}

function arraysIn(object: JsonObject): readonly (readonly JsonValue[])[] {
  return Object.values(object).filter((member): member is readonly JsonValue[] => Array.isArray(member));
}

const MAX_ITEM_COUNT = 1_000;
