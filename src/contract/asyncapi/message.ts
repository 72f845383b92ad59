import type { Finding } from '../../finding/finding.js';
import type { Schema } from '../../schema/schema.js';
import type { Message, PayloadSchema } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, flagOf, objectOf, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { schemaAtNode } from '../openapi/schema-node.js';
import { bindingNodesOf, bindingValues } from './bindings.js';
import { binaryCloudEvent, structuredCloudEvent } from './cloud-events.js';
import { locationOf } from './location.js';
import { messageExamplesOf } from './message-example.js';
import { headersOf, payloadOf } from './payload.js';
import type { Layers } from './traits.js';
import { layersOf, mergedMember } from './traits.js';
import { isVersion2 } from './version.js';

/** A message before the channel has given it an id. */
export type MessageBody = Omit<Message, 'id'> & { readonly wantedId: string | undefined };

/**
 * The message of a node with its traits; `undefined`, with a defect of the contract, when there is no object.
 *
 * @param reading - takes what keeps the message from being read; all else is in its own `defects`
 * @param node - a Message Object
 * @param defaultContentType - of the document
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#messageObject
 */
export function messageAt(reading: Reading, node: DocumentNode, defaultContentType: string | undefined): MessageBody | undefined {
  if (objectOf(reading, node) === undefined) return undefined;
  const defects: Finding[] = [];
  const own: Reading = { ...reading, defects };
  const layers = layersOf(own, node);
  const text = (name: string): string | undefined => textOf(own, mergedMember(own, layers, name));
  const declaredType = text('contentType') ?? defaultContentType;
  const written = payloadOf(own, childNode(node, 'payload'), isVersion2(reading) ? text('schemaFormat') : undefined);
  const contentType = declaredType ?? (written.kind === 'avro' ? 'avro/binary' : 'application/json');
  const bindings = bindingNodesOf(own, mergedMember(own, layers, 'bindings'));
  return {
    wantedId: text('messageId') ?? text('name'),
    name: text('name'),
    contentType,
    payload: withCloudEvent(written, contentType, own),
    headers: headerSchema(own, layers),
    correlationId: locationOf(own, mergedMember(own, layers, 'correlationId')),
    key: keySchema(own, bindings),
    examples: messageExamplesOf(own, mergedMember(own, layers, 'examples')),
    bindings: bindingValues(bindings),
    deprecated: flagOf(own, mergedMember(own, layers, 'deprecated')) ?? false,
    defects,
    file: node.uri,
    pointer: node.pointer,
  };
}

function withCloudEvent(payload: PayloadSchema, contentType: string, { documents }: Reading): PayloadSchema {
  return payload.kind === 'json-schema'
    ? { kind: 'json-schema', schema: structuredCloudEvent(payload.schema, { contentType, documents }) }
    : payload;
}

function headerSchema(reading: Reading, layers: Layers): Schema | undefined {
  return binaryCloudEvent(headersOf(reading, mergedMember(reading, layers, 'headers')));
}

/** @see https://github.com/asyncapi/bindings/blob/master/kafka/README.md#message-binding-object */
function keySchema(reading: Reading, bindings: ReadonlyMap<string, DocumentNode>): Schema | undefined {
  const kafka = bindings.get('kafka');
  const key = kafka === undefined ? undefined : resolveNode(reading, childNode(kafka, 'key'));
  return key === undefined ? undefined : schemaAtNode(reading, key);
}
