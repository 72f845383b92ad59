import { parseMediaType } from '../../base/media-type.js';
import type { Dialect } from '../../schema/dialect.js';

/** The language a schema is written in. */
export type SchemaLanguage =
  | { readonly kind: 'json-schema'; readonly dialect: Dialect }
  | { readonly kind: 'avro' }
  | { readonly kind: 'not-judged' };

/**
 * The language that a `schemaFormat` names; without one it is that of AsyncAPI itself, which stands on draft 7.
 *
 * @param format - as written
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#multiFormatSchemaObject
 */
export function languageOfFormat(format: string | undefined): SchemaLanguage {
  if (format === undefined) return ASYNC_API;
  const mediaType = parseMediaType(format);
  const name = mediaType?.essence.replace(/\+(?:json|yaml)$/, '');
  const version = mediaType?.parameters.get('version') ?? '';
  if (name === 'application/vnd.aai.asyncapi') return ASYNC_API;
  if (name === 'application/schema') return { kind: 'json-schema', dialect: DRAFTS.get(version) ?? 'draft-07' };
  if (name === 'application/vnd.oai.openapi') return { kind: 'json-schema', dialect: openApiDialect(version) };
  return name === 'application/vnd.apache.avro' ? { kind: 'avro' } : { kind: 'not-judged' };
}

function openApiDialect(version: string): Dialect {
  if (version.startsWith('2')) return 'swagger-2.0';
  return version.startsWith('3.0') || version === '3' || version === '' ? 'openapi-3.0' : 'openapi-3.1';
}

const ASYNC_API: SchemaLanguage = { kind: 'json-schema', dialect: 'draft-07' };
const DRAFTS: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['draft-04', 'draft-04'],
  ['draft-06', 'draft-06'],
  ['draft-07', 'draft-07'],
  ['draft-2019-09', '2019-09'],
  ['2019-09', '2019-09'],
  ['draft-2020-12', '2020-12'],
  ['2020-12', '2020-12'],
]);
