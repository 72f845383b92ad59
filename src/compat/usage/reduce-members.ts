import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { patternFromText } from '../../schema/pattern/pattern.js';
import type { ReadTree } from './read-tree.js';
import { ANY, readOfMember } from './read-tree.js';
import type { Draft } from './reduction.js';
import { orNull } from './reduction.js';

/**
 * Takes what an object schema says of the members that are read into a draft. Without any of these clauses nothing is added.
 *
 * @param draft - of the result
 * @param clauses - of its node
 */
export function reduceMembers(draft: Draft, clauses: Clauses): void {
  const { tree, plain } = draft;
  const isGoneThrough = tree.children.has(ANY);
  const declared = namesOf(clauses.get('properties'));
  const read = [...new Set([...(isGoneThrough ? declared : []), ...tree.children.keys()])].filter((name) => name !== ANY);
  if (!isGoneThrough && declared.some((name) => !tree.children.has(name))) draft.isExact = false;
  const properties: Record<string, JsonValue> = {};
  for (const name of read) {
    const below = readOfMember(tree, name);
    const nodes = below === undefined ? [] : memberNodes(clauses, name);
    if (below === undefined || nodes.length === 0) continue;
    setMember(properties, name, reducedMember(draft, nodes, below));
  }
  if (Object.keys(properties).length > 0) plain['properties'] = properties;
  reduceOthers(draft, clauses);
  reduceRequired(draft, clauses.get('required'));
  reduceCounts(draft, clauses, isGoneThrough);
}

/** `patternProperties` and `additionalProperties` as they are for members that only going through all of them shows. */
function reduceOthers(draft: Draft, clauses: Clauses): void {
  const any = draft.tree.children.get(ANY);
  const patterns = clauses.get('patternProperties');
  const additional = clauses.get('additionalProperties');
  if (any === undefined) {
    if (patterns !== undefined || (additional !== undefined && additional.value !== true)) draft.isExact = false;
    return;
  }
  if (patterns !== undefined && isJsonObject(patterns.value)) {
    const reduced: Record<string, JsonValue> = {};
    for (const [source, value] of Object.entries(patterns.value))
      setMember(reduced, source, reducedMember(draft, [childNode(patterns, value ?? true, source)], any));
    draft.plain['patternProperties'] = reduced;
  }
  if (additional !== undefined) draft.plain['additionalProperties'] = reducedMember(draft, [childNode(additional, additional.value)], any);
}

function reduceRequired(draft: Draft, clause: Clause | undefined): void {
  const required: readonly JsonValue[] = Array.isArray(clause?.value) ? clause.value : [];
  const kept = required.filter((name) => typeof name === 'string' && isMissed(draft.tree, name));
  if (kept.length < required.length) draft.isExact = false;
  if (kept.length > 0) draft.plain['required'] = kept;
}

/** Whether a consumer notices that a member is not there, and cannot go on. */
export function isMissed(tree: ReadTree, name: string): boolean {
  const below = readOfMember(tree, name);
  return below !== undefined && !below.survives.absent;
}

/** How many members there are, and what they are called, is seen only by who goes through them. */
function reduceCounts(draft: Draft, clauses: Clauses, isGoneThrough: boolean): void {
  for (const keyword of ['minProperties', 'maxProperties', 'propertyNames']) {
    const clause = clauses.get(keyword);
    if (clause === undefined) continue;
    const isSimple = keyword !== 'propertyNames' || isPlainNames(clause.value);
    if (isGoneThrough && isSimple) draft.plain[keyword] = clause.value;
    else draft.isExact = false;
  }
}

/** Anything that refers elsewhere would mean something else in a document of its own. */
function isPlainNames(value: JsonValue): boolean {
  return isJsonObject(value) && Object.values(value).every((part) => typeof part !== 'object') && value['$ref'] === undefined;
}

function reducedMember(draft: Draft, nodes: readonly Node[], below: ReadTree): JsonValue {
  const parts = nodes.map((node) => draft.reduction.reduce(node, below));
  if (parts.some(({ isExact }) => !isExact) || below.survives.null) draft.isExact = false;
  const [only] = parts;
  const whole = parts.length === 1 && only !== undefined ? only.value : { allOf: parts.map(({ value }) => value) };
  return below.survives.null ? orNull(whole) : whole;
}

/** All that an object schema says of a member by itself: by its name and by patterns, else as one of the others. */
function memberNodes(clauses: Clauses, name: string): readonly Node[] {
  const nodes: Node[] = [];
  const properties = clauses.get('properties');
  if (properties !== undefined && isJsonObject(properties.value) && Object.hasOwn(properties.value, name))
    nodes.push(childNode(properties, properties.value[name] ?? true, name));
  const patterns = clauses.get('patternProperties');
  if (patterns !== undefined && isJsonObject(patterns.value)) {
    for (const [source, value] of Object.entries(patterns.value))
      if (patternFromText(source).test(name)) nodes.push(childNode(patterns, value ?? true, source));
  }
  const additional = clauses.get('additionalProperties');
  // What was never to be there is no promise that a consumer could rely on.
  if (nodes.length === 0 && additional !== undefined && additional.value !== false) nodes.push(childNode(additional, additional.value));
  return nodes;
}

function namesOf(clause: Clause | undefined): readonly string[] {
  return clause !== undefined && isJsonObject(clause.value) ? Object.keys(clause.value) : [];
}

/** A member may be called `__proto__`. */
function setMember(members: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}
