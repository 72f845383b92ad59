import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Check, LazyCheck, Run } from '../check.js';
import { addViolation } from '../check.js';
import type { Clauses } from '../clauses.js';
import { memberOf } from '../member.js';
import type { Pattern } from '../pattern/pattern.js';
import { patternFromText } from '../pattern/pattern.js';
import { violationOfClause } from '../violation.js';
import type { CompileKeyword } from './child.js';
import { childCheck } from './child.js';

interface PropertyCheck {
  readonly name: string;
  readonly check: LazyCheck;
}

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.1 */
export const compileProperties: CompileKeyword = (input) => {
  if (!isJsonObject(input.clause.value)) return undefined;
  const properties: readonly PropertyCheck[] = Object.entries(input.clause.value).map(([name, schema]) => ({
    name,
    check: childCheck(input, schema ?? true, name),
  }));
  return {
    test: (value, run) => {
      if (!isJsonObject(value)) return true;
      for (const { name, check } of properties) {
        const member = memberOf(value, name);
        if (member !== undefined && !check().test(member, run)) return false;
      }
      return true;
    },
    report: (value, at, run) => {
      if (!isJsonObject(value)) return;
      for (const { name, check } of properties) {
        const member = memberOf(value, name);
        if (member !== undefined) check().report(member, appendToken(at, name), run);
      }
    },
    mark: (value, _run, marks) => {
      if (isJsonObject(value)) for (const { name } of properties) if (memberOf(value, name) !== undefined) marks.properties.add(name);
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.2 */
export const compilePatternProperties: CompileKeyword = (input) => {
  if (!isJsonObject(input.clause.value)) return undefined;
  const entries = Object.entries(input.clause.value).map(([source, schema]) => ({
    pattern: patternFromText(source),
    check: childCheck(input, schema ?? true, source),
  }));
  const isHeld = (name: string, member: JsonValue, run: Run): boolean =>
    entries.every(({ pattern, check }) => !pattern.test(name) || check().test(member, run));
  return {
    test: (value, run) => !isJsonObject(value) || everyMember(value, (name, member) => isHeld(name, member, run)),
    report: (value, at, run) => {
      if (!isJsonObject(value)) return;
      for (const [name, member] of Object.entries(value)) {
        for (const { pattern, check } of entries) {
          if (member !== undefined && pattern.test(name)) check().report(member, appendToken(at, name), run);
        }
      }
    },
    mark: (value, _run, marks) => {
      if (!isJsonObject(value)) return;
      for (const name of Object.keys(value)) if (entries.some(({ pattern }) => pattern.test(name))) marks.properties.add(name);
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.3 */
export const compileAdditionalProperties: CompileKeyword = (input) => {
  const { clause } = input;
  if (clause.value === true) return { ...ALWAYS, mark: markAll };
  const isNamed = namedBy(input.clauses);
  const check = childCheck(input, clause.value);
  if (clause.value === false) {
    return {
      test: (value) => !isJsonObject(value) || everyMember(value, isNamed),
      report: (value, at, run) => {
        if (!isJsonObject(value)) return;
        for (const [property, member] of Object.entries(value)) {
          if (member !== undefined && !isNamed(property))
            addViolation(run, violationOfClause(clause, appendToken(at, property), { property }));
        }
      },
      mark: markAll,
    };
  }
  return {
    test: (value, run) => !isJsonObject(value) || everyMember(value, (name, member) => isNamed(name) || check().test(member, run)),
    report: (value, at, run) => {
      if (!isJsonObject(value)) return;
      for (const [name, member] of Object.entries(value)) {
        if (member !== undefined && !isNamed(name)) check().report(member, appendToken(at, name), run);
      }
    },
    mark: markAll,
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.4 */
export const compilePropertyNames: CompileKeyword = (input) => {
  const check = childCheck(input, input.clause.value);
  return {
    test: (value, run) => !isJsonObject(value) || everyMember(value, (name) => check().test(name, run)),
    report: (value, at, run) => {
      if (!isJsonObject(value)) return;
      for (const property of Object.keys(value)) {
        if (!check().test(property, run)) addViolation(run, violationOfClause(input.clause, at, { property }));
      }
    },
  };
};

const ALWAYS: Check = { test: () => true, report: () => undefined };

const markAll: Check['mark'] = (value, _run, marks) => {
  if (isJsonObject(value)) marks.hasAllProperties = true;
};

/** Whether a name is spoken of by `properties` or `patternProperties` beside this clause. */
function namedBy(clauses: Clauses): (name: string) => boolean {
  const properties = clauses.get('properties')?.value;
  const patterns = clauses.get('patternProperties')?.value;
  const names = new Set(isJsonObject(properties) ? Object.keys(properties) : []);
  const sources: readonly Pattern[] = isJsonObject(patterns) ? Object.keys(patterns).map(patternFromText) : [];
  if (sources.length === 0) return (name) => names.has(name);
  return (name) => names.has(name) || sources.some((pattern) => pattern.test(name));
}

/** `for in` over plain data: `Object.entries` would allocate for every object judged. */
function everyMember(value: Readonly<Record<string, JsonValue | undefined>>, holds: (name: string, member: JsonValue) => boolean): boolean {
  for (const name in value) {
    const member = value[name];
    if (member !== undefined && !holds(name, member)) return false;
  }
  return true;
}
