import type { JsonValue } from '../../base/json.js';
import { checkValue } from './check-value.js';
import type { ArazzoNode } from './node.js';
import { itemsOf, knownKeys, memberOf, textOf } from './node.js';
import type { PayloadReplacement } from './payload-replacement.js';
import { readPayloadReplacement } from './payload-replacement.js';

/** What a step sends. */
export interface RequestBody {
  readonly pointer: string;
  /** `undefined`: as the operation has it. */
  readonly contentType: string | undefined;
  /** As written, expressions and all; `undefined` when there are only replacements. */
  readonly payload: JsonValue | undefined;
  readonly replacements: readonly PayloadReplacement[];
}

/**
 * A Request Body Object, or nothing.
 *
 * @param node - an object, or nothing
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#request-body-object
 */
export function readRequestBody(node: ArazzoNode): RequestBody | undefined {
  if (node.value === undefined) return undefined;
  knownKeys(node, ['contentType', 'payload', 'replacements']);
  const payload = memberOf(node, 'payload');
  checkValue(payload);
  return {
    pointer: node.pointer,
    contentType: textOf(memberOf(node, 'contentType')),
    payload: payload.value,
    replacements: itemsOf(memberOf(node, 'replacements')).map(readPayloadReplacement),
  };
}
