import type { Contract, OperationEntry } from '../../contract/contract.js';
import { pathPlan, type PathPlan, type PlaceMethods, shapeOf } from './place.js';

/** What there is of one kind, and the operations on it; nothing of them is read yet. */
export interface CollectionSite {
  /** Of the collection: `/users/{}/orders`. */
  readonly shape: string;
  /** The first path that leads to it. */
  readonly plan: PathPlan;
  readonly methods: PlaceMethods;
  /** Of one of them: the same with a parameter at its end. */
  readonly itemPlan: PathPlan;
  readonly itemMethods: PlaceMethods;
}

/** Where the path of an operation leads in what a mock remembers. */
export type Site =
  | { readonly kind: 'collection'; readonly collection: CollectionSite }
  | { readonly kind: 'item'; readonly collection: CollectionSite }
  /** The only one of its kind: `/me`, `/users/{id}/settings`. */
  | { readonly kind: 'singleton'; readonly plan: PathPlan; readonly methods: PlaceMethods }
  /** An action, a search: nothing that is kept. */
  | { readonly kind: 'other' };

/** The places of a contract. */
export interface StateMap {
  site(operation: { readonly path: string }): Site;
  /** The collections in which the path has to have something, the outermost first, each with how much of the path leads to its item. */
  parents(plan: PathPlan): readonly { readonly collection: CollectionSite; readonly length: number }[];
}

/**
 * The places of a contract by its paths and methods alone: `/orders` is a collection where `/orders/{id}` is something.
 *
 * @param contract - of which no operation is read
 */
export function stateMapOf(contract: Contract): StateMap {
  const places = placesOf(contract.operations);
  const collections = new Map<string, CollectionSite>();
  for (const [shape, { plan, methods }] of places) {
    const collection = collectionAt(shape, plan, methods, places);
    if (collection !== undefined) collections.set(collection.shape, collection);
  }
  const siteOf = (path: string): Site => {
    const plan = pathPlan(path);
    if (plan === undefined) return OTHER;
    const shape = shapeOf(plan);
    const own = collections.get(shape);
    if (own !== undefined) return { kind: 'collection', collection: own };
    const around = shape.endsWith('/{}') ? collections.get(shape.slice(0, -'/{}'.length)) : undefined;
    if (around !== undefined) return { kind: 'item', collection: around };
    const methods = places.get(shape)?.methods;
    return methods !== undefined && isSingleton(plan, methods) ? { kind: 'singleton', plan, methods } : OTHER;
  };
  const parents: StateMap['parents'] = (plan) =>
    plan.slice(0, -1).flatMap((segment, index) => {
      const collection = segment.kind === 'parameter' ? collections.get(shapeOf(plan.slice(0, index))) : undefined;
      return collection === undefined ? [] : [{ collection, length: index + 1 }];
    });
  return { site: ({ path }) => siteOf(path), parents };
}

interface Place {
  readonly plan: PathPlan;
  readonly methods: Map<string, OperationEntry>;
}

function placesOf(entries: readonly OperationEntry[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const entry of entries) {
    const plan = pathPlan(entry.path);
    if (plan === undefined) continue;
    const shape = shapeOf(plan);
    const place = places.get(shape) ?? { plan, methods: new Map<string, OperationEntry>() };
    if (!place.methods.has(entry.method)) place.methods.set(entry.method, entry);
    places.set(shape, place);
  }
  return places;
}

/** The collection whose items stand at a shape. */
function collectionAt(
  shape: string,
  itemPlan: PathPlan,
  itemMethods: PlaceMethods,
  places: ReadonlyMap<string, Place>,
): CollectionSite | undefined {
  const plan = itemPlan.slice(0, -1);
  const last = plan.at(-1);
  if (itemPlan.at(-1)?.kind !== 'parameter' || last?.kind !== 'literal' || last.text.includes('{')) return undefined;
  const own = shape.slice(0, -'/{}'.length);
  return { shape: own, plan, methods: places.get(own)?.methods ?? NO_METHODS, itemPlan, itemMethods };
}

function isSingleton(plan: PathPlan, methods: PlaceMethods): boolean {
  return plan.at(-1)?.kind === 'literal' && methods.has('GET') && (methods.has('PUT') || methods.has('PATCH'));
}

const OTHER: Site = { kind: 'other' };
const NO_METHODS: PlaceMethods = new Map();
