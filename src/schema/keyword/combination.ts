import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Check, LazyCheck, Run } from '../check.js';
import { addViolation, violationsOf } from '../check.js';
import type { Clause } from '../clauses.js';
import { partNode } from '../hidden-property.js';
import type { Node } from '../node.js';
import type { Violation } from '../violation.js';
import { violationOfClause } from '../violation.js';
import type { CompileKeyword } from './child.js';
import { childCheck, childChecks } from './child.js';
import { branchOfDiscriminator } from './discriminator.js';

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.1 */
export const compileAllOf: CompileKeyword = ({ clause, clauses, compiler }) => {
  const asPart = (node: Node): Node => partNode(clause.node, node, compiler.direction);
  const checks = childChecks({ clause, clauses, compiler: { ...compiler, checkOfNode: (node) => compiler.checkOfNode(asPart(node)) } });
  if (checks === undefined) return undefined;
  return {
    test: (value, run) => {
      for (const check of checks) if (!check().test(value, run)) return false;
      return true;
    },
    report: (value, at, run) => {
      for (const check of checks) check().report(value, at, run);
    },
    mark: (value, run, marks) => {
      for (const check of checks) check().mark?.(value, run, marks);
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.2 */
export const compileAnyOf: CompileKeyword = (input) => {
  const checks = childChecks(input);
  if (checks === undefined) return undefined;
  const test: Check['test'] = (value, run) => {
    for (const check of checks) if (check().test(value, run)) return true;
    return false;
  };
  const choose = branchOfDiscriminator(input);
  return {
    test,
    report: (value, at, run) => {
      if (test(value, run)) return;
      addViolation(run, violationOfClause(input.clause, at, { branches: checks.length }));
      reportNearest(checks, { value, at, run, chosen: choose?.(value) });
    },
    mark: markMatching(checks),
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.3 */
export const compileOneOf: CompileKeyword = (input) => {
  const checks = childChecks(input);
  if (checks === undefined) return undefined;
  const choose = branchOfDiscriminator(input);
  return {
    test: (value, run) => {
      let count = 0;
      for (const check of checks) {
        if (check().test(value, run)) count += 1;
        if (count > 1) return false;
      }
      return count === 1;
    },
    report: (value, at, run) => {
      const matching = checks.filter((check) => check().test(value, run)).length;
      if (matching === 1) return;
      addViolation(run, violationOfClause(input.clause, at, { matching, branches: checks.length }));
      if (matching === 0) reportNearest(checks, { value, at, run, chosen: choose?.(value) });
    },
    mark: markMatching(checks),
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.4 */
export const compileNot: CompileKeyword = (input) => {
  const check = childCheck(input, input.clause.value);
  return {
    test: (value, run) => !check().test(value, run),
    report: (value, at, run) => {
      if (check().test(value, run)) addViolation(run, violationOfClause(input.clause, at, {}));
    },
  };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2 */
export const compileIf: CompileKeyword = (input) => {
  const condition = childCheck(input, input.clause.value);
  const consequence = branch(input.clauses.get('then'), input);
  const alternative = branch(input.clauses.get('else'), input);
  const next = (value: JsonValue, run: Run): LazyCheck | undefined => (condition().test(value, run) ? consequence : alternative);
  return {
    test: (value, run) => next(value, run)?.().test(value, run) ?? true,
    report: (value, at, run) => next(value, run)?.().report(value, at, run),
    mark: (value, run, marks) => {
      const holds = condition().test(value, run);
      if (holds) condition().mark?.(value, run, marks);
      (holds ? consequence : alternative)?.().mark?.(value, run, marks);
    },
  };
};

function branch(clause: Clause | undefined, input: Parameters<CompileKeyword>[0]): LazyCheck | undefined {
  return clause === undefined ? undefined : childCheck({ ...input, clause }, clause.value);
}

function markMatching(checks: readonly LazyCheck[]): Check['mark'] {
  return (value, run, marks) => {
    for (const check of checks) if (check().test(value, run)) check().mark?.(value, run, marks);
  };
}

interface BranchReport {
  readonly value: JsonValue;
  readonly at: string;
  readonly run: Run;
  /** The branch that a discriminator names, if there is one. */
  readonly chosen: number | undefined;
}

/** Beyond this many branches only the first ones are compared: the report must stay cheap on unions of hundreds. */
const MAX_COMPARED_BRANCHES = 40;

/** Of a union that refuses a value the reader wants to know what is wrong with the branch that was meant. */
function reportNearest(checks: readonly LazyCheck[], { value, at, run, chosen }: BranchReport): void {
  if (run.omitsBranches) return;
  const candidates = chosen === undefined ? checks.slice(0, MAX_COMPARED_BRANCHES) : checks.slice(chosen, chosen + 1);
  let nearest: readonly Violation[] = [];
  let smallest = Number.POSITIVE_INFINITY;
  for (const check of candidates) {
    const violations = violationsOf(check(), value, { at, run });
    const distance = distanceOf(violations, at, value);
    if (distance < smallest) [nearest, smallest] = [violations, distance];
  }
  for (const violation of nearest) addViolation(run, violation);
}

/** How far a branch is from what was meant: another type is farther than another constant, and that than a missing property. */
function distanceOf(violations: readonly Violation[], at: string, value: JsonValue): number {
  const isObject = isJsonObject(value);
  let distance = 0;
  for (const { keyword, instancePointer } of violations) {
    if (keyword === 'type' && instancePointer === at) distance += 1000;
    else if (keyword === 'const' || keyword === 'enum') distance += isObject && instancePointer !== at ? 20 : 5;
    else distance += 1;
  }
  return distance;
}
