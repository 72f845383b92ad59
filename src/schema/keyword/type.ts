import type { JsonValue } from '../../base/json.js';
import { simpleCheck } from '../check.js';
import { isEqualJson } from '../equality.js';
import type { CompileKeyword } from './child.js';

type TypeTest = (value: JsonValue) => boolean;

/**
 * `type`. An unknown name (`any`, `file`, `timestamp` in real documents) demands nothing.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1
 */
export const compileType: CompileKeyword = ({ clause }) => {
  const names: readonly JsonValue[] = Array.isArray(clause.value) ? clause.value : [clause.value];
  const types = names.filter((name): name is string => typeof name === 'string');
  const tests = types.map((name) => (Object.hasOwn(TYPE_TESTS, name) ? TYPE_TESTS[name] : undefined));
  if (tests.length === 0 || tests.length < names.length || tests.includes(undefined)) return undefined;
  return simpleCheck(clause, oneOfTests(tests), { types });
};

/**
 * `enum`.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2
 */
export const compileEnum: CompileKeyword = ({ clause }) => {
  if (!Array.isArray(clause.value)) return undefined;
  const values: readonly JsonValue[] = clause.value;
  const scalars = new Set<JsonValue>(values.filter((value) => typeof value !== 'object' || value === null));
  const composites = values.filter((value) => typeof value === 'object' && value !== null);
  const test: TypeTest = (value) =>
    scalars.has(value) || (composites.length > 0 && composites.some((composite) => isEqualJson(composite, value)));
  return simpleCheck(clause, test, { values: values.slice(0, MAX_SHOWN_VALUES).map((value) => JSON.stringify(value)) });
};

/**
 * `const`.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.3
 */
export const compileConst: CompileKeyword = ({ clause }) => {
  const expected = clause.value;
  return simpleCheck(clause, (value) => isEqualJson(value, expected), { value: JSON.stringify(expected) });
};

/** A list of all countries would fill the screen. */
const MAX_SHOWN_VALUES = 20;

const TYPE_TESTS: Readonly<Record<string, TypeTest>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

function oneOfTests(tests: readonly (TypeTest | undefined)[]): TypeTest {
  const [first, second] = tests;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined && second !== undefined && tests.length === 2) return (value) => first(value) || second(value);
  return (value) => tests.some((test) => test?.(value));
}
