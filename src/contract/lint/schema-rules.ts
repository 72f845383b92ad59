import type { MessageArguments } from '../../base/errors.js';
import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Finding } from '../../finding/finding.js';
import type { FindingCode } from '../../finding/finding-code.js';
import { isExplosivePattern, patternDefect } from '../../schema/pattern/pattern.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema, schemaAt } from '../../schema/schema-at.js';
import { targetOf } from '../openapi/reference.js';
import { mismatchOf } from './mismatch.js';
import { isReferenceAlone } from './schema-walk.js';
import { unsatisfiableReason } from './unsatisfiable.js';

/**
 * What is wrong with schemas, each looked at by itself.
 *
 * @param schemas - each once, those inside of others as well
 */
export function schemaFindings(schemas: Iterable<Schema>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const schema of schemas) {
    const { value } = schema;
    if (!isJsonObject(value)) findings.push(found('contract/wrong-type', schema, { expected: 'schema', found: typeName(value) }));
    else if (isBroken(schema, value))
      findings.push(
        found(isCircular(schema) ? 'contract/ref-circular' : 'contract/ref-unresolved', schema, { reference: String(value['$ref']) }),
      );
    else if (!isReferenceAlone(schema, value)) for (const rule of RULES) findings.push(...rule(schema, value));
  }
  return findings;
}

function isBroken(schema: Schema, value: JsonObject): boolean {
  return typeof value['$ref'] === 'string' && resolveSchema(schema) === undefined;
}

function isCircular(schema: Schema): boolean {
  return targetOf(schema.documents, schema) === 'circular';
}

type SchemaRule = (schema: Schema, value: JsonObject) => readonly Finding[];

const RULES: readonly SchemaRule[] = [unknownTypes, invalidPatterns, undeclaredRequired, unsatisfiable, invalidDefault, invalidExamples];

function found(code: FindingCode, schema: Schema, args: MessageArguments, ...tokens: readonly (string | number)[]): Finding {
  const pointer = tokens.reduce<string>(appendToken, schema.pointer);
  return { code, severity: 'warning', place: { file: schema.uri, pointer }, args };
}

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1 */
function unknownTypes(schema: Schema, { type }: JsonObject): readonly Finding[] {
  if (type === undefined) return [];
  const types = Array.isArray(type) ? type : [type];
  const unknown = types.filter(
    (name) => typeof name !== 'string' || !(TYPES.has(name) || (name === 'file' && schema.dialect === 'swagger-2.0')),
  );
  return unknown.map((name) =>
    found('contract/type-unknown', schema, { type: typeof name === 'string' ? name : JSON.stringify(name) }, 'type'),
  );
}

const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-6.4 */
function invalidPatterns(schema: Schema, { pattern, patternProperties }: JsonObject): readonly Finding[] {
  const own = typeof pattern === 'string' ? patternFindings(schema, pattern, 'pattern') : [];
  const named = isJsonObject(patternProperties) ? Object.keys(patternProperties) : [];
  return [...own, ...named.flatMap((name) => patternFindings(schema, name, 'patternProperties', name))];
}

function patternFindings(schema: Schema, pattern: string, ...tokens: readonly string[]): readonly Finding[] {
  const reason = patternDefect(pattern);
  if (reason !== undefined) return [found('contract/pattern-invalid', schema, { pattern, reason }, ...tokens)];
  return isExplosivePattern(pattern) ? [found('contract/pattern-explosive', schema, { pattern }, ...tokens)] : [];
}

/** Sound only where this object alone says which properties there may be. */
function undeclaredRequired(schema: Schema, value: JsonObject): readonly Finding[] {
  const { required, properties, patternProperties, additionalProperties } = value;
  if (additionalProperties !== false || patternProperties !== undefined || !Array.isArray(required)) return [];
  const declared = isJsonObject(properties) ? properties : {};
  const missing = required.filter((name) => typeof name === 'string' && !Object.hasOwn(declared, name));
  return missing.map((name) => found('contract/required-undeclared', schema, { name: String(name) }, 'required'));
}

function unsatisfiable(schema: Schema, value: JsonObject): readonly Finding[] {
  const reason = unsatisfiableReason(schema, value);
  return reason === undefined ? [] : [found('contract/schema-unsatisfiable', schema, { reason })];
}

function invalidDefault(schema: Schema, value: JsonObject): readonly Finding[] {
  if (value['default'] === undefined) return [];
  const args = mismatchOf(schema, value['default'], undefined);
  return args === undefined ? [] : [found('contract/default-invalid', schema, args, 'default')];
}

function invalidExamples(schema: Schema, { example, examples }: JsonObject): readonly Finding[] {
  const alone = example === undefined || isParameterObject(schema) ? [] : [{ value: example, tokens: ['example'] }];
  const listed = Array.isArray(examples) ? examples.map((value, index) => ({ value, tokens: ['examples', index] })) : [];
  return [...alone, ...listed].flatMap(({ value, tokens }) => {
    const args = mismatchOf(schema, value, undefined);
    return args === undefined ? [] : [found('contract/example-invalid', schema, args, ...tokens)];
  });
}

/** A parameter of Swagger 2.0 is its own schema, and has no `example` by the specification: what stands there follows no rule. */
function isParameterObject(schema: Schema): boolean {
  return schema.dialect === 'swagger-2.0' && schemaAt(schema, 'in') !== undefined && schemaAt(schema, 'name') !== undefined;
}

function typeName(value: Schema['value']): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
