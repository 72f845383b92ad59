import type { JsonValue } from '../../base/json.js';
import type { Check, Run } from '../check.js';
import { addViolation } from '../check.js';
import type { Clause } from '../clauses.js';
import { rulesOfDialect } from '../dialect-rules.js';
import { partNode } from '../hidden-property.js';
import type { Node, Resource } from '../node.js';
import { dynamicAnchor, resolveReference } from '../reference.js';
import { violationOfClause } from '../violation.js';
import type { CompileKeyword } from './child.js';

/** References within references; a value nested deeper than this is refused before the stack ends. */
const MAX_REFERENCE_DEPTH = 400;
/** References followed for one value, some seconds of work: unions of recursive branches can ask for exponentially many. */
const MAX_REFERENCE_COUNT = 5_000_000;

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.1 */
export const compileReference: CompileKeyword = ({ clause, compiler }) => {
  const reference = clause.value;
  if (typeof reference !== 'string') return undefined;
  let target: Node | undefined | null = null;
  const find = (): Node | undefined => {
    if (target === null) target = resolveReference(clause.node, reference);
    return target;
  };
  let check: Check | undefined;
  return guardedReference(clause, {
    reference,
    find,
    check: (node) => {
      check ??= compiler.checkOfNode(partNode(clause.node, node, compiler.direction));
      return check;
    },
  });
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.2 */
export const compileDynamicReference: CompileKeyword = ({ clause, compiler }) => {
  const reference = clause.value;
  if (typeof reference !== 'string') return undefined;
  const find = (run: Run): Node | undefined => {
    const initial = resolveReference(clause.node, reference);
    const name = reference.slice(reference.indexOf('#') + 1);
    if (initial === undefined || name.startsWith('/') || dynamicAnchor(initial.resource, name) !== initial) return initial;
    return outermost(run, (resource) => dynamicAnchor(resource, name)) ?? initial;
  };
  return guardedReference(clause, { reference, find, check: (node) => compiler.checkOfNode(node) });
};

/** @see https://json-schema.org/draft/2019-09/json-schema-core#rfc.section.8.2.4.2 */
export const compileRecursiveReference: CompileKeyword = ({ clause, compiler }) => {
  const find = (run: Run): Node | undefined => {
    const initial = resolveReference(clause.node, '#');
    if (initial === undefined || !isRecursiveAnchor(initial.resource)) return initial;
    const found = outermost(run, (resource) =>
      isRecursiveAnchor(resource) ? resolveReference(resourceStart(resource, clause.node), '#') : undefined,
    );
    return found ?? initial;
  };
  return guardedReference(clause, { reference: '#', find, check: (node) => compiler.checkOfNode(node) });
};

interface Target {
  readonly reference: string;
  readonly find: (run: Run) => Node | undefined;
  readonly check: (node: Node) => Check;
}

/** A reference that ends: one that comes back to itself at the same value, or nests or repeats without bound, does not hold. */
function guardedReference(clause: Clause, target: Target): Check {
  // The value being judged behind this reference right now. A value inside itself cannot be, so meeting it again is a loop.
  let active: JsonValue | undefined;
  const follow = <Result>(value: JsonValue, run: Run, step: (check: Check) => Result, broken: (reason: string) => Result): Result => {
    const node = target.find(run);
    if (node === undefined) return broken('unresolved');
    if (active === value) return broken('loop');
    if (run.referenceDepth >= MAX_REFERENCE_DEPTH || run.referenceCount >= MAX_REFERENCE_COUNT) return broken('depth');
    const outer = active;
    const isElsewhere = node.resource !== run.scope.at(-1);
    active = value;
    run.referenceDepth += 1;
    run.referenceCount += 1;
    if (isElsewhere) run.scope.push(node.resource);
    const result = step(target.check(node));
    if (isElsewhere) run.scope.pop();
    run.referenceDepth -= 1;
    active = outer;
    return result;
  };
  return {
    test: (value, run) => {
      const node = target.find(run);
      if (node === undefined || active === value) return false;
      if (run.referenceDepth >= MAX_REFERENCE_DEPTH || run.referenceCount >= MAX_REFERENCE_COUNT) return false;
      const outer = active;
      const isElsewhere = node.resource !== run.scope[run.scope.length - 1];
      active = value;
      run.referenceDepth += 1;
      run.referenceCount += 1;
      if (isElsewhere) run.scope.push(node.resource);
      const holds = target.check(node).test(value, run);
      if (isElsewhere) run.scope.pop();
      run.referenceDepth -= 1;
      active = outer;
      return holds;
    },
    report: (value, at, run) => {
      follow(
        value,
        run,
        (check) => check.report(value, at, run),
        (reason) => addViolation(run, violationOfClause(clause, at, { reference: target.reference, reason })),
      );
    },
    mark: (value, run, marks) => {
      follow(
        value,
        run,
        (check) => check.mark?.(value, run, marks),
        () => undefined,
      );
    },
  };
}

function outermost(run: Run, find: (resource: Resource) => Node | undefined): Node | undefined {
  for (const resource of run.scope) {
    const node = find(resource);
    if (node !== undefined) return node;
  }
  return undefined;
}

function isRecursiveAnchor(resource: Resource): boolean {
  const { value } = resource;
  return (
    rulesOfDialect(resource.dialect).draft === 2019 &&
    typeof value === 'object' &&
    value !== null &&
    '$recursiveAnchor' in value &&
    value.$recursiveAnchor === true
  );
}

function resourceStart(resource: Resource, near: Node): Node {
  return { ...near, value: resource.value, resource, pointer: resource.pointer, dialect: resource.dialect };
}
