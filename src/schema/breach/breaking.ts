import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { ReachablePlace } from '../boundary/reachable-places.js';
import { madeNode, plainNode } from '../boundary/made-node.js';
import type { Effort } from '../boundary/reach.js';
import { buildValue } from '../boundary/reach.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { rulesOfDialect } from '../dialect-rules.js';
import type { Node } from '../node.js';
import type { Direction } from '../schema.js';

/** What the breaker of a clause may use. */
export interface Breaking {
  readonly clause: Clause;
  readonly place: ReachablePlace;
  /** Valid at the place. */
  readonly value: JsonValue;
  readonly direction: Direction | undefined;
  /** `undefined` for the fixed candidates. */
  readonly random: Random | undefined;
  /** Is counted up by what is built, where somebody counts. */
  readonly effort?: Effort;
}

/** A value that may break the clause and nothing else: it still has to be judged. */
export interface Candidate {
  readonly value: JsonValue;
  /** For people, behind the name of what is changed: `above its maximum 100`. */
  readonly how: string;
  /** The member of the place that is meant, where it is not the place itself. */
  readonly member?: string | undefined;
}

/** Makes candidates for one keyword, the most telling first. */
export type Breaker = (breaking: Breaking) => Iterable<Candidate>;

/**
 * A value that keeps what holds at the place but for the clause, and some more schemas; `undefined` when none was found.
 *
 * @param breaking - the clause and its place
 * @param more - schemas it must satisfy too; a plain object is read as draft 2020-12
 */
export function builtWithout(breaking: Breaking, ...more: readonly (Node | JsonObject)[]): JsonValue | undefined {
  const conjuncts = [...relaxedNodes(breaking), ...more.map((one) => ('resource' in one ? (one as Node) : plainNode(one as JsonObject)))];
  return buildValue(conjuncts, optionsOf(breaking));
}

/**
 * The value of the place when it is an object, else an object for the place.
 *
 * @param breaking - the clause and its place
 */
export function objectAt(breaking: Breaking): JsonObject | undefined {
  if (isJsonObject(breaking.value)) return breaking.value;
  const built = buildValue([...breaking.place.conjuncts, ...breaking.place.guards, plainNode({ type: 'object' })], optionsOf(breaking));
  return isJsonObject(built) ? built : undefined;
}

/**
 * The value of the place when it is a list, else a list for the place.
 *
 * @param breaking - the clause and its place
 */
export function listAt(breaking: Breaking): readonly JsonValue[] | undefined {
  if (Array.isArray(breaking.value)) return breaking.value;
  const built = buildValue([...breaking.place.conjuncts, ...breaking.place.guards, plainNode({ type: 'array' })], optionsOf(breaking));
  return Array.isArray(built) ? built : undefined;
}

/**
 * How values for a breaker are built: small, and soon given up.
 *
 * @param breaking - the clause and its place
 */
export function optionsOf({ direction, random, effort }: Breaking): Parameters<typeof buildValue>[1] {
  return { direction, random, effort, optionalDepth: 1, attemptCount: MAX_BREAK_ATTEMPT_COUNT };
}

const MAX_BREAK_ATTEMPT_COUNT = 400;

/** The schemas of the place, each by itself, without the clause and the unions whose branch is chosen. */
function relaxedNodes({ clause, place }: Breaking): readonly Node[] {
  const known = RELAXED.get(place)?.get(clause);
  if (known !== undefined) return known;
  const unions = new Set(place.branches.map((branch) => branch.clause));
  const relaxed = [...place.nodes.flatMap((node) => relaxedNode(node, clause, unions)), ...place.guards];
  const byClause = RELAXED.get(place) ?? new Map<Clause, readonly Node[]>();
  byClause.set(clause, relaxed);
  RELAXED.set(place, byClause);
  return relaxed;
}

const RELAXED = new WeakMap<ReachablePlace, Map<Clause, readonly Node[]>>();

function relaxedNode(node: Node, clause: Clause, unions: ReadonlySet<Clause>): readonly Node[] {
  const { value } = node;
  if (!isJsonObject(value)) return [];
  const clauses = clausesFromNode(node);
  if (rulesOfDialect(node.dialect).isReferenceAlone && clauses.has('$ref')) return [];
  const dropped = new Set(IN_PLACE);
  for (const own of clauses.values()) if (unions.has(own)) dropped.add(own.written);
  if (clause.node === node) for (const member of [clause.written, ...togetherWith(clause)]) dropped.add(member);
  const kept = Object.entries(value).filter(([member]) => !dropped.has(member));
  return kept.length === 0 ? [] : [madeNode(node, Object.fromEntries(kept))];
}

/** What leads in place to the other schemas of the place; `$id` and anchors name the schema as it was written. */
const IN_PLACE: readonly string[] = ['$ref', '$dynamicRef', '$recursiveRef', 'allOf', '$anchor', '$dynamicAnchor'];

/** Members that are a part of the clause: in draft 4 `exclusiveMinimum: true` is one of `minimum`. */
function togetherWith({ written, node }: Clause): readonly string[] {
  if (written === 'contains') return ['minContains', 'maxContains'];
  return rulesOfDialect(node.dialect).draft === 4 ? (PAIRS[written] ?? []) : [];
}

const PAIRS: Readonly<Record<string, readonly string[]>> = {
  minimum: ['exclusiveMinimum'],
  maximum: ['exclusiveMaximum'],
  exclusiveMinimum: ['minimum'],
  exclusiveMaximum: ['maximum'],
};
