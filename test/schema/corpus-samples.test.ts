import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { appendToken, valueAtPointer } from '../../src/base/json-pointer.js';
import { randomFromSeed } from '../../src/base/random.js';
import type { Dialect } from '../../src/schema/dialect.js';
import { formatTest } from '../../src/schema/format/format.js';
import { jsonSchemaFromSchema } from '../../src/schema/json-schema.js';
import type { Schema } from '../../src/schema/schema.js';
import { assertSamplesValidate } from '../laws/samples-validate.js';
import type { CorpusDocument } from '../support/corpus.js';
import { corpusOpenApi, describeCorpus } from '../support/corpus.js';

/** Of each document at most so many schemas are sampled, drawn by a seed; ajv is asked about every tenth of them. */
const MAX_SCHEMAS_PER_DOCUMENT = 150;
const AJV_STRIDE = 10;
const TIMEOUT_MS = 120_000;
const FORMATS = [
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'uuid',
  'regex',
  'byte',
];

describeCorpus('the schemas of real documents', () => {
  it(
    'have samples, all of them valid by us and, where asked, by ajv',
    () => {
      const totals = { schemas: 0, values: 0, judgedByAjv: 0, refusedByAjv: [] as string[], unsatisfiable: [] as string[] };
      for (const document of corpusOpenApi()) {
        for (const [index, schema] of schemasOf(document).entries()) {
          const { values, unsatisfiable } = assertSamplesValidate(schema);
          totals.schemas += 1;
          totals.values += values.length;
          if (unsatisfiable !== undefined) totals.unsatisfiable.push(`${document.name}#${schema.pointer}: ${unsatisfiable}`);
          if (index % AJV_STRIDE === 0) judgeByAjv(schema, values, totals);
        }
      }
      console.info(`${totals.schemas} schemas, ${totals.values} valid samples, ${totals.judgedByAjv} of them judged by ajv`);
      if (totals.unsatisfiable.length > 0) console.info(`no sample:\n${totals.unsatisfiable.join('\n')}`);
      expect(totals.refusedByAjv).toEqual([]);
      expect(totals.unsatisfiable).toEqual([]);
      expect(totals.values).toBeGreaterThan(6_000);
    },
    TIMEOUT_MS,
  );
});

function schemasOf({ name, file }: CorpusDocument): readonly Schema[] {
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
  if (all.length <= MAX_SCHEMAS_PER_DOCUMENT) return all;
  const random = randomFromSeed(20261121, name);
  return all.filter(() => random.next() < MAX_SCHEMAS_PER_DOCUMENT / all.length);
}

/** Two documents are no strict YAML; what cannot be parsed here is the business of the reader of contracts. */
function parsed(file: string): JsonValue | undefined {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.json')) return JSON.parse(text) as JsonValue;
  try {
    return load(text) as JsonValue;
  } catch (error) {
    console.info(`skipped: ${file.slice(file.lastIndexOf('/') + 1)}: ${error instanceof Error ? error.message.split('\n')[0] : ''}`);
    return undefined;
  }
}

function judgeByAjv(schema: Schema, values: readonly JsonValue[], totals: { judgedByAjv: number; readonly refusedByAjv: string[] }): void {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, logger: false, multipleOfPrecision: 9 });
  // Our own formats: unions of real documents tell their branches apart by them. The official suite judges the formats.
  for (const format of FORMATS) ajv.addFormat(format, { validate: (text: string) => formatTest(format)?.(text) ?? true });
  const accepts = ajv.compile(jsonSchemaFromSchema(schema) as boolean | object);
  for (const value of values) {
    totals.judgedByAjv += 1;
    if (accepts(value)) continue;
    const [error] = accepts.errors ?? [];
    totals.refusedByAjv.push(`${schema.uri}#${schema.pointer} at '${error?.instancePath}': ${error?.message} (${error?.schemaPath})`);
  }
}
