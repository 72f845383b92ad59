import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { isIdName } from '../../contract/resource-name.js';
import { isVolatileName } from './volatile-member.js';

/**
 * What is shown of what was sent: members of objects that were not sent, ids and what a provider sets are left out, at any depth. The items of
 * a list are put in an order of their own, for many providers keep none.
 *
 * @param sent - a value of a request
 * @param shown - the value of the same member in an answer
 */
export function projectedOnto(sent: JsonValue, shown: JsonValue): JsonValue {
  return projected(sent, shown, 0);
}

function projected(sent: JsonValue, shown: JsonValue, depth: number): JsonValue {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(shown)) {
    const items = Array.isArray(sent) ? sent : [];
    const forms = shown.map((item: JsonValue, index) => projected(items[Math.min(index, items.length - 1)] ?? item, item, depth + 1));
    return forms.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  }
  if (!isJsonObject(shown) || !isJsonObject(sent)) return shown;
  const names = Object.keys(shown).filter((name) => sent[name] !== undefined && !isIdName(name) && !isVolatileName(name));
  return Object.fromEntries(names.toSorted().map((name) => [name, projected(sent[name] ?? null, shown[name] ?? null, depth + 1)]));
}

const MAX_DEPTH = 20;
