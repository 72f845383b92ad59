import type { MessageArguments } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import type { Clause } from './clauses.js';
import type { Node, Resource } from './node.js';
import type { Direction } from './schema.js';
import type { Violation } from './violation.js';
import { violationOfClause } from './violation.js';

/** A compiled schema, or one compiled clause of it. */
export interface Check {
  /** Whether the value holds. Allocates nothing on the common path. */
  readonly test: (value: JsonValue, run: Run) => boolean;
  /** Puts every violation into the run; called when `test` said no, `at` being the pointer of the value. */
  readonly report: (value: JsonValue, at: string, run: Run) => void;
  /** Notes which members and items the clause has looked at; called when `test` said yes. */
  readonly mark?: ((value: JsonValue, run: Run, marks: Marks) => void) | undefined;
}

/** The state of one call of `validate` or `isValid`. */
export interface Run {
  /** References that are being followed right now, one within another. */
  referenceDepth: number;
  /** References followed in all. */
  referenceCount: number;
  /** The resources that were entered on the way, outermost first. */
  readonly scope: Resource[];
  /** A union that is broken is told alone, without what its nearest branch says. */
  readonly omitsBranches: boolean;
  violations: Violation[];
}

/** What in-place clauses have evaluated of one object or array. */
export interface Marks {
  hasAllProperties: boolean;
  hasAllItems: boolean;
  readonly properties: Set<string>;
  readonly items: Set<number>;
}

/** A schema that is compiled when it is first asked for. */
export type LazyCheck = () => Check;

/** What the compilers of clauses need of their surroundings. */
export interface Compiler {
  readonly direction: Direction | undefined;
  /** The official suite takes `format` as a remark; everybody else expects it to be checked. */
  readonly assertsFormat: boolean;
  /** The check of a node, compiled when it is first asked for. */
  checkOfNode(node: Node): Check;
}

/** More than this many violations of one value help nobody. */
export const MAX_VIOLATION_COUNT = 50;

/**
 * Notes a violation, unless there are enough.
 *
 * @param run - of this call
 * @param violation - to note
 */
export function addViolation(run: Run, violation: Violation): void {
  if (run.violations.length < MAX_VIOLATION_COUNT) run.violations.push(violation);
}

/**
 * A check with one yes or no and one violation.
 *
 * @param clause - that it stands for
 * @param test - whether the value holds
 * @param args - what the wording needs
 */
export function simpleCheck(clause: Clause, test: (value: JsonValue) => boolean, args: MessageArguments): Check {
  return {
    test,
    report: (value, at, run) => {
      if (!test(value)) addViolation(run, violationOfClause(clause, at, args));
    },
    mark: undefined,
  };
}

/**
 * The violations that a check reports, kept apart from those of the run.
 *
 * @param check - of a branch
 * @param value - judged
 * @param at - the value's pointer
 * @param run - of this call
 */
export function violationsOf(
  check: Check,
  value: JsonValue,
  { at, run }: { readonly at: string; readonly run: Run },
): readonly Violation[] {
  const outer = run.violations;
  const own: Violation[] = [];
  run.violations = own;
  check.report(value, at, run);
  run.violations = outer;
  return own;
}
