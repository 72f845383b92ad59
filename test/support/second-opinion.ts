import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import ajvDraft04 from 'ajv-draft-04';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import type { Dialect } from '../../src/schema/dialect.js';
import { formatTest } from '../../src/schema/format/format.js';
import { jsonSchemaFromSchema } from '../../src/schema/json-schema.js';
import type { Schema } from '../../src/schema/schema.js';

/** What an independent validator says of a value; `undefined` where it cannot be asked. */
export type SecondOpinion = (value: JsonValue) => boolean | undefined;

type Validator = Pick<Ajv, 'compile' | 'addSchema' | 'addFormat'>;

const OPTIONS = {
  strict: false,
  validateFormats: false,
  logger: false,
  multipleOfPrecision: 9,
  ownProperties: true,
  addUsedSchema: false,
} as const;
const load = createRequire(import.meta.url);
const VALIDATORS: Readonly<Partial<Record<Dialect, () => Validator>>> = {
  'draft-04': () => new ajvDraft04.default(OPTIONS),
  'draft-06': () => new Ajv(OPTIONS).addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json') as JsonObject),
  'draft-07': () => new Ajv(OPTIONS),
  '2019-09': () => new Ajv2019(OPTIONS),
  '2020-12': () => new Ajv2020(OPTIONS),
};

/**
 * The opinion of ajv in the schema's own dialect, formats left aside; `undefined` when ajv does not compile the schema.
 *
 * @param schema - a whole document
 * @param remotes - what it may refer to, by URI
 */
export function secondOpinion(schema: Schema, remotes: ReadonlyMap<string, JsonValue> = new Map()): SecondOpinion | undefined {
  const validator = VALIDATORS[schema.dialect]?.();
  const text = JSON.stringify(schema.value);
  if (validator === undefined) return undefined;
  try {
    if (text.includes('localhost:1234')) for (const [uri, remote] of remotes) validator.addSchema(remote as JsonObject, uri);
    return opinionOf(validator.compile(schema.value as JsonObject));
  } catch {
    // What ajv does not compile it cannot judge; the tests count these.
    return undefined;
  }
}

/**
 * The opinion of ajv on a schema of an OpenAPI document, by way of its plain form. Formats are our own: unions of real documents tell their
 * branches apart by them, and the official suite judges the formats.
 *
 * @param schema - of any dialect
 */
export function secondOpinionOfComponent(schema: Schema): SecondOpinion | undefined {
  const ajv = new Ajv2020({ ...OPTIONS, validateFormats: true, unicodeRegExp: false });
  for (const format of FORMATS) ajv.addFormat(format, { validate: (text: string) => formatTest(format)?.(text) ?? true });
  try {
    return opinionOf(ajv.compile(jsonSchemaFromSchema(schema) as boolean | JsonObject));
  } catch {
    // As above.
    return undefined;
  }
}

const FORMATS =
  'date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri iri-reference uri-template uuid json-pointer relative-json-pointer regex byte'.split(
    ' ',
  );

/** Not asked: multiples of very large numbers, which ajv computes in doubles, `__proto__`, which it does not see, and recursion that exhausts its stack. */
function opinionOf(accepts: (value: unknown) => unknown): SecondOpinion {
  return (value) => {
    if (/"__proto__"|\de\+\d/.test(JSON.stringify(value))) return undefined;
    try {
      return accepts(value) === true;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
}
