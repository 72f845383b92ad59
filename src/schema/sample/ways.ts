import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { childNode } from '../keyword/child.js';
import { discriminatorNames } from '../keyword/discriminator.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import type { Sampling } from './budget.js';
import { inTryingOrder, isSpent, spendAttempt } from './budget.js';

/** One way to satisfy schemas that hold together: all references followed, one branch of each union chosen. */
export interface Way {
  /** Every schema that holds, none of them `true` or `false`. */
  readonly nodes: readonly Node[];
  /** Properties that this way is without. */
  readonly forbidden: ReadonlySet<string>;
  /** What a discriminator asks a property to be. */
  readonly discriminated: ReadonlyMap<string, JsonValue>;
  /** The targets of references on this way. */
  readonly targets: readonly object[];
  /** Whether a value built from the nodes may still break a clause that building does not look at. */
  readonly needsProof: boolean;
}

/** What is known half-way. */
interface State {
  readonly nodes: Node[];
  readonly forbidden: Set<string>;
  readonly discriminated: Map<string, JsonValue>;
  readonly targets: object[];
  /** The reference that led here last: a discriminator names schemas by it. */
  readonly origin: string;
  readonly needsProof: boolean;
}

/** One branch of a union and what it entails. */
interface Alternative {
  readonly nodes: readonly Node[];
  readonly forbidden?: string;
}

/** The same reference within itself more often than this is given up: a smaller value must exist if any does. */
const MAX_NESTED_TARGETS = 2;

/**
 * The ways to satisfy all of some schemas, in the order of trying.
 *
 * @param conjuncts - schemas that hold together
 * @param path - the targets of references that lead here
 * @param sampling - of this call
 */
export function* waysOf(conjuncts: readonly Node[], path: readonly object[], sampling: Sampling): Generator<Way> {
  const first = conjuncts[0];
  const state: State = {
    nodes: [],
    forbidden: new Set(),
    discriminated: new Map(),
    targets: [],
    origin: first?.pointer ?? '',
    needsProof: false,
  };
  yield* expand(conjuncts, state, { path, sampling });
}

interface Context {
  readonly path: readonly object[];
  readonly sampling: Sampling;
}

function* expand(pending: readonly Node[], state: State, context: Context): Generator<Way> {
  if (!spendAttempt(context.sampling)) return;
  const [node, ...rest] = pending;
  if (node === undefined) {
    yield state;
    return;
  }
  if (node.value === false) return;
  if (!isJsonObject(node.value) || state.nodes.includes(node)) {
    yield* expand(rest, state, context);
    return;
  }
  const clauses = clausesFromNode(node);
  const behind = followReference(clauses, state, context);
  if (behind === undefined) return;
  const next: State = {
    ...state,
    nodes: [...state.nodes, node],
    targets: [...state.targets, ...behind.map((target) => target.value as object)],
    origin: typeof clauses.get('$ref')?.value === 'string' ? String(clauses.get('$ref')?.value) : state.origin,
    discriminated: withDiscriminator(clauses, state),
    needsProof: state.needsProof || isToBeProved(clauses),
  };
  const together = [...behind, ...membersOf(clauses.get('allOf')), ...rest];
  yield* expandUnions(unionsOf(clauses, context.sampling), together, { state: next, context });
}

function* expandUnions(
  unions: readonly (readonly Alternative[])[],
  pending: readonly Node[],
  { state, context }: { readonly state: State; readonly context: Context },
): Generator<Way> {
  const [union, ...others] = unions;
  if (union === undefined) {
    yield* expand(pending, state, context);
    return;
  }
  for (const { nodes, forbidden } of union) {
    const [branch] = nodes;
    const reference = branch === undefined ? undefined : clausesFromNode(branch).get('$ref')?.value;
    const chosen: State = {
      ...state,
      forbidden: forbidden === undefined ? state.forbidden : new Set([...state.forbidden, forbidden]),
      discriminated: new Map(state.discriminated),
    };
    const origin = typeof reference === 'string' ? reference : state.origin;
    // What a union's discriminator says depends on the branch.
    for (const [property, value] of state.discriminated)
      chosen.discriminated.set(property, isPending(value) ? nameOf(value, origin) : value);
    yield* expandUnions(others, [...nodes, ...pending], { state: chosen, context });
    if (isSpent(context.sampling)) return;
  }
}

