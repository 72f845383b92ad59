import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { MessageExample } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, reportWrongType } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';

/**
 * The examples of a message, in document order; one without a name goes by its number.
 *
 * @param reading - takes the defects
 * @param node - the `examples` member
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#messageExampleObject
 */
export function messageExamplesOf(reading: Reading, node: DocumentNode): readonly MessageExample[] {
  return itemNodes(reading, node).flatMap((item, index) => {
    const target = resolveNode(reading, item);
    if (target === undefined) return [];
    if (!isJsonObject(target.value)) {
      reportWrongType(reading, target, 'object');
      return [];
    }
    const { name, body } = namedExample(target, String(index + 1));
    const payload = childNode(body, 'payload').value;
    const headers = childNode(body, 'headers').value;
    if (payload === undefined && headers === undefined) return [];
    return [{ name, payload, headers: headersFrom(headers), file: body.uri, pointer: body.pointer }];
  });
}

/** Before 2.1 an example was `- name: { payload, headers }`, and documents still have that. */
function namedExample(node: DocumentNode, number: string): { readonly name: string; readonly body: DocumentNode } {
  const members = isJsonObject(node.value) ? Object.keys(node.value) : [];
  const [only] = members;
  const inner = only === undefined ? node : childNode(node, only);
  const isNamed = members.length === 1 && only !== 'payload' && only !== 'headers' && isJsonObject(inner.value);
  if (isNamed && only !== undefined && (inner.value as object) !== null) return { name: only, body: inner };
  const name = childNode(node, 'name').value;
  return { name: typeof name === 'string' ? name : number, body: node };
}

/** Headers are an object by the specification; some documents write its text. */
function headersFrom(headers: JsonValue | undefined): JsonValue | undefined {
  if (typeof headers !== 'string') return headers;
  try {
    return JSON.parse(headers) as JsonValue;
  } catch {
    // A text that is no JSON: kept as it is, for lint to refuse.
    return headers;
  }
}
