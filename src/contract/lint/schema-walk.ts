import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema, schemaAt } from '../../schema/schema-at.js';
import type { Channel } from '../channel.js';
import type { Contract, Header, MediaType, Operation } from '../contract.js';

/**
 * Every schema that operations lead to or that stands among the components, each once, with all that stand inside of it.
 *
 * @param contract - whose components are looked at
 * @param operations - read
 */
export function schemasOfContract(contract: Contract, operations: readonly Operation[]): Iterable<Schema> {
  return everySchema([
    ...operations.flatMap(schemasOfOperation),
    ...contract.channels.flatMap(schemasOfChannel),
    ...componentSchemas(contract),
  ]);
}

function schemasOfChannel({ parameters, messages }: Channel): readonly Schema[] {
  const ofMessages = messages.flatMap(({ payload, headers, key }) => [
    payload.kind === 'json-schema' ? payload.schema : undefined,
    headers,
    key,
  ]);
  return [...parameters.map(({ schema }) => schema), ...ofMessages].filter((schema) => schema !== undefined);
}

function schemasOfOperation({ parameters, requestBody, responses }: Operation): readonly Schema[] {
  const all = [
    ...parameters.map(({ form }) => (form.kind === 'content' ? schemasOfMedia(form.mediaType) : [form.schema])),
    ...(requestBody?.content ?? []).map(schemasOfMedia),
    ...responses.flatMap(({ headers, content }) => [...headers.map(schemasOfHeader), ...content.map(schemasOfMedia)]),
  ];
  return all.flat().filter((schema) => schema !== undefined);
}

function schemasOfMedia({ schema, itemSchema, encoding }: MediaType): readonly (Schema | undefined)[] {
  return [schema, itemSchema, ...[...encoding.values()].flatMap(({ headers }) => headers.flatMap(schemasOfHeader))];
}

function schemasOfHeader({ form }: Header): readonly (Schema | undefined)[] {
  return form.kind === 'content' ? schemasOfMedia(form.mediaType) : [form.schema];
}

function componentSchemas({ root, file, dialect, documents, specification }: Contract): readonly Schema[] {
  const whole: Schema = { value: root, dialect, uri: file, pointer: '', documents };
  const schemas = specification === '2.0' ? schemaAt(whole, 'definitions') : schemaAt(whole, 'components', 'schemas');
  return schemas === undefined ? [] : childrenOf(schemas);
}

/** A list of work, not recursion: references make circles and long chains. */
function* everySchema(roots: readonly Schema[]): Generator<Schema> {
  const seen = new Set<unknown>();
  const waiting = [...roots].reverse();
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (!isJsonObject(schema.value)) {
      if (typeof schema.value !== 'boolean') yield schema;
      continue;
    }
    if (seen.has(schema.value)) continue;
    seen.add(schema.value);
    yield schema;
    waiting.push(...schemasBelow(schema, schema.value));
    const target = typeof schema.value['$ref'] === 'string' ? resolveSchema(schema) : undefined;
    if (target !== undefined) waiting.push(target);
  }
}

/**
 * Whether a schema is a reference and nothing else. Keywords beside a `$ref` mean nothing before OpenAPI 3.1, and real documents leave old ones there.
 *
 * @param schema - any
 * @param value - its value
 */
export function isReferenceAlone(schema: Schema, value: JsonObject): boolean {
  return (schema.dialect === 'swagger-2.0' || schema.dialect === 'openapi-3.0') && typeof value['$ref'] === 'string';
}

function schemasBelow(schema: Schema, value: JsonObject): readonly Schema[] {
  if (isReferenceAlone(schema, value)) return [];
  return Object.keys(value).flatMap((keyword) => {
    const child = SCHEMA_KEYWORDS.has(keyword) || SCHEMA_MAPS.has(keyword) ? schemaAt(schema, keyword) : undefined;
    if (child === undefined) return [];
    return SCHEMA_MAPS.has(keyword) || Array.isArray(child.value) ? childrenOf(child) : [child];
  });
}

function childrenOf(parent: Schema): readonly Schema[] {
  if (typeof parent.value !== 'object' || parent.value === null) return [];
  return Object.keys(parent.value).flatMap((token) => schemaAt(parent, token) ?? []);
}

const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(
  'items additionalItems prefixItems additionalProperties allOf anyOf oneOf not contains propertyNames if then else unevaluatedItems unevaluatedProperties'.split(
    ' ',
  ),
);
const SCHEMA_MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
