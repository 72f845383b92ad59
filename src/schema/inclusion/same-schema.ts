import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { rulesOfDialect } from '../dialect-rules.js';
import { isEqualJson } from '../equality.js';
import { partNode } from '../hidden-property.js';
import { childNodes, referredNode } from './literal.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import type { DocumentSet, Schema } from '../schema.js';

/** Knows which schemas are written the same, all that they refer to included. Remembers what it found. */
export interface Sameness {
  readonly isSame: (first: Node, second: Node) => boolean;
  /** Of two clauses of the same keyword. */
  readonly isSameClause: (first: Clause, second: Clause) => boolean;
}

/**
 * Tells schemas that say the same in the same words, remarks aside. Yes is certain; no only means that the words differ.
 */
export function createSameness(): Sameness {
  const memory: Memory = { answers: new Map(), frames: [] };
  const isSame = (first: Node, second: Node): boolean => judge([first, second], memory).isSame;
  return {
    isSame,
    isSameClause: (first, second) => {
      if (first.keyword !== second.keyword || DYNAMIC.has(first.keyword)) return false;
      // What these mean hangs on what stands beside them.
      if (BESIDE.has(first.keyword)) return isSame(first.node, second.node);
      const pairs: Pair[] = [];
      if (!isEqualClause([first.node, second.node], { name: first.written, value: first.value, other: second.value }, pairs)) return false;
      if (!areEqualParts(first, second)) return false;
      return first.written === second.written && pairs.every(([left, right]) => isSame(left, right));
    },
  };
}

/**
 * The sameness of all questions about the schemas of two sets of documents.
 *
 * @param sides - of either of them
 */
export function samenessOf({ writer, reader }: { readonly writer: Schema; readonly reader: Schema }): Sameness {
  const ofWriter = SAMENESSES.get(writer.documents) ?? new WeakMap<DocumentSet, Sameness>();
  SAMENESSES.set(writer.documents, ofWriter);
  const sameness = ofWriter.get(reader.documents) ?? createSameness();
  ofWriter.set(reader.documents, sameness);
  return sameness;
}

const SAMENESSES = new WeakMap<DocumentSet, WeakMap<DocumentSet, Sameness>>();

type Pair = readonly [first: Node, second: Node];

interface Memory {
  /** By both values: `SAME`, `OTHER`, or the index of the frame on which a yes rests. */
  readonly answers: Map<JsonObject, Map<JsonObject, number>>;
  /** The pairs being compared, each with those whose yes rests on it. */
  readonly frames: Values[][];
}

type Values = readonly [first: JsonObject, second: JsonObject];

const SAME = -1;
const OTHER = -2;
const NO_FRAME = Number.POSITIVE_INFINITY;

interface Answer {
  readonly isSame: boolean;
  /** The outermost pair being compared that a yes takes for granted. */
  readonly lowest: number;
}

const YES: Answer = { isSame: true, lowest: NO_FRAME };
const NO: Answer = { isSame: false, lowest: NO_FRAME };

/** A pair that is met again while it is compared is as good as its own words: what rests on that is known for good once the pair is. */
function judge(pair: Pair, memory: Memory): Answer {
  const [first, second] = [pair[0].value, pair[1].value];
  if (pair[0].dialect !== pair[1].dialect || !isEqualExemption(...pair)) return NO;
  if (!isJsonObject(first) || !isJsonObject(second)) return first === second ? YES : NO;
  const known = memory.answers.get(first)?.get(second);
  if (known === SAME) return YES;
  if (known === OTHER) return NO;
  if (known !== undefined) return { isSame: true, lowest: known };
  const index = memory.frames.length;
  if (index >= MAX_DEPTH) return NO;
  const inner: Pair[] = [];
  if (!isEqualSchema(pair, inner)) {
    note(memory, [first, second], OTHER);
    return NO;
  }
  if (inner.length === 0) {
    note(memory, [first, second], SAME);
    return YES;
  }
  memory.frames.push([]);
  note(memory, [first, second], index);
  const { isSame, lowest } = judgeAll(inner, memory);
  const rested = memory.frames.pop() ?? [];
  const below = lowest < index ? lowest : NO_FRAME;
  if (isSame) settle(memory, [...rested, [first, second]], below);
  else {
    for (const [left, right] of rested) memory.answers.get(left)?.delete(right);
    note(memory, [first, second], OTHER);
  }
  return { isSame, lowest: isSame ? below : NO_FRAME };
}

/** References within references. */
const MAX_DEPTH = 1_000;

function judgeAll(pairs: readonly Pair[], memory: Memory): Answer {
  let lowest = NO_FRAME;
  for (const pair of pairs) {
    const answer = judge(pair, memory);
    if (!answer.isSame) return NO;
    lowest = Math.min(lowest, answer.lowest);
  }
  return { isSame: true, lowest };
}

function settle(memory: Memory, all: readonly Values[], lowest: number): void {
  const frame = memory.frames[lowest];
  for (const values of all) {
    note(memory, values, frame === undefined ? SAME : lowest);
    frame?.push(values);
  }
}

function note({ answers }: Memory, [first, second]: Values, answer: number): void {
  const known = answers.get(first);
  if (known === undefined) answers.set(first, new Map([[second, answer]]));
  else known.set(second, answer);
}

