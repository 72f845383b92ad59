import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { formatTest } from '../format/format.js';
import { patternDefect } from '../pattern/pattern.js';
import { isKeywordAsserted } from '../vocabulary.js';

/**
 * Whether a clause lets in some values and not others by itself. What only leads to other schemas (`properties`, `items`, `allOf`, `$ref`)
 * does not, nor does a remark, a limit that every value keeps, or a clause whose value is none that its keyword takes.
 *
 * @param clause - of any keyword
 */
export function isDemand(clause: Clause): boolean {
  const holds = Object.hasOwn(DEMANDS, clause.keyword) ? DEMANDS[clause.keyword] : undefined;
  return holds !== undefined && isKeywordAsserted(clause) && holds(clause.value, clause);
}

type DemandTest = (value: JsonValue, clause: Clause) => boolean;

const isNumber: DemandTest = (value) => typeof value === 'number';
const isAboveZero: DemandTest = (value) => typeof value === 'number' && value > 0;
const isList: DemandTest = (value) => Array.isArray(value);
const isFalse: DemandTest = (value) => value === false;
const isTrue: DemandTest = (value) => value === true;
const isSchema: DemandTest = (value) => value === false || (isJsonObject(value) && Object.keys(value).length > 0);
const TYPES: ReadonlySet<JsonValue> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

const DEMANDS: Readonly<Record<string, DemandTest>> = {
  type: (value) => (Array.isArray(value) ? value.length > 0 && value.every((name: JsonValue) => TYPES.has(name)) : TYPES.has(value)),
  enum: isList,
  const: () => true,
  multipleOf: isAboveZero,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  minLength: isAboveZero,
  maxLength: isNumber,
  pattern: (value) => typeof value === 'string' && patternDefect(value) === undefined,
  format: (value) => typeof value === 'string' && formatTest(value) !== undefined,
  minItems: isAboveZero,
  maxItems: isNumber,
  uniqueItems: isTrue,
  contains: (value, clause) => (isSchema(value, clause) || value === true) && clausesFromNode(clause.node).get('minContains')?.value !== 0,
  required: (value) => Array.isArray(value) && value.some((name: JsonValue) => typeof name === 'string'),
  minProperties: isAboveZero,
  maxProperties: isNumber,
  dependentRequired: (value) => isJsonObject(value) && Object.values(value).some((names) => Array.isArray(names) && names.length > 0),
  additionalProperties: isFalse,
  unevaluatedProperties: isFalse,
  unevaluatedItems: isFalse,
  propertyNames: isSchema,
  anyOf: isList,
  oneOf: isList,
  not: isSchema,
  if: (_value, clause) => clausesFromNode(clause.node).has('then') || clausesFromNode(clause.node).has('else'),
  nullable: isTrue,
};
