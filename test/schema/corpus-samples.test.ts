import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { formatTest } from '../../src/schema/format/format.js';
import { jsonSchemaFromSchema } from '../../src/schema/json-schema.js';
import type { Schema } from '../../src/schema/schema.js';
import { assertSamplesValidate } from '../laws/samples-validate.js';
import { corpusShare, describeCorpus } from '../support/corpus.js';
import { componentSchemas } from '../support/component-schemas.js';

/** Of each document at most so many schemas are sampled, drawn by a seed; ajv is asked about every tenth of them. */
const MAX_SCHEMAS_PER_DOCUMENT = 150;
const AJV_STRIDE = 10;
const TIMEOUT_MS = 600_000;
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
      for (const document of corpusShare('samples', 3)) {
        for (const [index, schema] of componentSchemas(document, MAX_SCHEMAS_PER_DOCUMENT).entries()) {
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
      expect(totals.values).toBeGreaterThan(2_000);
    },
    TIMEOUT_MS,
  );
});

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
