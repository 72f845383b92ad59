import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { appendToken, valueAtPointer } from '../../src/base/json-pointer.js';
import { randomFromSeed } from '../../src/base/random.js';
import type { Dialect } from '../../src/schema/dialect.js';
import type { Schema } from '../../src/schema/schema.js';
import type { CorpusDocument } from './corpus.js';

/**
 * The component schemas of a document, of many some that a seed draws; none of a document that is no strict YAML.
 *
 * @param document - of the corpus
 * @param maxCount - about so many at most
 */
export function componentSchemas({ name, file }: CorpusDocument, maxCount: number): readonly Schema[] {
  const document = parsed(file);
  if (!isJsonObject(document)) return [];
  const isSwagger = document['swagger'] !== undefined;
  const dialect: Dialect = isSwagger ? 'swagger-2.0' : String(document['openapi']).startsWith('3.0') ? 'openapi-3.0' : 'openapi-3.1';
  const pointer = isSwagger ? '/definitions' : '/components/schemas';
  const schemas = valueAtPointer(document, pointer);
  if (!isJsonObject(schemas)) return [];
  const documents = { get: (uri: string): JsonValue | undefined => (uri === name ? document : undefined) };
  const all = Object.entries(schemas).flatMap(([key, value]): readonly Schema[] =>
    value === undefined ? [] : [{ value, dialect, uri: name, pointer: appendToken(pointer, key), documents }],
  );
  if (all.length <= maxCount) return all;
  const random = randomFromSeed(20261121, name);
  return all.filter(() => random.next() < maxCount / all.length);
}

function parsed(file: string): JsonValue | undefined {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.json')) return JSON.parse(text) as JsonValue;
  try {
    return load(text) as JsonValue;
  } catch {
    // Two documents are no strict YAML: what cannot be parsed here is the business of the reader of contracts.
    return undefined;
  }
}
