import type { JsonValue } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Check, LazyCheck, Run } from '../check.js';
import { addViolation, simpleCheck } from '../check.js';
import { firstDuplicate } from '../equality.js';
import { violationOfClause } from '../violation.js';
import type { CompileKeyword } from './child.js';
import { childCheck, childChecks } from './child.js';

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.2 */
export const compileMinItems: CompileKeyword = ({ clause }) => {
  const limit = clause.value;
  if (typeof limit !== 'number') return undefined;
  return simpleCheck(clause, (value: JsonValue) => !Array.isArray(value) || value.length >= limit, { limit });
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.1 */
export const compileMaxItems: CompileKeyword = ({ clause }) => {
  const limit = clause.value;
  if (typeof limit !== 'number') return undefined;
  return simpleCheck(clause, (value: JsonValue) => !Array.isArray(value) || value.length <= limit, { limit });
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.3 */
export const compileUniqueItems: CompileKeyword = ({ clause }) => {
  if (clause.value !== true) return undefined;
  return {
    test: (value) => !Array.isArray(value) || value.length < 2 || firstDuplicate(value) === undefined,
    report: (value, at, run) => {
      const pair = Array.isArray(value) ? firstDuplicate(value) : undefined;
      if (pair !== undefined) addViolation(run, violationOfClause(clause, at, { first: pair[0], second: pair[1] }));
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1.1 */
export const compilePrefixItems: CompileKeyword = (input) => {
  const checks = childChecks(input);
  if (checks === undefined) return undefined;
  return {
    test: (value, run) => {
      if (!Array.isArray(value)) return true;
      const end = Math.min(value.length, checks.length);
      for (let index = 0; index < end; index += 1) if (checks[index]?.().test(value[index], run) === false) return false;
      return true;
    },
    report: (value, at, run) => {
      if (Array.isArray(value)) for (const [index, check] of checks.entries()) reportItem(check, { items: value, index, at, run });
    },
    mark: (value, _run, marks) => {
      if (Array.isArray(value)) for (let index = 0; index < Math.min(value.length, checks.length); index += 1) marks.items.add(index);
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1.2 */
export const compileItems: CompileKeyword = (input) => {
  const prefix = input.clauses.get('prefixItems')?.value;
  return restCheck(childCheck(input, input.clause.value), Array.isArray(prefix) ? prefix.length : 0);
};

/** Every item from `start` on matches. */
function restCheck(check: LazyCheck, start: number): Check {
  return {
    test: (value, run) => {
      if (!Array.isArray(value) || value.length <= start) return true;
      const item = check();
      for (let index = start; index < value.length; index += 1) if (!item.test(value[index], run)) return false;
      return true;
    },
    report: (value, at, run) => {
      if (Array.isArray(value))
        for (let index = start; index < value.length; index += 1) reportItem(check, { items: value, index, at, run });
    },
    mark: (value, _run, marks) => {
      if (Array.isArray(value) && value.length > start) marks.hasAllItems = true;
    },
  };
}

interface ItemReport {
  readonly items: readonly JsonValue[];
  readonly index: number;
  readonly at: string;
  readonly run: Run;
}

function reportItem(check: LazyCheck, { items, index, at, run }: ItemReport): void {
  const item = items[index];
  if (item !== undefined) check().report(item, appendToken(at, index), run);
}

/** `contains` with `minContains` and `maxContains`. */
export const compileContains: CompileKeyword = (input) => {
  const { clause, clauses } = input;
  const check = childCheck(input, clause.value);
  const least = numberOf(clauses.get('minContains')?.value) ?? 1;
  const most = numberOf(clauses.get('maxContains')?.value);
  const test: Check['test'] = (value, run) => {
    if (!Array.isArray(value)) return true;
    const item = check();
    let count = 0;
    for (const member of value) if (item.test(member, run)) count += 1;
    return count >= least && (most === undefined || count <= most);
  };
  return {
    test,
    report: (value, at, run) => {
      if (!test(value, run)) addViolation(run, violationOfClause(clause, at, { least, most }));
    },
    mark: (value, run, marks) => {
      // In draft 2019-09 `contains` evaluates nothing.
      if (!Array.isArray(value) || clause.node.dialect === '2019-09') return;
      for (const [index, member] of value.entries()) if (check().test(member, run)) marks.items.add(index);
    },
  };
};

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
