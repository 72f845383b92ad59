import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../../schema/clauses.js';
import { clausesFromNode } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { enter } from '../../schema/node.js';
import { resolveReference } from '../../schema/reference.js';
import type { Direction } from '../../schema/schema.js';
import { isTypedKeyword } from './typed-clauses.js';

/** One schema as it holds at a place, its references and `allOf` told apart from it. */
export interface Part {
  readonly node: Node;
  readonly clauses: Clauses;
  /** Null is let in beside the types that are named. */
  readonly addsNull: boolean;
}

/** All that holds at one place of a value. */
export interface Parts {
  readonly list: readonly Part[];
  /** What else they say holds only for values that are not null; the clause `nullable` itself is taken off. */
  readonly nullable: readonly Node[];
  /** What cannot be said in one form: where it comes back to itself, or where it stands. */
  readonly opaque: readonly JsonValue[];
  readonly isNever: boolean;
}

/** What is known while one schema is read. */
export interface Reading {
  readonly direction: Direction | undefined;
  readonly frames: Frame[];
  left: number;
  hasDirections: boolean;
  gaveUp: boolean;
}

/** One place on the way down: what stands for all of it, and what is only a part of it. */
export interface Frame {
  readonly wholes: ReadonlySet<JsonValue>;
  readonly parts: Set<JsonValue>;
}

/**
 * All schemas that hold at a place, references followed and `allOf` opened.
 *
 * @param entries - what was written for the place
 * @param reading - its last frame is that of the place
 */
export function gatherParts(entries: readonly Node[], reading: Reading): Parts {
  const bag: Bag = { reading, list: [], nullable: [], opaque: [], isNever: false };
  for (const entry of entries) gather(entry, bag, []);
  return bag;
}

/**
 * The schemas that say the same as the only one of a place: it, and what it refers to and adds nothing.
 *
 * @param entries - what was written for the place
 */
export function wholesOf(entries: readonly Node[]): ReadonlySet<JsonValue> {
  const wholes = new Set<JsonValue>();
  let [node] = entries.length === 1 ? entries : [];
  while (node !== undefined && isJsonObject(node.value) && !wholes.has(node.value)) {
    wholes.add(node.value);
    const clauses: Clauses = clausesFromNode(node);
    const demands: readonly string[] = [...clauses.keys()].filter((keyword) => !REMARKS.has(keyword));
    const inner: readonly Node[] = demands.length === 1 ? innerNodes(clauses) : [];
    node = inner.length === 1 ? inner[0] : undefined;
  }
  return wholes;
}

/**
 * The subschemas of a clause: the one it holds, or each of its list.
 *
 * @param clause - `undefined` has none
 */
export function childNodes(clause: Clause | undefined): readonly Node[] {
  if (clause === undefined) return [];
  if (Array.isArray(clause.value)) return clause.value.map((value: JsonValue, index) => childNode(clause, value, index));
  return [childNode(clause, clause.value)];
}

interface Bag {
  readonly reading: Reading;
  readonly list: Part[];
  readonly nullable: Node[];
  readonly opaque: JsonValue[];
  isNever: boolean;
}

function gather(node: Node, bag: Bag, path: readonly JsonValue[]): void {
  const { value } = node;
  const { reading } = bag;
  if (value === false) bag.isNever = true;
  if (!isJsonObject(value)) return;
  const frame = reading.frames.at(-1);
  // A schema that comes back to itself without going into the value is broken, and has no meaning to compare.
  if (path.includes(value)) reading.gaveUp = true;
  if (reading.gaveUp || frame === undefined || frame.parts.has(value)) return;
  const back = reading.frames.findLastIndex((outer) => outer !== frame && (outer.parts.has(value) || outer.wholes.has(value)));
  if (back !== -1) {
    const isWhole = reading.frames[back]?.wholes.has(value) === true;
    bag.opaque.push(isWhole ? { back: reading.frames.length - 1 - back } : placeOf(node, reading));
    return;
  }
  frame.parts.add(value);
  const clauses = clausesFromNode(node);
  if (clauses.has('readOnly') || clauses.has('writeOnly')) reading.hasDirections = true;
  const keywords = [...clauses.keys()].filter((keyword) => !REMARKS.has(keyword));
  if (keywords.some((keyword) => DYNAMIC.has(keyword))) {
    bag.opaque.push(placeOf(node, reading));
    return;
  }
  addPart({ node, clauses, addsNull: false }, keywords, bag);
  if (clauses.has('nullable')) return;
  for (const inner of innerNodes(clauses)) gather(inner, bag, [...path, value]);
  if (typeof clauses.get('$ref')?.value === 'string' && referred(clauses) === undefined) bag.opaque.push(placeOf(node, reading));
}

function addPart(part: Part, keywords: readonly string[], bag: Bag): void {
  if (!part.clauses.has('nullable')) bag.list.push(part);
  else if (keywords.every((keyword) => keyword === 'nullable' || isTypedKeyword(keyword))) bag.list.push({ ...part, addsNull: true });
  else bag.nullable.push(withoutNullable(part));
}

function withoutNullable({ node, clauses }: Part): Node {
  const { resource, dialect, pointer, value } = node;
  const { [clauses.get('nullable')?.written ?? 'nullable']: _, ...rest } = isJsonObject(value) ? value : {};
  return enter(resource, { value: rest, dialect, pointer });
}

/** Where a schema stands is the same only as itself; of one that stands nowhere there may be another at the same pointer. */
function placeOf({ resource, pointer }: Node, reading: Reading): JsonValue {
  if (resource.documentUri === '') reading.gaveUp = true;
  return `${resource.documentUri}#${pointer}`;
}

/** What holds beside the schema's own clauses, as its own clauses would. */
function innerNodes(clauses: Clauses): readonly Node[] {
  const target = referred(clauses);
  const lone = ['anyOf', 'oneOf'].map((keyword) => childNodes(clauses.get(keyword))).filter((nodes) => nodes.length === 1);
  return [...(target === undefined ? [] : [target]), ...childNodes(clauses.get('allOf')), ...lone.flat()];
}

function referred(clauses: Clauses): Node | undefined {
  const clause = clauses.get('$ref');
  return typeof clause?.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
}

const REMARKS: ReadonlySet<string> = new Set(['readOnly', 'writeOnly', 'default', 'example', 'examples', 'discriminator']);
/** What they mean depends on what else was evaluated: they are not taken out of where they stand. */
const DYNAMIC: ReadonlySet<string> = new Set(['$dynamicRef', '$recursiveRef', 'unevaluatedProperties', 'unevaluatedItems']);
