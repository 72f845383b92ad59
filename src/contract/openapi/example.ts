import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Example } from '../contract.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, itemNodes, memberNodes, reportDefect, textOf } from './reading.js';
import { resolveNode } from './reference.js';

/**
 * The examples beside a schema: the named ones of `examples` in document order, then a lone `example` as `default`.
 *
 * @param reading - takes the defects
 * @param owner - a Parameter, Header or Media Type Object
 * @see https://spec.openapis.org/oas/v3.2.0.html#example-object
 */
export function examplesOf(reading: Reading, owner: DocumentNode): readonly Example[] {
  const examples = namedExamples(reading, childNode(owner, 'examples'));
  const lone = childNode(owner, 'example');
  if (lone.value === undefined || examples.some((example) => example.name === 'default')) return examples;
  return [...examples, exampleOfValue('default', lone)];
}

/**
 * An example that is the value itself.
 *
 * @param name - how requests ask for it
 * @param node - the value and where it stands
 */
export function exampleOfValue(name: string, node: DocumentNode): Example {
  return { name, pointer: node.pointer, file: node.uri, value: node.value, serialized: undefined, externalValue: undefined };
}

function namedExamples(reading: Reading, node: DocumentNode): readonly Example[] {
  // `examples: [a, b]` is the form of JSON Schema, often written here by mistake.
  if (Array.isArray(node.value)) {
    reportDefect(reading, 'contract/example-shape', node);
    return itemNodes(reading, node).map((item, index) => exampleOfValue(String(index), item));
  }
  return memberNodes(reading, node).flatMap(([name, member]) => exampleAtNode(reading, name, member) ?? []);
}

function exampleAtNode(reading: Reading, name: string, node: DocumentNode): Example | undefined {
  const target = resolveNode(reading, node);
  if (target === undefined) return undefined;
  if (!isJsonObject(target.value) || !isExampleObject(target.value)) {
    reportDefect(reading, 'contract/example-shape', node, { name });
    return exampleOfValue(name, target);
  }
  const value = target.value['dataValue'] === undefined ? childNode(target, 'value') : childNode(target, 'dataValue');
  return {
    name,
    pointer: value.value === undefined ? target.pointer : value.pointer,
    file: target.uri,
    value: value.value,
    serialized: textOf(reading, childNode(target, 'serializedValue')),
    externalValue: textOf(reading, childNode(target, 'externalValue')),
  };
}

/** A bare value where an Example Object belongs is what many documents have; an object without any of its members must be meant so. */
function isExampleObject(value: JsonObject): boolean {
  const names = Object.keys(value);
  return names.length === 0 || names.some((name) => EXAMPLE_MEMBERS.has(name)) || names.every((name) => name.startsWith('x-'));
}

const EXAMPLE_MEMBERS: ReadonlySet<string> = new Set(['value', 'externalValue', 'dataValue', 'serializedValue', 'summary', 'description']);
