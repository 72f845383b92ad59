import type { JsonValue } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import { parseJsonText } from './parse-json.js';
import type { SchemaBranch } from './schema-branch.js';
import { branchesFromSchemas } from './schema-branch.js';

/** A value as it came from a URI, a header or a form: its shape is known, its types are not. */
export type TextTree = string | readonly TextTree[] | TextTreeMap;
export type TextTreeMap = ReadonlyMap<string, TextTree>;

/** Gives texts the types that a schema asks for; what cannot be typed stays text, so that the validator can say what is wrong with it. */
export type Coercion = (tree: TextTree) => JsonValue;

/**
 * The coercion of schemas that hold together. Where they leave a choice (a list of types, `oneOf`, `anyOf`) the first reading that
 * validates is taken; `string` comes last in it, and nothing is turned into a type that is not declared.
 *
 * @param schemas - looked into on the first use, and no deeper than the trees that come
 */
export function compileCoercion(schemas: readonly Schema[]): Coercion {
  let compiled: Coercion | undefined;
  return (tree) => {
    compiled ??= coercionFromBranches(schemas, branchesFromSchemas(schemas));
    return compiled(tree);
  };
}

/**
 * The tree as JSON, all of its leaves texts.
 *
 * @param tree - of any shape
 */
export function plainFromTree(tree: TextTree): JsonValue {
  if (typeof tree === 'string') return tree;
  if (isTreeMap(tree)) return Object.fromEntries([...tree].map(([name, member]) => [name, plainFromTree(member)]));
  return tree.map(plainFromTree);
}

/**
 * Whether the tree is an object.
 *
 * @param tree - of any shape
 */
export function isTreeMap(tree: TextTree): tree is TextTreeMap {
  return tree instanceof Map;
}

/** How a member of an object is read, by its name. */
export type MemberCoercions = (name: string) => Coercion;

/**
 * How the members of an object are read, each by itself; `undefined` where the schemas leave a choice, so that all of them decide together.
 *
 * @param schemas - that hold together, of an object
 */
export function compileMembers(schemas: readonly Schema[]): MemberCoercions | undefined {
  const [branch, ...others] = branchesFromSchemas(schemas);
  const mayBeList = branch?.types?.has('array') === true && !branch.types.has('object');
  return branch === undefined || others.length > 0 || mayBeList ? undefined : memberCoercions(branch);
}

/**
 * Writes a member, whatever it is called.
 *
 * @param object - to hold it
 * @param name - `__proto__` is a name like any other
 * @param value - of the member
 */
export function setMember(object: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

function coercionFromBranches(schemas: readonly Schema[], branches: readonly SchemaBranch[]): Coercion {
  const readers = branches.map(readerFromBranch);
  const [only] = readers.length === 1 ? readers : [];
  const readingsOf: BranchReader = only ?? ((tree) => readers.flatMap((reader) => reader(tree)));
  const read: Coercion = (tree) => {
    const readings = readingsOf(tree);
    const index = readings.length === 1 ? 0 : readings.findIndex((reading) => schemas.every((schema) => isValid(schema, reading)));
    return readings[Math.max(0, index)] ?? null;
  };
  const readText = readers.length === 1 ? textReading(branches[0]) : undefined;
  return readText === undefined ? read : (tree) => (typeof tree === 'string' ? readText(tree) : read(tree));
}

/** The one reading of a text where a schema leaves no choice, as nearly all schemas of parameters do. */
function textReading(branch: SchemaBranch | undefined): ((text: string) => JsonValue) | undefined {
  if (branch?.types === undefined || branch.types.size !== 1) return undefined;
  if (branch.types.has('string')) return (text) => text;
  return branch.types.has('number') ? (text) => (isNumber(text) ? Number(text) : text) : undefined;
}

/** The readings of a tree that one branch allows, best first, at least one. */
type BranchReader = (tree: TextTree) => readonly JsonValue[];

function readerFromBranch(branch: SchemaBranch): BranchReader {
  const item = compileCoercion(branch.items);
  const member = memberCoercions(branch);
  return (tree) => {
    if (typeof tree === 'string') return readingsOfText(tree, branch, item);
    if (!isTreeMap(tree)) return [tree.map(item)];
    if (branch.types?.has('array') === true && !branch.types.has('object') && isNumbered(tree)) return [[...tree.values()].map(item)];
    return [objectFromTree(tree, member)];
  };
}

/** Every message and every form has one: a list of entries would be made only to be thrown away. */
function objectFromTree(tree: TextTreeMap, member: MemberCoercions): JsonValue {
  const object: Record<string, JsonValue> = {};
  for (const [name, value] of tree) {
    setMember(object, name, member(name)(value));
  }
  return object;
}

function readingsOfText(text: string, branch: SchemaBranch, item: Coercion): readonly JsonValue[] {
  const { types } = branch;
  if (types === undefined) return [text];
  const readings: JsonValue[] = [];
  if (types.has('number') && isNumber(text)) readings.push(Number(text));
  if (types.has('boolean') && (text === 'true' || text === 'false')) readings.push(text === 'true');
  if (types.has('object') || types.has('array')) readings.push(...readingsOfStructure(text, types, item));
  if (types.has('string')) readings.push(text);
  if (types.has('null') && (text === '' || text === 'null')) readings.push(null);
  if (readings.length === 0) readings.push(text);
  return readings;
}

/** An object or array in the place of a text: written as JSON (no style of OpenAPI covers nesting), or a list of one. */
function readingsOfStructure(text: string, types: ReadonlySet<string>, item: Coercion): readonly JsonValue[] {
  if (text === '') return [...(types.has('object') ? [{}] : []), ...(types.has('array') ? [[]] : [])];
  if ((types.has('object') && text.startsWith('{')) || (types.has('array') && text.startsWith('['))) {
    const parsed = parseJsonText(text);
    if (parsed.kind === 'value') return [parsed.value];
  }
  return types.has('array') && !types.has('string') ? [[item(text)]] : [];
}

function memberCoercions(branch: SchemaBranch): MemberCoercions {
  const known = new Map<string, Coercion>();
  for (const [name, schemas] of branch.properties) known.set(name, compileCoercion(schemas));
  const rest = Array.isArray(branch.additional) ? compileCoercion(branch.additional) : plainFromTree;
  return (name) => known.get(name) ?? rest;
}

/** `a[0]=x&a[1]=y`, which many clients write for a list. */
function isNumbered(tree: TextTreeMap): boolean {
  let index = 0;
  for (const name of tree.keys()) {
    if (name !== String(index)) return false;
    index += 1;
  }
  return true;
}

function isNumber(text: string): boolean {
  return NUMBER.test(text) && Number.isFinite(Number(text));
}

/** As JSON writes numbers, with leading zeros besides: `007` is a number to every server. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
