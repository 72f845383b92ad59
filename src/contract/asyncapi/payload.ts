import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import type { PayloadSchema } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, reportDefect, reportWrongType, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { schemaAtNode } from '../openapi/schema-node.js';
import { languageOfFormat } from './schema-format.js';

/**
 * What a payload must be. A schema in a language that is not judged here is told by a finding.
 *
 * @param reading - takes the defects
 * @param node - a Schema Object, a Multi Format Schema Object, or a reference to one
 * @param format - `schemaFormat` beside it, as 2.x has it
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#multiFormatSchemaObject
 */
export function payloadOf(reading: Reading, node: DocumentNode, format: string | undefined): PayloadSchema {
  const written = unwrapped(reading, node, format);
  const language = languageOfFormat(written.format);
  if (language.kind === 'json-schema') {
    return { kind: 'json-schema', schema: schemaAtNode({ ...reading, dialect: language.dialect }, written.node) };
  }
  if (language.kind === 'not-judged') return notJudged(reading, written);
  const avro = resolveNode(reading, written.node);
  // Where it stands nowhere, that has been told.
  if (avro?.value === undefined) return { kind: 'not-judged', format: written.format ?? '' };
  return { kind: 'avro', schema: avro.value, file: avro.uri, pointer: avro.pointer };
}

/**
 * The schema of an object whose members are headers; `undefined` when there is none, or none that is judged here.
 *
 * @param reading - takes the defects
 * @param node - as for `payloadOf`
 */
export function headersOf(reading: Reading, node: DocumentNode): Schema | undefined {
  const written = unwrapped(reading, node, undefined);
  const language = languageOfFormat(written.format);
  if (language.kind === 'json-schema') return schemaAtNode({ ...reading, dialect: language.dialect }, written.node);
  notJudged(reading, written);
  return undefined;
}

interface WrittenSchema {
  readonly node: DocumentNode;
  readonly format: string | undefined;
}

function unwrapped(reading: Reading, node: DocumentNode, format: string | undefined): WrittenSchema {
  if (format !== undefined || !isJsonObject(node.value)) return { node, format };
  // Only looked at: whether the reference leads anywhere is told by what reads the schema.
  const target = resolveNode({ ...reading, defects: [] }, node);
  if (target === undefined || !isJsonObject(target.value) || target.value['schemaFormat'] === undefined) return { node, format };
  const schema = childNode(target, 'schema');
  if (schema.value === undefined) reportWrongType(reading, schema, 'schema');
  return { node: schema, format: textOf(reading, childNode(target, 'schemaFormat')) };
}

function notJudged(reading: Reading, { node, format = '' }: WrittenSchema): PayloadSchema {
  const finding = reportDefect(reading, 'contract/payload-not-judged', node, { format });
  reading.defects[reading.defects.indexOf(finding)] = { ...finding, severity: 'info' };
  return { kind: 'not-judged', format };
}
