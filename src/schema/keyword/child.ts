import type { JsonValue } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Check, Compiler, LazyCheck } from '../check.js';
import type { Clause, Clauses } from '../clauses.js';
import type { Node } from '../node.js';
import { enter, knownNode } from '../node.js';

/** What the compiler of one keyword is given. */
export interface KeywordInput {
  readonly clause: Clause;
  /** All clauses of the same schema. */
  readonly clauses: Clauses;
  readonly compiler: Compiler;
}

/** Makes the check of one keyword; `undefined` when its value is not what the keyword takes: a malformed clause demands nothing. */
export type CompileKeyword = (input: KeywordInput) => Check | undefined;

/**
 * The node of a subschema of a clause.
 *
 * @param clause - that holds it
 * @param value - the subschema as written
 * @param tokens - from the clause's value to the subschema; none when it is the value itself
 */
export function childNode(clause: Clause, value: JsonValue, ...tokens: readonly (string | number)[]): Node {
  // Most are asked for many times: their pointers need not be put together each time.
  const known = knownNode(clause.node, value);
  if (known !== undefined) return known;
  let pointer = appendToken(clause.node.pointer, clause.written);
  for (const token of tokens) pointer = appendToken(pointer, token);
  return enter(clause.node.resource, { value, dialect: clause.node.dialect, pointer });
}

/**
 * A subschema of a clause, compiled when a value first needs it.
 *
 * @param input - of the keyword
 * @param value - the subschema as written
 * @param tokens - from the clause's value to the subschema
 */
export function childCheck(input: KeywordInput, value: JsonValue, ...tokens: readonly (string | number)[]): LazyCheck {
  let check: Check | undefined;
  return () => {
    check ??= input.compiler.checkOfNode(childNode(input.clause, value, ...tokens));
    return check;
  };
}

/**
 * The subschemas of a list clause, or `undefined` when it is not a list.
 *
 * @param input - of `allOf`, `anyOf`, `oneOf` or `prefixItems`
 */
export function childChecks(input: KeywordInput): readonly LazyCheck[] | undefined {
  const { value } = input.clause;
  return Array.isArray(value) ? value.map((schema: JsonValue, index) => childCheck(input, schema, index)) : undefined;
}
