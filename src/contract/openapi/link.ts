import type { Link, LinkValue } from '../contract.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, memberNodes, objectOf, reportDefect, textOf } from './reading.js';
import { resolveNode, targetOf } from './reference.js';
import { runtimeExpression } from './runtime-expression.js';

/**
 * The links of a response in document order; those that lead nowhere are left out with a defect.
 *
 * @param reading - takes the defects
 * @param node - the `links` map; an absent one has none
 * @see https://spec.openapis.org/oas/v3.1.1.html#link-object
 */
export function linksOf(reading: Reading, node: DocumentNode): readonly Link[] {
  if (node.value === undefined) return [];
  const members = memberNodes(reading, node).filter(([name]) => !name.startsWith('x-'));
  return members.flatMap(([name, member]) => linkAtNode(reading, name, member) ?? []);
}

function linkAtNode(reading: Reading, name: string, member: DocumentNode): Link | undefined {
  const node = resolveNode(reading, member);
  if (node === undefined || objectOf(reading, node) === undefined) return undefined;
  const target = operationTarget(reading, node);
  if (target === undefined) return undefined;
  const parameters = memberNodes(reading, childNode(node, 'parameters')).flatMap(([key, value]) => {
    const linked = linkValue(reading, value);
    return linked === undefined ? [] : [[key, linked] as const];
  });
  const requestBody = linkValue(reading, childNode(node, 'requestBody'));
  return { name, pointer: node.pointer, file: node.uri, target, parameters: new Map(parameters), requestBody };
}

function operationTarget(reading: Reading, node: DocumentNode): Link['target'] | undefined {
  const operationId = textOf(reading, childNode(node, 'operationId'));
  if (operationId !== undefined) return { kind: 'id', operationId };
  const reference = childNode(node, 'operationRef');
  const written = textOf(reading, reference);
  if (written === undefined) {
    reportDefect(reading, 'contract/link-invalid', node, { reason: 'no-operation' });
    return undefined;
  }
  const place = targetOf(reading.documents, { value: { $ref: written }, uri: node.uri, pointer: reference.pointer });
  if (place !== undefined && place !== 'circular') return { kind: 'place', file: place.uri, pointer: place.pointer };
  // A reference to another system's document is right, only nobody loads it.
  if (written.startsWith('#')) reportDefect(reading, 'contract/ref-unresolved', reference, { reference: written });
  return undefined;
}

function linkValue(reading: Reading, node: DocumentNode): LinkValue | undefined {
  const { value } = node;
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return { kind: 'constant', value };
  const braced = /^\{(\$[^{}]*)\}$/.exec(value)?.[1] ?? value;
  if (!EXPRESSION_START.test(braced)) return textValue(value);
  const expression = runtimeExpression(braced);
  if (expression !== undefined) return { kind: 'expression', expression };
  reportDefect(reading, 'contract/link-invalid', node, { reason: 'expression', text: value });
  return undefined;
}

function textValue(text: string): LinkValue {
  return /\{\$[^{}]*\}/.test(text) ? { kind: 'template', text } : { kind: 'constant', value: text };
}

/** A text that only begins with a dollar sign (`$5`) is a constant. */
const EXPRESSION_START = /^\$(?:url|method|statusCode|request|response)\b/;