/** The targets of this schema's references; `undefined` when one leads nowhere or too often to the same. */
function followReference(clauses: Clauses, state: State, { path }: Context): readonly Node[] | undefined {
  const targets: Node[] = [];
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const clause = clauses.get(keyword);
    if (clause === undefined || typeof clause.value !== 'string') continue;
    const target = resolveReference(clause.node, clause.value);
    if (target === undefined) return undefined;
    if (!isJsonObject(target.value)) {
      if (target.value === false) return undefined;
      continue;
    }
    const { value } = target;
    if (state.targets.includes(value)) continue;
    if (path.filter((earlier) => earlier === value).length >= MAX_NESTED_TARGETS) return undefined;
    targets.push(target);
  }
  return targets;
}

function unionsOf(clauses: Clauses, { random }: Sampling): readonly (readonly Alternative[])[] {
  const unions: (readonly Alternative[])[] = [];
  for (const keyword of ['oneOf', 'anyOf']) {
    const clause = clauses.get(keyword);
    if (clause === undefined || !Array.isArray(clause.value)) continue;
    unions.push(
      nullLast(
        inTryingOrder(
          random,
          membersOf(clause).map((node) => ({ nodes: [node] })),
        ),
      ),
    );
  }
  const condition = clauses.get('if');
  if (condition !== undefined) unions.push(inTryingOrder(random, alternativesOfIf(condition, clauses)));
  const dependent = clauses.get('dependentSchemas');
  if (dependent !== undefined && isJsonObject(dependent.value)) {
    for (const [name, schema] of Object.entries(dependent.value)) {
      unions.push([{ nodes: [childNode(dependent, schema ?? true, name)] }, { nodes: [], forbidden: name }]);
    }
  }
  return unions;
}

function alternativesOfIf(condition: Clause, clauses: Clauses): readonly Alternative[] {
  const then = clauses.get('then');
  const otherwise = clauses.get('else');
  const holds = [childNode(condition, condition.value), ...(then === undefined ? [] : [childNode(then, then.value)])];
  return [{ nodes: holds }, { nodes: otherwise === undefined ? [] : [childNode(otherwise, otherwise.value)] }];
}

/** `oneOf: [{ type: 'null' }, X]` is a nullable X: whoever looks at a mock wants to see X. */
function nullLast(alternatives: readonly Alternative[]): readonly Alternative[] {
  const isNull = ({ nodes }: Alternative): boolean => nodes[0] !== undefined && clausesFromNode(nodes[0]).get('type')?.value === 'null';
  return [...alternatives.filter((alternative) => !isNull(alternative)), ...alternatives.filter(isNull)];
}

function membersOf(clause: Clause | undefined): readonly Node[] {
  if (clause === undefined || !Array.isArray(clause.value)) return [];
  return clause.value.map((value: JsonValue, index) => childNode(clause, value, index));
}

/** A discriminator whose union has not been chosen from yet. */
interface PendingName {
  readonly mapping: JsonValue;
}

function isPending(value: JsonValue): value is JsonValue & PendingName {
  return isJsonObject(value) && 'mapping' in value;
}

function nameOf({ mapping }: PendingName, origin: string): JsonValue {
  return discriminatorNames(mapping, origin)[0] ?? '';
}

function withDiscriminator(clauses: Clauses, state: State): Map<string, JsonValue> {
  const discriminator = clauses.get('discriminator')?.value;
  if (discriminator === undefined) return state.discriminated;
  const all = new Map(state.discriminated);
  // Swagger 2.0 gives only the name of the property.
  const property = isJsonObject(discriminator) ? discriminator['propertyName'] : discriminator;
  if (typeof property !== 'string' || all.has(property)) return all;
  const mapping = isJsonObject(discriminator) ? (discriminator['mapping'] ?? {}) : {};
  const isUnion = clauses.has('oneOf') || clauses.has('anyOf');
  all.set(property, isUnion ? { mapping } : nameOf({ mapping }, state.origin));
  return all;
}

function isToBeProved(clauses: Clauses): boolean {
  const known = PROVED.get(clauses) ?? PROVED_CLAUSES.some((keyword) => clauses.has(keyword));
  PROVED.set(clauses, known);
  return known;
}

/** The same schema is met in every value. */
const PROVED = new WeakMap<Clauses, boolean>();

/** Building does not look at these; a value is only known to hold after it was judged. */
const PROVED_CLAUSES = [
  'oneOf',
  'not',
  'if',
  'contains',
  'propertyNames',
  'patternProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'dependentSchemas',
  'dependentRequired',
  'minProperties',
  'maxProperties',
  'uniqueItems',
  'const',
  'enum',
  '$dynamicRef',
  '$recursiveRef',
];