/** Whether two schemas are the same in words; where both refer, the targets are put into `inner`. */
function isEqualSchema([first, second]: Pair, inner: Pair[]): boolean {
  const [left, right] = [first.value, second.value];
  if (!isJsonObject(left) || !isJsonObject(right)) return left === right;
  const names = meaningfulNames(left);
  if (names.length !== meaningfulNames(right).length) return false;
  return names.every((name) => {
    const [value, other] = [left[name], Object.hasOwn(right, name) ? right[name] : undefined];
    return value !== undefined && other !== undefined && isEqualClause([first, second], { name, value, other }, inner);
  });
}

interface Members {
  readonly name: string;
  readonly value: JsonValue;
  readonly other: JsonValue;
}

function isEqualClause(pair: Pair, { name, value, other }: Members, inner: Pair[]): boolean {
  if (name === '$ref') return value === other && isEqualTarget(pair, String(value), inner);
  // A base of its own, or a scope of its own: what references mean is not told by the words.
  if (isDynamic(name, pair[0])) return false;
  if (name === rulesOfDialect(pair[0].dialect).id && pair.some(({ resource, value: own }) => resource.value !== own)) return false;
  const kind = KINDS.get(name);
  if (kind === undefined) return isEqualJson(value, other);
  if (Array.isArray(value) || Array.isArray(other)) {
    if (!Array.isArray(value) || !Array.isArray(other) || value.length !== other.length) return false;
    return value.every((item: JsonValue, index) => isEqualChild(pair, [item, (other as readonly JsonValue[])[index] ?? null], inner));
  }
  if (kind === 'schemas' && isJsonObject(value) && isJsonObject(other)) return isEqualMap(pair, [value, other], inner);
  return isEqualChild(pair, [value, other], inner);
}

/** What it leads to hangs on what leads to it; a dialect that does not know the word passes over it. */
function isDynamic(name: string, { dialect }: Node): boolean {
  const { draft } = rulesOfDialect(dialect);
  return (name === '$dynamicRef' && draft >= 2020) || (name === '$recursiveRef' && draft === 2019);
}

function isEqualMap(pair: Pair, [left, right]: readonly [JsonObject, JsonObject], inner: Pair[]): boolean {
  const names = Object.keys(left).filter((name) => left[name] !== undefined);
  if (names.length !== Object.keys(right).filter((name) => right[name] !== undefined).length) return false;
  return names.every((name) => {
    const [value, other] = [left[name], Object.hasOwn(right, name) ? right[name] : undefined];
    return value !== undefined && other !== undefined && isEqualChild(pair, [value, other], inner);
  });
}

/** Nodes are made for references only: most of a document is compared as it was parsed. */
function isEqualChild([first, second]: Pair, [value, other]: readonly [JsonValue, JsonValue], inner: Pair[]): boolean {
  if (!isJsonObject(value) || !isJsonObject(other)) return isEqualJson(value, other);
  return isEqualSchema([below(first, value), below(second, other)], inner);
}

/** What leads to parts says the same only where the schemas around it exempt the parts from the same. */
function areEqualParts(first: Clause, second: Clause): boolean {
  if (first.keyword !== 'allOf' && first.keyword !== '$ref') return true;
  const others = partsOf(second);
  return partsOf(first).every((parts, index) => parts.every((part, way) => isEqualExemption(part, others[index]?.[way] ?? part)));
}

function partsOf(clause: Clause): readonly (readonly Node[])[] {
  const target = referredNode(clause);
  const nodes = clause.keyword === 'allOf' ? childNodes(clause) : target === undefined ? [] : [target];
  return nodes.map((node) => DIRECTIONS.map((direction) => partNode(clause.node, node, direction)));
}

const DIRECTIONS = ['request', 'response'] as const;

function isEqualExemption({ exempt: first }: Node, { exempt: second }: Node): boolean {
  if (first === undefined || second === undefined) return first === second;
  return first.size === second.size && [...first].every((name) => second.has(name));
}

function below(node: Node, value: JsonObject): Node {
  return { value, dialect: node.dialect, resource: node.resource, pointer: '' };
}

function isEqualTarget([first, second]: Pair, reference: string, inner: Pair[]): boolean {
  const [left, right] = [resolveReference(first, reference), resolveReference(second, reference)];
  if (left === undefined || right === undefined || left.dialect !== right.dialect) return false;
  inner.push([left, right]);
  return true;
}

function meaningfulNames(value: JsonObject): readonly string[] {
  return Object.keys(value).filter(
    (name) => value[name] !== undefined && !REMARKS.has(name) && (!name.startsWith('x-') || name === NULLABLE),
  );
}

const NULLABLE = 'x-nullable';
const REMARKS: ReadonlySet<string> = new Set(
  '$comment title description summary default example examples deprecated externalDocs xml $defs definitions contentSchema'.split(' '),
);
const DYNAMIC: ReadonlySet<string> = new Set(['$dynamicRef', '$recursiveRef']);
const BESIDE: ReadonlySet<string> = new Set(
  'items additionalProperties contains unevaluatedProperties unevaluatedItems if then else required discriminator'.split(' '),
);
const KINDS: ReadonlyMap<string, 'schema' | 'schemas'> = new Map([
  ...(
    'additionalItems additionalProperties contains else if items not propertyNames then unevaluatedItems unevaluatedProperties ' +
    'allOf anyOf oneOf prefixItems'
  )
    .split(' ')
    .map((name) => [name, 'schema'] as const),
  ...['properties', 'patternProperties', 'dependentSchemas', 'dependencies'].map((name) => [name, 'schemas'] as const),
]);
