import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { CollectionFacts } from './collection-facts.js';
import { fittedValue } from './fitted-value.js';
import { idOf } from './id-member.js';
import { listPlaceIn, ownPlaceIn, valueAt } from './shown-place.js';
import { usualValueOf } from './usual-value.js';

/**
 * What the examples of a contract show of a collection: what its list shows, then what the read of one shows; what both show is as the read has it.
 *
 * @param facts - of the collection
 * @returns things that keep the schema of the collection, each id once
 */
export function exampleSeeds(facts: CollectionFacts): readonly JsonValue[] {
  let seeds = KNOWN.get(facts);
  if (seeds === undefined) {
    seeds = readSeeds(facts);
    KNOWN.set(facts, seeds);
  }
  return seeds;
}

function readSeeds(facts: CollectionFacts): readonly JsonValue[] {
  const { idPath, shown } = facts;
  if (idPath === undefined || shown === undefined) return [];
  const things = new Map<string, JsonObject>();
  for (const example of [...listedExamples(facts), ...readExamples(facts)]) {
    const id = idOf(example, idPath);
    const fitted = id === undefined ? undefined : fittedValue(shown.schema, example, facts.thing());
    if (id === undefined || !isJsonObject(fitted) || idOf(fitted, idPath) !== id) continue;
    things.set(String(id), fitted);
    if (things.size >= MAX_SEED_COUNT) break;
  }
  return [...things.values()];
}

function listedExamples({ list, site }: CollectionFacts): readonly JsonObject[] {
  const usual = list === undefined ? undefined : usualValueOf(list);
  const place = usual === undefined ? undefined : listPlaceIn(usual.schema, site.itemPlan);
  if (usual === undefined || place === undefined) return [];
  return usual.examples.flatMap((example) => {
    const items = valueAt(example, place.path);
    return Array.isArray(items) ? items.filter(isJsonObject) : [];
  });
}

function readExamples({ read, site }: CollectionFacts): readonly JsonObject[] {
  const usual = read === undefined ? undefined : usualValueOf(read);
  const place = usual === undefined || read === undefined ? undefined : ownPlaceIn(read, usual.schema, site.itemPlan);
  if (usual === undefined || place === undefined) return [];
  return usual.examples.flatMap((example) => {
    const item = valueAt(example, place.path);
    return isJsonObject(item) ? [item] : [];
  });
}

const MAX_SEED_COUNT = 200;
const KNOWN = new WeakMap<CollectionFacts, readonly JsonValue[]>();
