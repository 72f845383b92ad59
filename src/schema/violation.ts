import type { MessageArguments } from '../base/errors.js';
import { appendToken } from '../base/json-pointer.js';
import type { Clause } from './clauses.js';

/** One clause of a schema that a value breaks. */
export interface Violation {
  /** The 2020-12 name; `false schema` where a schema is `false`. */
  readonly keyword: string;
  /** JSON pointer into the judged value. */
  readonly instancePointer: string;
  /** The document the clause stands in. */
  readonly schemaUri: string;
  /** JSON pointer of the clause in that document. */
  readonly schemaPointer: string;
  readonly args: MessageArguments;
}

/**
 * A violation of a clause.
 *
 * @param clause - the clause that does not hold
 * @param instancePointer - where in the judged value
 * @param args - what the wording needs
 */
export function violationOfClause(clause: Clause, instancePointer: string, args: MessageArguments): Violation {
  const { node } = clause;
  const schemaPointer = appendToken(node.pointer, clause.written);
  return { keyword: clause.keyword, instancePointer, schemaUri: node.resource.documentUri, schemaPointer, args };
}

/**
 * One clause of a sentence that says what the value must be: `must be integer`.
 *
 * @param violation - of any keyword
 */
export function textFromViolation(violation: Violation): string {
  const wording = WORDINGS[violation.keyword];
  return wording === undefined ? `must satisfy ${violation.keyword}` : wording(violation.args);
}

type Wording = (args: MessageArguments) => string;

function counted(verb: string, noun: string, plural: string): Wording {
  return ({ limit }) => `must ${verb} ${limit} ${limit === 1 ? noun : plural}`;
}

function list(value: MessageArguments[string]): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

const WORDINGS: Readonly<Record<string, Wording>> = {
  'false schema': () => 'must not be here',
  $ref: ({ reference, reason }) =>
    `must match ${reference}, ${reason === 'loop' ? 'which leads back to itself' : reason === 'depth' ? 'which nests too deep to judge' : 'which leads nowhere'}`,
  type: ({ types }) => `must be ${list(types).replaceAll(', ', ' or ')}`,
  enum: ({ values }) => `must be one of ${list(values)}`,
  const: ({ value }) => `must be ${value}`,
  multipleOf: ({ limit }) => `must be a multiple of ${limit}`,
  minimum: ({ limit }) => `must be ${limit} or more`,
  maximum: ({ limit }) => `must be ${limit} or less`,
  exclusiveMinimum: ({ limit }) => `must be more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${limit}`,
  minLength: counted('have at least', 'character', 'characters'),
  maxLength: counted('have at most', 'character', 'characters'),
  pattern: ({ pattern }) => `must match the pattern ${pattern}`,
  format: ({ format }) => `must be a valid ${format}`,
  minItems: counted('have at least', 'item', 'items'),
  maxItems: counted('have at most', 'item', 'items'),
  uniqueItems: ({ first, second }) => `must not hold the same item twice (items ${first} and ${second})`,
  contains: ({ least, most }) => `must contain ${most === undefined ? `at least ${least}` : `${least} to ${most}`} matching items`,
  unevaluatedItems: () => 'must not have items that no schema speaks of',
  required: ({ property }) => `must have the property '${property}'`,
  dependentRequired: ({ property, because }) => `must have the property '${property}' because it has '${because}'`,
  additionalProperties: ({ property }) => `must not have the property '${property}'`,
  unevaluatedProperties: ({ property }) => `must not have the property '${property}'`,
  propertyNames: ({ property }) => `must not have a property named '${property}'`,
  minProperties: counted('have at least', 'property', 'properties'),
  maxProperties: counted('have at most', 'property', 'properties'),
  anyOf: () => 'must match at least one of the schemas in anyOf',
  oneOf: ({ matching }) =>
    matching === 0 ? 'must match one of the schemas in oneOf' : `must match only one of the schemas in oneOf, and matches ${matching}`,
  not: () => 'must not match the schema in not',
};
