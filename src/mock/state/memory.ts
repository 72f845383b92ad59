import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import { type CollectionFacts, collectionFacts } from './collection-facts.js';
import { exampleSeeds } from './example-seeds.js';
import { idOf } from './id-member.js';
import { type PathPlan, placeOf, valueIn } from './place.js';
import { type CollectionSite, type StateMap, stateMapOf } from './state-map.js';
import type { StateChange, StateView } from './state-store.js';

/** What is in a contract's collections to begin with, by their paths: `/orders`, `/users/1/orders`, `/users/{id}/orders`, or `orders`. */
export type Seeds = ReadonlyMap<string, readonly JsonValue[]>;

/** What a mock remembers, by the places of its contract: what it has to begin with is there until somebody writes beside it. */
export interface Memory {
  readonly map: StateMap;
  readonly view: StateView;
  /** The collection that the beginning of a path leads to; `undefined` where nothing is remembered. */
  collection(site: CollectionSite, plan: PathPlan, pathValues: ReadonlyMap<string, string>): KeptCollection | undefined;
}

/** The things at one place. */
export interface KeptCollection {
  readonly name: string;
  readonly facts: CollectionFacts;
  item(key: string): JsonObject | undefined;
  items(): Iterable<readonly [key: string, value: JsonObject]>;
  readonly itemCount: number;
  /** How many were ever created in it. */
  readonly createdCount: number;
  /** What puts a thing there, and all that has to be kept before. */
  putting(key: string, value: JsonObject): readonly StateChange[];
  /** As `putting`, for a thing that is new. */
  creating(key: string, value: JsonObject): readonly StateChange[];
  /** What takes a thing away, and all that stands below it. */
  removing(key: string): readonly StateChange[];
}

/** What the memory of a mock is made from. */
export interface MemoryParts {
  readonly contract: Contract;
  readonly seeds: Seeds | undefined;
}

/**
 * The memory of a mock at the moment of a call.
 *
 * @param parts - of the mock
 * @param view - what was changed so far
 */
export function memoryOf({ contract, seeds }: MemoryParts, view: StateView): Memory {
  let map = MAPS.get(contract);
  if (map === undefined) {
    map = stateMapOf(contract);
    MAPS.set(contract, map);
  }
  const world: World = { map, seeds, view };
  return { map, view, collection: (site, plan, pathValues) => collectionAt(world, site, plan, pathValues) };
}

interface World {
  readonly map: StateMap;
  readonly seeds: Seeds | undefined;
  readonly view: StateView;
}

function collectionAt(
  world: World,
  site: CollectionSite,
  plan: PathPlan,
  pathValues: ReadonlyMap<string, string>,
): KeptCollection | undefined {
  const facts = collectionFacts(site);
  const name = placeOf(plan, pathValues);
  const given = givenSeeds(world.seeds, site, name);
  if (facts.shown === undefined || (!facts.isLiving && given === undefined)) return undefined;
  return keptCollection(world, { name, facts, seeds: () => seedsAt(world, { facts, plan, pathValues, given }) });
}

function keptCollection(
  { view }: World,
  { name, facts, seeds }: { name: string; facts: CollectionFacts; seeds: () => Kept },
): KeptCollection {
  let seeded: Kept | undefined;
  const begun = (): Kept => {
    seeded ??= seeds();
    return seeded;
  };
  const isUsed = view.isUsed(name);
  const first = (): readonly StateChange[] =>
    isUsed ? [] : [...begun()].map(([key, value]) => ({ kind: 'put', collection: name, key, value }) as const);
  const createdCount = Number(view.item(COUNTERS, name) ?? 0);
  const putting = (key: string, value: JsonObject): readonly StateChange[] => [...first(), { kind: 'put', collection: name, key, value }];
  return {
    name,
    facts,
    item: (key) => objectOf(isUsed ? view.item(name, key) : begun().get(key)),
    items: () => (isUsed ? (view.items(name) as Iterable<readonly [string, JsonObject]>) : begun()),
    itemCount: isUsed ? view.itemCount(name) : begun().size,
    createdCount,
    putting,
    creating: (key, value) => [...putting(key, value), { kind: 'put', collection: COUNTERS, key: name, value: createdCount + 1 }],
    removing: (key) => [
      ...first(),
      { kind: 'remove', collection: name, key },
      ...removalsBelow(view, `${name}/${encodeURIComponent(key)}`),
    ],
  };
}

type Kept = ReadonlyMap<string, JsonObject>;

function removalsBelow(view: StateView, place: string): readonly StateChange[] {
  return view
    .collections()
    .filter((name) => name === place || name.startsWith(`${place}/`))
    .flatMap((collection) => [...view.items(collection)].map(([key]) => ({ kind: 'remove', collection, key }) as const));
}

interface SeedPlace {
  readonly facts: CollectionFacts;
  readonly plan: PathPlan;
  readonly pathValues: ReadonlyMap<string, string>;
  readonly given: readonly JsonValue[] | undefined;
}

function seedsAt(world: World, { facts, plan, pathValues, given }: SeedPlace): Kept {
  if (given !== undefined) return byKey(facts, given);
  if (world.seeds !== undefined || !isBelowFirst(world, plan, pathValues)) return NOTHING;
  return byKey(facts, exampleSeeds(facts));
}

/** The examples of a contract show one story: what they have below something is below the first thing of the examples. */
function isBelowFirst(world: World, plan: PathPlan, pathValues: ReadonlyMap<string, string>): boolean {
  return world.map.parents(plan).every(({ collection, length }) => {
    const parent = collectionAt(world, collection, plan.slice(0, length - 1), pathValues);
    const last = plan[length - 1];
    if (parent === undefined || last?.kind !== 'parameter') return true;
    const [first] = byKey(parent.facts, exampleSeeds(parent.facts)).keys();
    return first === valueIn(pathValues, last.name);
  });
}

function byKey({ idPath, shown }: CollectionFacts, values: readonly JsonValue[]): Kept {
  const items = new Map<string, JsonObject>();
  for (const [index, value] of values.entries()) {
    if (!isJsonObject(value) || shown === undefined) continue;
    const id = idPath === undefined ? index + 1 : idOf(value, idPath);
    if (id !== undefined) items.set(String(id), value);
  }
  return items;
}

function givenSeeds(seeds: Seeds | undefined, site: CollectionSite, name: string): readonly JsonValue[] | undefined {
  if (seeds === undefined) return undefined;
  const last = site.plan.at(-1);
  for (const [key, values] of seeds) {
    if (key === name || key.replace(/\{[^}]*\}/g, '{}') === site.shape) return values;
    if (last?.kind === 'literal' && key === last.text) return values;
  }
  return undefined;
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

/** Where numbers that were given once are remembered, so that they are not given again. */
const COUNTERS = '~created';
const NOTHING: Kept = new Map();
const MAPS = new WeakMap<Contract, StateMap>();
