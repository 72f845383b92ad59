import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { tokensFromPointer, valueAtPointer } from '../../src/base/json-pointer.js';
import type { Random } from '../../src/base/random.js';
import { clausesFromNode } from '../../src/schema/clauses.js';
import { nodesInForce } from '../../src/schema/inclusion/spoken-members.js';
import type { Node } from '../../src/schema/node.js';
import { nodeFromSchema } from '../../src/schema/node.js';
import { itemNodes } from '../../src/schema/sample/items.js';
import { memberNodes } from '../../src/schema/sample/members.js';
import type { Schema } from '../../src/schema/schema.js';

/** A schema with one clause changed so that a value it let in is refused. */
export interface Narrowed {
  readonly schema: Schema;
  /** What was changed, for people: `maxItems at /items`. */
  readonly how: string;
}

/**
 * The schema with one clause narrowed somewhere in it, at a place that the value has, so that it should refuse the value. Not each does: what
 * stands in a branch leaves the others.
 *
 * @param schema - lets the value in
 * @param value - any of its values
 * @param random - chooses place and clause
 */
export function narrowedSchema(schema: Schema, value: JsonValue, random: Random): Narrowed | undefined {
  const { node, part } = placeIn([nodeFromSchema(schema)], value, random);
  if (node === undefined || !isJsonObject(node.value)) return undefined;
  const edits = editsFor(node, part);
  const edit = edits[Math.floor(random.next() * edits.length)];
  if (edit === undefined) return undefined;
  const { documentUri } = node.resource;
  const document = schema.documents.get(documentUri);
  if (document === undefined || documentUri !== schema.uri) return undefined;
  const changed = changedAt(document, tokensFromPointer(node.pointer), (old) => ({ ...(isJsonObject(old) ? old : {}), ...edit }));
  const own = valueAtPointer(changed, schema.pointer) ?? {};
  const documents = { get: (uri: string): JsonValue | undefined => (uri === schema.uri ? changed : schema.documents.get(uri)) };
  return { schema: { ...schema, value: own, documents }, how: `${Object.keys(edit).join()} at ${node.pointer}` };
}

interface PlaceIn {
  readonly node: Node | undefined;
  readonly part: JsonValue;
}

const DESCENT_RATIO = 0.75;

function placeIn(nodes: readonly Node[], value: JsonValue, random: Random): PlaceIn {
  const inForce = nodesInForce(nodes, value, undefined);
  const below = childrenOf(inForce, value).filter((child) => child.nodes.length > 0);
  const child = random.next() < DESCENT_RATIO ? oneOf(below, random) : undefined;
  if (child !== undefined) return placeIn(child.nodes, child.part, random);
  return { node: oneOf(inForce, random), part: value };
}

function childrenOf(inForce: readonly Node[], value: JsonValue): readonly { readonly nodes: readonly Node[]; readonly part: JsonValue }[] {
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.map((part, index) => ({ nodes: itemNodes({ nodes: inForce }, index), part }));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    part === undefined ? [] : [{ nodes: memberNodes({ nodes: inForce }, name), part }],
  );
}

function oneOf<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}

function editsFor(node: Node, part: JsonValue): readonly JsonObject[] {
  const of = Array.isArray(part) ? 'array' : part === null ? 'null' : typeof part;
  return [...editsOfAny(node, part), ...(EDITS[of]?.(node, part) ?? [])];
}

function editsOfAny(node: Node, part: JsonValue): readonly JsonObject[] {
  const clauses = clausesFromNode(node);
  const listed = clauses.get('enum')?.value;
  const text = JSON.stringify(part);
  const others = (Array.isArray(listed) ? listed : ['another', 4711, true]).filter((one: JsonValue) => JSON.stringify(one) !== text);
  const lists = ['anyOf', 'oneOf'].flatMap((keyword) => {
    const value = clauses.get(keyword)?.value;
    return Array.isArray(value) ? value.map((_, index) => ({ [keyword]: value.toSpliced(index, 1) })) : [];
  });
  const type = Array.isArray(part) ? 'object' : typeof part === 'string' ? 'integer' : 'string';
  return [...(others.length === 0 ? [] : [{ enum: others }]), { not: { enum: [part] } }, { type }, ...lists];
}

type Edits = (node: Node, part: JsonValue) => readonly JsonObject[];

const numberEdits: Edits = (_node, part) => {
  const number = Number(part);
  return [
    ...[{ maximum: number - 1 }, { minimum: number + 1 }, { exclusiveMaximum: number }, { exclusiveMinimum: number }],
    ...[7, 0.7, 1000].filter((step) => Math.abs(Math.round(number / step) - number / step) > 0.01).map((multipleOf) => ({ multipleOf })),
    ...(Number.isInteger(number) ? [] : [{ type: 'integer' }]),
  ];
};

const textEdits: Edits = (_node, part) => {
  const text = String(part);
  const { length } = [...text];
  return [
    ...(length > 0 ? [{ maxLength: length - 1 }] : []),
    { minLength: length + 1 },
    ...['^[0-9]+$', '^[a-z]{3}$', 'x$', '^[A-Z]', '^.{40}$', '^[^e]*$', '^([a-z]+-)*[0-9]$']
      .filter((pattern) => !new RegExp(pattern, 'u').test(text))
      .map((pattern) => ({ pattern })),
  ];
};

const listEdits: Edits = (_node, part) => {
  const items = part as readonly JsonValue[];
  const isRepeating = new Set(items.map((item) => JSON.stringify(item))).size < items.length;
  return [
    { minItems: items.length + 1 },
    ...(items.length > 0 ? [{ maxItems: items.length - 1 }, { items: false }] : []),
    ...(isRepeating ? [{ uniqueItems: true }] : []),
    { contains: { const: 'what nobody has' } },
  ];
};

const objectEdits: Edits = (node, part) => {
  const names = Object.keys(part as JsonObject);
  const required = clausesFromNode(node).get('required')?.value;
  const old: readonly JsonValue[] = Array.isArray(required) ? required : [];
  const declared = clausesFromNode(node).get('properties')?.value;
  const absent = [...(isJsonObject(declared) ? Object.keys(declared) : []), 'x-odd'].filter((name) => !names.includes(name));
  const [first] = names;
  return [
    ...absent.slice(0, 4).map((name) => ({ required: [...old, name] })),
    { minProperties: names.length + 1 },
    ...(first === undefined ? [] : [{ maxProperties: names.length - 1 }, { propertyNames: { not: { const: first } } }]),
    ...(first === undefined ? [] : [{ dependentRequired: { [first]: absent.slice(0, 1) } }, { not: { required: [first] } }]),
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    ...(first === undefined ? [] : [{ if: { required: [first] }, then: { required: ['x-odd'] } }]),
  ];
};

const EDITS: Readonly<Record<string, Edits>> = { number: numberEdits, string: textEdits, array: listEdits, object: objectEdits };

function changedAt(at: JsonValue, [token, ...rest]: readonly string[], change: (old: JsonValue) => JsonValue): JsonValue {
  if (token === undefined) return change(at);
  if (Array.isArray(at)) {
    const items: readonly JsonValue[] = at;
    return items.map((item, index) => (index === Number(token) ? changedAt(item, rest, change) : item));
  }
  const object = isJsonObject(at) ? at : {};
  return { ...object, [token]: changedAt(object[token] ?? {}, rest, change) };
}
