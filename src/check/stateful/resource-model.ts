import type { Contract, Operation } from '../../contract/contract.js';
import { linkedItem } from './linked-item.js';
import { nounOfPath } from './path-noun.js';
import { pathParameterNames, pathShape, templateSegments } from '../../contract/path-values.js';
import { nounFromWord, referredNoun } from '../../contract/resource-name.js';

/** A kind of thing that a provider keeps, and the operations on it; what a contract does not offer is `undefined`. */
export interface Resource {
  /** Singular, in lower case. */
  readonly noun: string;
  /** `post`: the provider chooses the id; `put`: whoever creates it does. */
  readonly createdBy: 'post' | 'put';
  readonly create: Operation;
  readonly list: Operation | undefined;
  readonly read: Operation | undefined;
  readonly replace: Operation | undefined;
  readonly change: Operation | undefined;
  readonly remove: Operation | undefined;
  /** The template that leads to one of them. */
  readonly itemPath: string;
}

/** What an operation does to a resource. */
export type Role = 'create' | 'list' | 'read' | 'replace' | 'change' | 'remove';

/**
 * The resources whose lives can be followed: those that an operation creates and another one reaches by the id it was given. What cannot be told from
 * paths, methods and links is left out: rather no sequence than a wrong one.
 *
 * @param contract - whose links name operations
 * @param operations - that may be called
 * @returns in the order of the operations that create, each operation creating one kind at most
 */
export function resourcesOf(contract: Pick<Contract, 'operations'>, operations: readonly Operation[]): readonly Resource[] {
  const known = KNOWN.get(operations);
  if (known?.contract === contract) return known.resources;
  const resources = readResources(contract, operations);
  KNOWN.set(operations, { contract, resources });
  return resources;
}

/** Asked for by every lane of a pair, with the same list. */
const KNOWN = new WeakMap<
  readonly Operation[],
  { readonly contract: Pick<Contract, 'operations'>; readonly resources: readonly Resource[] }
>();

function readResources(contract: Pick<Contract, 'operations'>, operations: readonly Operation[]): readonly Resource[] {
  const byShape = new Map<string, Map<string, Operation>>();
  for (const operation of operations) {
    const shape = pathShape(operation.path);
    const methods = byShape.get(shape) ?? new Map<string, Operation>();
    if (!methods.has(operation.method)) methods.set(operation.method, operation);
    byShape.set(shape, methods);
  }
  const model: Model = { contract, byShape, itemPaths: itemPathsByNoun(operations) };
  return operations.flatMap((operation) => resourceFrom(model, operation) ?? []);
}

/**
 * What an operation is to a resource; `undefined` when it has no part in it.
 *
 * @param resource - of the same contract
 * @param operation - any
 */
export function roleOf(resource: Resource, operation: Operation): Role | undefined {
  if (operation.id === resource.create.id) return 'create';
  return ROLES.find((role) => resource[role]?.id === operation.id);
}

/**
 * The name that an operation has for the id of a resource; `undefined` when its path does not end in one.
 *
 * @param operation - on one item
 */
export function itemParameterOf(operation: Operation): string | undefined {
  const last = templateSegments(operation.path).at(-1);
  return last?.kind === 'parameter' ? last.name : undefined;
}

interface Model {
  readonly contract: Pick<Contract, 'operations'>;
  readonly byShape: ReadonlyMap<string, ReadonlyMap<string, Operation>>;
  /** Of items with one parameter, by the noun of the items. */
  readonly itemPaths: ReadonlyMap<string, readonly string[]>;
}

function resourceFrom(model: Model, operation: Operation): Resource | undefined {
  if (operation.method === 'POST') return postedResource(model, operation);
  return operation.method === 'PUT' ? putResource(model, operation) : undefined;
}

function postedResource(model: Model, create: Operation): Resource | undefined {
  const last = templateSegments(create.path).at(-1);
  if (last?.kind !== 'literal' || ACTION.test(last.text)) return undefined;
  const itemPath = siblingItem(model, create) ?? linkedItem(model.contract, create) ?? distantItem(model, create, last.text);
  if (itemPath === undefined) return undefined;
  const listShape =
    pathShape(itemPath) === `${pathShape(create.path)}/{}` ? pathShape(create.path) : pathShape(itemPath).replace(/\/\{\}$/, '');
  return resourceAt(model, { create, createdBy: 'post', itemPath, listShape });
}

/** `/orders` → `/orders/{id}`. */
function siblingItem({ byShape }: Model, create: Operation): string | undefined {
  const methods = byShape.get(`${pathShape(create.path)}/{}`);
  const one = [...(methods?.values() ?? [])].find(({ method }) => ITEM_METHODS.has(method));
  return one?.path;
}

/** `/customers/{id}/orders` → `/orders/{orderId}`, when there is one path of that kind only. */
function distantItem({ itemPaths }: Model, create: Operation, segment: string): string | undefined {
  if (pathParameterNames(create.path).length === 0) return undefined;
  const paths = itemPaths.get(nounFromWord(segment)) ?? [];
  return new Set(paths.map(pathShape)).size === 1 ? paths[0] : undefined;
}

function itemPathsByNoun(operations: readonly Operation[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  for (const { method, path } of operations) {
    const noun = ITEM_METHODS.has(method) ? nounOfLoneItem(path) : undefined;
    if (noun !== undefined) paths.set(noun, [...(paths.get(noun) ?? []), path]);
  }
  return paths;
}

function nounOfLoneItem(path: string): string | undefined {
  const segments = templateSegments(path);
  const [before, last] = segments.slice(-2);
  if (before?.kind !== 'literal' || last?.kind !== 'parameter' || pathParameterNames(path).length > 1) return undefined;
  const noun = nounFromWord(before.text);
  return (referredNoun(last.name) ?? noun) === noun ? noun : undefined;
}

/** A PUT that says that it creates, where nothing else does. */
function putResource(model: Model, create: Operation): Resource | undefined {
  const shape = pathShape(create.path);
  if (!shape.endsWith('/{}')) return undefined;
  const collectionShape = shape.slice(0, -'/{}'.length);
  const isCreator =
    create.responses.some(({ status }) => status === '201') && model.byShape.get(collectionShape)?.get('POST') === undefined;
  return isCreator ? resourceAt(model, { create, createdBy: 'put', itemPath: create.path, listShape: collectionShape }) : undefined;
}

interface Site extends Pick<Resource, 'create' | 'createdBy' | 'itemPath'> {
  readonly listShape: string;
}

function resourceAt({ byShape }: Model, { create, createdBy, itemPath, listShape }: Site): Resource {
  const methods = byShape.get(pathShape(itemPath));
  return {
    noun: nounOfPath(templateSegments(itemPath)),
    createdBy,
    create,
    list: byShape.get(listShape)?.get('GET'),
    read: methods?.get('GET'),
    replace: methods?.get('PUT'),
    change: methods?.get('PATCH'),
    remove: methods?.get('DELETE'),
    itemPath,
  };
}

const ROLES = ['list', 'read', 'replace', 'change', 'remove'] as const;
const ITEM_METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'PATCH', 'DELETE']);
/** These end in something that is done, not in something that is kept. */
const ACTION = /^(?:search|query|log-?in|log-?out|sign-?in|sign-?out|validate|verify|batch|bulk|count|refresh|token)$/i;
