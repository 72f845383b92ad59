import type { JsonValue } from '../../base/json.js';
import { checkValue } from './check-value.js';
import type { ArazzoNode } from './node.js';
import { knownKeys, memberOf, report, requiredText } from './node.js';
import { selectorTypeFrom } from './selector.js';

/** A part of a payload, and what it becomes. */
export interface PayloadReplacement {
  readonly pointer: string;
  /** A JSON pointer into the payload. */
  readonly target: string;
  readonly value: JsonValue;
}

/**
 * A Payload Replacement Object. Targets are JSON pointers: a payload in XML is written with its expressions in braces.
 *
 * @param node - an object
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#payload-replacement-object
 */
export function readPayloadReplacement(node: ArazzoNode): PayloadReplacement {
  knownKeys(node, ['target', 'targetSelectorType', 'value']);
  const target = requiredText(node, 'target');
  const value = memberOf(node, 'value');
  if (value.value === undefined) report(node, 'the key "value" is missing');
  checkValue(value);
  const type = memberOf(node, 'targetSelectorType');
  if (type.value !== undefined && selectorTypeFrom(type.value) !== 'jsonpointer') {
    report(type, 'a target is a JSON pointer here; write other payloads with expressions in braces');
  } else if (target !== '' && !target.startsWith('/')) report(memberOf(node, 'target'), 'must be a JSON pointer, which begins with "/"');
  return { pointer: node.pointer, target, value: value.value ?? null };
}
