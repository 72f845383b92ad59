import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseMediaType } from '../../base/media-type.js';
import type { DocumentSet, Schema } from '../../schema/schema.js';
import { resolveSchema } from '../../schema/schema-at.js';
import type { DocumentPort } from '../document-port.js';

/**
 * The meaning of the CloudEvents schema for a URL where it is published, so that nobody fetches it; `undefined` for every other URL.
 *
 * @param uri - without a fragment
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/cloudevents.json
 */
export function cloudEventsDocument(uri: string): JsonValue | undefined {
  return PUBLISHED.test(uri) ? CLOUD_EVENT : undefined;
}

/**
 * A port that knows the CloudEvents schema without reading it.
 *
 * @param port - reads all else
 */
export function knowingCloudEvents(port: DocumentPort): DocumentPort {
  return {
    readText: async (file, from) => {
      const known = from === undefined ? undefined : cloudEventsDocument(file);
      return known === undefined ? port.readText(file, from) : JSON.stringify(known);
    },
  };
}

/**
 * A set of documents that has the CloudEvents schema besides, under `CLOUD_EVENTS_URI`.
 *
 * @param documents - all others
 */
export function withCloudEvents(documents: DocumentSet): DocumentSet {
  return { get: (uri) => documents.get(uri) ?? cloudEventsDocument(uri) };
}

/**
 * The schema of a payload in structured mode: what is declared, and a CloudEvent. Other content types leave the schema as it is.
 *
 * @param declared - as written; `undefined` when nothing is said
 * @param site - the content type, and where a schema that is not written would stand
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#required-attributes
 */
export function structuredCloudEvent(
  declared: Schema | undefined,
  site: { readonly contentType: string; readonly documents: DocumentSet },
): Schema | undefined {
  if (parseMediaType(site.contentType)?.essence !== 'application/cloudevents+json') return declared;
  if (declared === undefined) {
    return { value: CLOUD_EVENT, dialect: 'draft-07', uri: CLOUD_EVENTS_URI, pointer: '', documents: site.documents };
  }
  return both(declared, { $ref: CLOUD_EVENTS_URI });
}

/**
 * The schema of headers in binary mode: where one header of CloudEvents is declared, the four that every event has are required.
 *
 * @param declared - as written
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md#323-metadata-headers
 */
export function binaryCloudEvent(declared: Schema | undefined): Schema | undefined {
  const target = declared === undefined ? undefined : resolveSchema(declared)?.value;
  const properties = isJsonObject(target) && isJsonObject(target['properties']) ? Object.keys(target['properties']) : [];
  const prefix = properties.map((name) => BINARY_PREFIX.exec(name)?.[1]).find((found) => found !== undefined);
  if (declared === undefined || prefix === undefined) return declared;
  const text = { type: 'string', minLength: 1 };
  return both(declared, {
    required: REQUIRED_ATTRIBUTES.map((name) => `${prefix}${name}`),
    properties: Object.fromEntries(
      REQUIRED_ATTRIBUTES.map((name) => [`${prefix}${name}`, name === 'specversion' ? { type: 'string', enum: ['1.0'] } : text]),
    ),
  });
}

/** Both hold; the declared one by reference, so that what it refuses is told at its place. */
function both(declared: Schema, other: JsonValue): Schema {
  const own = { $ref: `#${declared.pointer.replaceAll('%', '%25')}` };
  return { ...declared, value: { allOf: [own, other] } };
}

/** Where the schema stands for those who refer to it without a file. */
const CLOUD_EVENTS_URI = 'https://raw.githubusercontent.com/cloudevents/spec/v1.0.2/cloudevents/formats/cloudevents.json';
const PUBLISHED =
  /^https:\/\/(?:raw\.githubusercontent\.com\/cloudevents\/spec\/(?:refs\/\w+\/)?[^/]+|github\.com\/cloudevents\/spec\/(?:raw|blob)\/[^/]+)\/(?:spec|(?:cloudevents\/)?formats\/cloudevents)\.json$/;
const BINARY_PREFIX = /^(ce[-_]|cloudEvents[:_])(?:id|source|specversion|type)$/i;
const REQUIRED_ATTRIBUTES = ['id', 'source', 'specversion', 'type'] as const;
const CLOUD_EVENT: JsonValue = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: [...REQUIRED_ATTRIBUTES],
  properties: {
    id: { type: 'string', minLength: 1 },
    source: { type: 'string', minLength: 1, format: 'uri-reference' },
    specversion: { type: 'string', minLength: 1, examples: ['1.0'] },
    type: { type: 'string', minLength: 1 },
    datacontenttype: { type: ['string', 'null'], minLength: 1 },
    dataschema: { type: ['string', 'null'], minLength: 1, format: 'uri' },
    subject: { type: ['string', 'null'], minLength: 1 },
    time: { type: ['string', 'null'], minLength: 1, format: 'date-time' },
    data: {},
    data_base64: { type: ['string', 'null'], contentEncoding: 'base64' },
  },
};
