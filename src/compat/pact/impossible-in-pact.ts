import { tokensFromPointer } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { validate } from '../../schema/validate.js';
import type { Violation } from '../../schema/violation.js';
import type { PathRule } from './pact-rules.js';
import { ruleScopeOf } from './rule-scope.js';

/**
 * Where a pact asks for exactly what a contract rules out, so that no answer at all can keep both. Examples of pacts are seldom whole, so
 * what more members would cure does not count, nor does what a matcher lets differ.
 *
 * @param content - the example
 * @param rules - of the body
 * @param schema - of the contract
 */
export function impossibleInPact(
  content: JsonValue,
  rules: readonly PathRule[],
  { schema, direction }: { readonly schema: Schema; readonly direction: Direction | undefined },
): readonly Violation[] {
  const violations = validate(schema, content, { direction });
  // What a branch of a union refuses another branch may take.
  const open = violations.filter(({ keyword }) => OF_UNIONS.has(keyword)).map(({ instancePointer }) => instancePointer);
  return violations.filter(({ keyword, instancePointer }) => {
    if (!OF_VALUES.has(keyword) || !isFixed(rules, instancePointer)) return false;
    return !open.some((pointer) => pointer === instancePointer || instancePointer.startsWith(`${pointer}/`));
  });
}

/** Whether no rule lets the place differ from its example: neither its own nor one of a place above. */
function isFixed(rules: readonly PathRule[], pointer: string): boolean {
  let scope = ruleScopeOf(rules);
  const scopes = [scope];
  for (const token of tokensFromPointer(pointer)) {
    scope = scope.below(token);
    scopes.push(scope);
  }
  return scopes.every(({ rule }) => rule === undefined || rule.matchers.every(({ kind }) => kind === 'equality'));
}

const OF_UNIONS: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'not', 'contains', '$ref']);
/** Clauses that speak of one value alone, not of what must stand beside it. */
const OF_VALUES: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'minItems',
  'additionalProperties',
  'propertyNames',
  'false schema',
]);
