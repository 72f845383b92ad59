import type { JsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import type { Encoding, RequestBody } from '../contract.js';
import type { ParameterHead } from './parameter.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, flagOf, objectOf, reportDefect } from './reading.js';
import { schemaAtNode } from './schema-node.js';
import { DEFAULT_MEDIA_TYPE } from './swagger-content.js';
import { collectionStyle } from './swagger-parameter.js';

/**
 * The body that the `body` and `formData` parameters of Swagger 2.0 describe; `undefined` when there are none of them.
 *
 * @param reading - takes the defects
 * @param heads - the body and form parameters of an operation
 * @param consumes - the media types of the operation
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
export function swaggerBody(reading: Reading, heads: readonly ParameterHead[], consumes: readonly string[]): RequestBody | undefined {
  const [body, ...others] = heads.filter((head) => head.in === 'body');
  const fields = heads.filter((head) => head.in === 'formData');
  const ambiguous = others[0] ?? (body === undefined ? undefined : fields[0]);
  if (ambiguous !== undefined) reportDefect(reading, 'contract/body-ambiguous', ambiguous.node, { name: ambiguous.name });
  if (body !== undefined) return bodyFromParameter(reading, body.node, consumes);
  const [first] = fields;
  return first === undefined ? undefined : bodyFromFields(reading, [first, ...fields.slice(1)], consumes);
}

function bodyFromParameter(reading: Reading, node: DocumentNode, consumes: readonly string[]): RequestBody {
  const schema = schemaAtNode(reading, childNode(node, 'schema'));
  const names = consumes.length > 0 ? consumes : [DEFAULT_MEDIA_TYPE];
  return {
    required: flagOf(reading, childNode(node, 'required')) ?? false,
    pointer: node.pointer,
    file: node.uri,
    content: names.map((name) => ({
      name,
      pointer: node.pointer,
      file: node.uri,
      schema,
      itemSchema: undefined,
      examples: [],
      encoding: new Map(),
    })),
  };
}

function bodyFromFields(reading: Reading, fields: readonly [ParameterHead, ...ParameterHead[]], consumes: readonly string[]): RequestBody {
  const required = fields.filter((field) => flagOf(reading, childNode(field.node, 'required')) === true).map((field) => field.name);
  const { uri, pointer } = fields[0].node;
  const schema: Schema = {
    value: objectSchema(reading, fields, required),
    dialect: reading.dialect,
    uri,
    pointer,
    documents: reading.documents,
  };
  const encoding = new Map(fields.map((field) => [field.name, encodingOf(reading, field.node)] as const));
  const names = formNames(fields, consumes);
  return {
    required: required.length > 0,
    pointer,
    file: uri,
    content: names.map((name) => ({ name, pointer, file: uri, schema, itemSchema: undefined, examples: [], encoding })),
  };
}

/** Not in the document: an object that says in one schema what the fields say one by one. Their own objects stand in it, unread. */
function objectSchema(reading: Reading, fields: readonly ParameterHead[], required: readonly string[]): JsonObject {
  const properties = Object.fromEntries(fields.map((field) => [field.name, objectOf(reading, field.node)] as const));
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

function encodingOf(reading: Reading, node: DocumentNode): Encoding {
  return { contentType: undefined, headers: [], ...collectionStyle(reading, node, 'query'), allowReserved: false };
}

/** A file can only travel in a multipart body. */
function formNames(fields: readonly ParameterHead[], consumes: readonly string[]): readonly string[] {
  const forms = consumes.filter((name) => /^(?:multipart\/|application\/x-www-form-urlencoded)/i.test(name));
  if (forms.length > 0) return forms;
  const hasFile = fields.some((field) => childNode(field.node, 'type').value === 'file');
  return [hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded'];
}
