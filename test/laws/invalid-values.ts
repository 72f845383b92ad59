import type { JsonValue } from '../../src/base/json.js';
import { tokensFromPointer } from '../../src/base/json-pointer.js';
import { drawValue } from '../../src/schema/arbitrary/draw.js';
import type { InvalidValue } from '../../src/schema/breach/invalid-value.js';
import { planInvalidArbitrary } from '../../src/schema/breach/invalid-arbitrary-from-schema.js';
import type { Direction, Schema } from '../../src/schema/schema.js';
import { validate } from '../../src/schema/validate.js';
import { textFromViolation } from '../../src/schema/violation.js';

/**
 * The law of invalid values: of what `validate` finds wrong, all is of the one clause that the breach names, at the one place; only what a broken
 * union repeats from its branches may be told besides, and lies at or below the place of the union.
 *
 * @param schema - any schema
 * @param invalid - a value that is said to break one clause of it
 * @param direction - the way the value travels
 * @throws Error that shows schema, value and violations when the law is broken
 */
export function assertBreaksOneClause(schema: Schema, { value, breach }: InvalidValue, direction?: Direction): void {
  const violations = validate(schema, value, { direction });
  const isNamed = violations.some((violation) => isOfBreach(violation, breach));
  const isUnion = breach.keyword === 'anyOf' || breach.keyword === 'oneOf';
  const isLawful = violations.every(
    (violation) => isOfBreach(violation, breach) || (isUnion && isWithin(violation.instancePointer, breach.instancePointer)),
  );
  if (isNamed && isLawful) return;
  const texts = violations.map((violation) => `${violation.instancePointer} ${textFromViolation(violation)} (${violation.schemaPointer})`);
  throw new Error(
    `said to break ${breach.keyword} at '${breach.instancePointer}' (${breach.schemaPointer}) of ${schema.uri}#${schema.pointer}\n` +
      `${texts.join('\n')}\n${JSON.stringify(value).slice(0, 500)}\n${JSON.stringify(schema.value).slice(0, 500)}`,
  );
}

function isOfBreach(violation: InvalidValue['breach'], breach: InvalidValue['breach']): boolean {
  return (['keyword', 'instancePointer', 'schemaUri', 'schemaPointer'] as const).every((field) => violation[field] === breach[field]);
}

function isWithin(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(`${above}/`);
}

/**
 * Values drawn from the arbitrary of the invalid values of a schema; none when it has none.
 *
 * @param schema - any schema
 * @param count - how many
 * @param direction - the way the values travel
 */
export function drawnInvalid(schema: Schema, count: number, direction?: Direction): readonly InvalidValue[] {
  const plan = planInvalidArbitrary(schema, { direction });
  if (plan.kind !== 'arbitrary') return [];
  return Array.from({ length: count }, (_, index) => drawValue(plan.arbitrary, 'law', index).value);
}

/**
 * The schema without the clause that a breach names: what is wrong with the value and this clause alone is right without it.
 *
 * @param document - that the clause stands in; left as it is
 * @param breach - of a value
 */
export function withoutClause(document: JsonValue, { keyword, schemaPointer }: InvalidValue['breach']): JsonValue {
  const copy = structuredClone(document) as unknown as Record<string, unknown>;
  const tokens = [...tokensFromPointer(schemaPointer)];
  const last = tokens.pop();
  if (last === undefined) return true;
  let holder = copy;
  for (const token of tokens) holder = holder[token] as Record<string, unknown>;
  if (keyword === 'false schema') holder[last] = true;
  else delete holder[last];
  return copy as unknown as JsonValue;
}
