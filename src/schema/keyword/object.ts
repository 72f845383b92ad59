import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Check } from '../check.js';
import { addViolation, simpleCheck } from '../check.js';
import { memberOf } from '../member.js';
import { isHiddenProperty } from '../hidden-property.js';
import { violationOfClause } from '../violation.js';
import type { CompileKeyword } from './child.js';
import { childCheck } from './child.js';

/**
 * `required`. Members that do not travel in this direction are not asked for.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3
 * @see https://spec.openapis.org/oas/v3.0.4.html#fixed-fields-20 (readOnly, writeOnly)
 */
export const compileRequired: CompileKeyword = ({ clause, compiler }) => {
  const { value } = clause;
  if (!Array.isArray(value)) return undefined;
  const { direction } = compiler;
  const written: readonly JsonValue[] = value;
  const names = written
    .filter((name): name is string => typeof name === 'string')
    .filter((name) => !isHiddenProperty(clause.node, name, direction));
  if (names.length === 0) return undefined;
  return {
    test: (instance) => !isJsonObject(instance) || hasAll(instance, names),
    report: (instance, at, run) => {
      if (!isJsonObject(instance)) return;
      for (const property of names) {
        if (memberOf(instance, property) === undefined) addViolation(run, violationOfClause(clause, at, { property }));
      }
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.4 */
export const compileDependentRequired: CompileKeyword = ({ clause }) => {
  if (!isJsonObject(clause.value)) return undefined;
  const needs = Object.entries(clause.value).map(([because, names]) => ({
    because,
    names: (Array.isArray(names) ? names : []).filter((name): name is string => typeof name === 'string'),
  }));
  return {
    test: (value) =>
      !isJsonObject(value) || needs.every(({ because, names }) => memberOf(value, because) === undefined || hasAll(value, names)),
    report: (value, at, run) => {
      if (!isJsonObject(value)) return;
      for (const { because, names } of needs) {
        const missing = memberOf(value, because) === undefined ? [] : names.filter((name) => memberOf(value, name) === undefined);
        for (const property of missing) addViolation(run, violationOfClause(clause, at, { property, because }));
      }
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2.4 */
export const compileDependentSchemas: CompileKeyword = (input) => {
  if (!isJsonObject(input.clause.value)) return undefined;
  const entries = Object.entries(input.clause.value).map(([name, schema]) => ({ name, check: childCheck(input, schema ?? true, name) }));
  const isAsked = (value: JsonValue, name: string): boolean => isJsonObject(value) && memberOf(value, name) !== undefined;
  return {
    test: (value, run) => entries.every(({ name, check }) => !isAsked(value, name) || check().test(value, run)),
    report: (value, at, run) => {
      for (const { name, check } of entries) if (isAsked(value, name)) check().report(value, at, run);
    },
    mark: (value, run, marks) => {
      for (const { name, check } of entries) if (isAsked(value, name)) check().mark?.(value, run, marks);
    },
  } satisfies Check;
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.2 */
export const compileMinProperties: CompileKeyword = ({ clause }) => {
  const limit = clause.value;
  if (typeof limit !== 'number') return undefined;
  return simpleCheck(clause, (value: JsonValue) => !isJsonObject(value) || countMembers(value) >= limit, { limit });
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.1 */
export const compileMaxProperties: CompileKeyword = ({ clause }) => {
  const limit = clause.value;
  if (typeof limit !== 'number') return undefined;
  return simpleCheck(clause, (value: JsonValue) => !isJsonObject(value) || countMembers(value) <= limit, { limit });
};

function hasAll(value: JsonObject, names: readonly string[]): boolean {
  for (const name of names) if (memberOf(value, name) === undefined) return false;
  return true;
}

function countMembers(value: JsonObject): number {
  let count = 0;
  for (const name in value) if (value[name] !== undefined) count += 1;
  return count;
}
