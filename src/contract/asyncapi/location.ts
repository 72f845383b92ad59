import type { MessageLocation } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, objectOf, reportDefect, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';

/**
 * The place within a message that a runtime expression names, or `undefined` when the text is none.
 *
 * @param text - `$message.header#/correlationId`
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#runtimeExpression
 */
export function messageLocation(text: string): MessageLocation | undefined {
  const match = /^\$message\.(header|payload)(?:#(|\/.*))?$/s.exec(text);
  if (match === null) return undefined;
  return { of: match[1] === 'header' ? 'header' : 'payload', pointer: match[2] ?? '' };
}

/**
 * The `location` of a correlation id, a parameter or a reply's address; `undefined`, with a defect, when it is no runtime expression.
 *
 * @param reading - takes the defect
 * @param node - an object with a `location`, or a reference to one; an absent one has none
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#correlationIdObject
 */
export function locationOf(reading: Reading, node: DocumentNode): MessageLocation | undefined {
  const target = resolveNode(reading, node);
  if (target === undefined || objectOf(reading, target) === undefined) return undefined;
  const member = childNode(target, 'location');
  const text = textOf(reading, member);
  const location = text === undefined ? undefined : messageLocation(text);
  if (text !== undefined && location === undefined) reportDefect(reading, 'contract/location-invalid', member, { text });
  return location;
}
