import type { MediaType } from '../contract.js';
import { exampleOfValue } from './example.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, itemNodes, memberNodes, textOf } from './reading.js';
import { schemaAtNode } from './schema-node.js';
import { schemasOfMediaType } from './sequence-schema.js';

/**
 * The media types of a Swagger 2.0 list, or those of the document when the operation has no list of its own.
 *
 * @param reading - takes the defects
 * @param own - `consumes` or `produces` of the operation
 * @param shared - the same member of the document
 * @see https://spec.openapis.org/oas/v2.0.html#operation-object
 */
export function mediaTypeNames(reading: Reading, own: DocumentNode, shared: DocumentNode): readonly string[] {
  return itemNodes(reading, own.value === undefined ? shared : own).flatMap((item) => textOf(reading, item) ?? []);
}

/**
 * What a Swagger 2.0 response may hold: its schema in each of the media types, with the example of each. A response with neither schema nor
 * example has no body.
 *
 * @param reading - takes the defects
 * @param response - the Response Object
 * @param produces - the media types of the operation; JSON when there are none
 * @see https://spec.openapis.org/oas/v2.0.html#response-object
 */
export function swaggerResponseContent(reading: Reading, response: DocumentNode, produces: readonly string[]): readonly MediaType[] {
  const schemaNode = childNode(response, 'schema');
  const examples = new Map(memberNodes(reading, childNode(response, 'examples')).filter(([name]) => name.includes('/')));
  const schema = schemaAtNode(reading, schemaNode);
  const declared = produces.length > 0 ? produces : examples.size > 0 ? [] : [DEFAULT_MEDIA_TYPE];
  const names = schema === undefined ? [...examples.keys()] : [...new Set([...declared, ...examples.keys()])];
  return names.map((name) => {
    const example = examples.get(name);
    const pointer = schema === undefined ? response.pointer : schemaNode.pointer;
    return {
      name,
      pointer,
      file: response.uri,
      ...schemasOfMediaType(reading, name, schema),
      examples: example === undefined ? [] : [exampleOfValue('default', example)],
      encoding: new Map(),
    };
  });
}

/** Swagger 2.0 names no default; every tool takes JSON. */
export const DEFAULT_MEDIA_TYPE = 'application/json';
