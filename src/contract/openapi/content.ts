import type { Encoding, Header, MediaType } from '../contract.js';
import { examplesOf } from './example.js';
import { styleOf } from './parameter-style.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, flagOf, memberNodes, objectOf, textOf } from './reading.js';
import { resolveNode } from './reference.js';
import { schemaAtNode } from './schema-node.js';
import { schemasOfMediaType } from './sequence-schema.js';

// Media types and headers stand in one file because each may hold the other: a header may have `content`, an encoding has headers.

/**
 * The media types of a `content` map, in document order; those that cannot be read are left out with a defect.
 *
 * @param reading - takes the defects
 * @param content - the map; an absent one has none
 * @see https://spec.openapis.org/oas/v3.2.0.html#media-type-object
 */
export function contentOf(reading: Reading, content: DocumentNode): readonly MediaType[] {
  return memberNodes(reading, content).flatMap(([name, member]) => mediaTypeAtNode(reading, name, member) ?? []);
}

function mediaTypeAtNode(reading: Reading, name: string, node: DocumentNode): MediaType | undefined {
  const target = resolveNode(reading, node);
  if (target === undefined || objectOf(reading, target) === undefined) return undefined;
  const itemSchema = schemaAtNode(reading, childNode(target, 'itemSchema'));
  return {
    name,
    pointer: target.pointer,
    file: target.uri,
    ...schemasOfMediaType(reading, name, schemaAtNode(reading, childNode(target, 'schema'))),
    ...(itemSchema === undefined ? {} : { itemSchema }),
    examples: examplesOf(reading, target),
    encoding: encodingsOf(reading, childNode(target, 'encoding')),
  };
}

/** @see https://spec.openapis.org/oas/v3.1.1.html#encoding-object */
function encodingsOf(reading: Reading, node: DocumentNode): ReadonlyMap<string, Encoding> {
  return new Map(
    memberNodes(reading, node).flatMap(([name, member]) => {
      const encoding = encodingAtNode(reading, member);
      return encoding === undefined ? [] : [[name, encoding] as const];
    }),
  );
}

function encodingAtNode(reading: Reading, node: DocumentNode): Encoding | undefined {
  if (objectOf(reading, node) === undefined) return undefined;
  return {
    contentType: textOf(reading, childNode(node, 'contentType')),
    headers: headersOf(reading, childNode(node, 'headers')),
    style: styleOf(reading, childNode(node, 'style'), 'query'),
    explode: flagOf(reading, childNode(node, 'explode')),
    allowReserved: flagOf(reading, childNode(node, 'allowReserved')) ?? false,
  };
}

/**
 * The headers of a `headers` map, in document order; those that cannot be read are left out with a defect.
 *
 * @param reading - takes the defects
 * @param node - the map; an absent one has none
 * @see https://spec.openapis.org/oas/v3.1.1.html#header-object
 */
export function headersOf(reading: Reading, node: DocumentNode): readonly Header[] {
  return memberNodes(reading, node).flatMap(([name, member]) => headerAtNode(reading, name, member) ?? []);
}

function headerAtNode(reading: Reading, name: string, node: DocumentNode): Header | undefined {
  const target = resolveNode(reading, node);
  if (target === undefined || objectOf(reading, target) === undefined) return undefined;
  return {
    name,
    required: flagOf(reading, childNode(target, 'required')) ?? false,
    pointer: target.pointer,
    file: target.uri,
    form: formOf(reading, target),
    examples: reading.specification === '2.0' ? [] : examplesOf(reading, target),
  };
}

function formOf(reading: Reading, target: DocumentNode): Header['form'] {
  // In Swagger 2.0 the Header Object is itself the schema.
  if (reading.specification === '2.0') return { kind: 'style', explode: false, schema: schemaAtNode(reading, target) };
  const [mediaType] = contentOf(reading, childNode(target, 'content'));
  if (mediaType !== undefined) return { kind: 'content', mediaType };
  const explode = flagOf(reading, childNode(target, 'explode')) ?? false;
  return { kind: 'style', explode, schema: schemaAtNode(reading, childNode(target, 'schema')) };
}
