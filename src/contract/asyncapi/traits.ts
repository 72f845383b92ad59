import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { resolveUri } from '../../schema/uri.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, objectOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { isVersion2 } from './version.js';

/** An object and the traits merged into it; what an earlier one says holds. Nothing is copied, so places stay those of the text. */
export type Layers = readonly DocumentNode[];

/**
 * The layers of an operation or a message. In 3.x what the object says itself holds, in 2.x a trait is a patch and wins; among traits the last one does.
 *
 * @param reading - takes the defects of traits that cannot be read
 * @param node - an object
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#traits-merge-mechanism
 * @see https://www.asyncapi.com/docs/reference/specification/v2.6.0#messageTraitObject
 */
export function layersOf(reading: Reading, node: DocumentNode): Layers {
  const traits = itemNodes(reading, childNode(node, 'traits')).flatMap((item) => {
    const target = resolveNode(reading, item);
    return target === undefined || objectOf(reading, target) === undefined ? [] : [target];
  });
  const latestFirst = [...traits].reverse();
  return isVersion2(reading) ? [...latestFirst, node] : [node, ...latestFirst];
}

/**
 * A member as the layers together say it: that of the only layer that has it, or, when several have an object there, these merged.
 *
 * @param reading - takes the defects of references that lead nowhere
 * @param layers - at least one
 * @param name - of the member
 * @see RFC 7396
 */
export function mergedMember(reading: Reading, layers: Layers, name: string): DocumentNode {
  const nodes = layers.map((layer) => childNode(layer, name)).filter(({ value }) => value !== undefined);
  const [first] = nodes;
  if (first === undefined || first.value === null) return { ...placeOfMember(layers, name), value: undefined };
  if (nodes.length === 1 || !isJsonObject(first.value)) return first;
  const targets = nodes.map((node) => resolveNode(reading, node) ?? { ...node, value: undefined });
  const [winner = first] = targets;
  let merged: JsonValue | undefined;
  for (const target of [...targets].reverse()) {
    if (target.value !== undefined) merged = patched(merged, target.uri === winner.uri ? target.value : rebased(target.value, target.uri));
  }
  return { ...winner, value: merged };
}

function placeOfMember([first]: Layers, name: string): DocumentNode {
  return first === undefined ? { value: undefined, uri: '', pointer: '' } : childNode(first, name);
}

function patched(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const result: Record<string, JsonValue | undefined> = isJsonObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (value !== undefined) define(result, name, patched(result[name], value));
  }
  return result;
}

/** A member `__proto__` of a document is a member like others. */
function define(object: Record<string, JsonValue | undefined>, name: string, value: JsonValue): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** References of a trait in another file keep leading to where they led there. */
function rebased(value: JsonValue, base: string): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => rebased(item, base));
  if (!isJsonObject(value)) return value;
  const result: Record<string, JsonValue | undefined> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    define(result, name, name === '$ref' && typeof member === 'string' ? absolute(member, base) : rebased(member, base));
  }
  return result satisfies JsonObject;
}

function absolute(reference: string, base: string): string {
  const { uri, fragment } = resolveUri(base, reference);
  return `${uri}#${fragment}`;
}
