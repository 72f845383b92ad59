import type { JsonValue } from '../base/json.js';
import type { Check, Compiler, Run } from './check.js';
import { compileNode } from './compile.js';
import type { Library, Node, Resource } from './node.js';
import { libraryOf, nodeFromSchema } from './node.js';
import type { Direction, Schema } from './schema.js';
import type { Violation } from './violation.js';

/** How a value is judged. */
export interface ValidateOptions {
  /** When given, `required` does not ask for members that do not travel that way. */
  readonly direction?: Direction | undefined;
  /** Default true. The official suite takes `format` as a remark. */
  readonly assertsFormat?: boolean | undefined;
}

/**
 * What is wrong with a value, at most fifty violations in the order of the schema; empty when it is valid. What the value does not need
 * of the schema is never compiled.
 *
 * @param schema - where it was written
 * @param value - any JSON value
 * @param options - the direction the value travels
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export function validate(schema: Schema, value: JsonValue, options: ValidateOptions = {}): readonly Violation[] {
  if (isValid(schema, value, options)) return [];
  const { check, run } = entryOf(schema, options);
  const own: Run = { ...run, referenceDepth: 0, referenceCount: 0, violations: [] };
  check.report(value, '', own);
  return own.violations;
}

/**
 * Whether a value is valid: the fast form of {@link validate}.
 *
 * @param schema - where it was written
 * @param value - any JSON value
 * @param options - the direction the value travels
 */
export function isValid(schema: Schema, value: JsonValue, options: ValidateOptions = {}): boolean {
  const { check, run } = entryOf(schema, options);
  run.referenceDepth = 0;
  run.referenceCount = 0;
  return check.test(value, run);
}

/**
 * Whether a value is valid by a node: for the rest of this room.
 *
 * @param node - any schema
 * @param value - any JSON value
 * @param options - the direction the value travels
 */
export function isValidByNode(node: Node, value: JsonValue, options: ValidateOptions): boolean {
  return compilerOf(node.resource.library, options).checkOfNode(node).test(value, freshRun(node.resource));
}

/**
 * The test of a node, for values that are judged by it again and again: for the rest of this room.
 *
 * @param node - any schema
 */
export function testOfNode(node: Node): (value: JsonValue) => boolean {
  const check = compilerOf(node.resource.library, {}).checkOfNode(node);
  const run = freshRun(node.resource);
  return (value) => {
    run.referenceDepth = 0;
    run.referenceCount = 0;
    return check.test(value, run);
  };
}

/**
 * What is wrong with a value by a node, a broken union told without what its branches say: for the rest of this room.
 *
 * @param node - any schema
 * @param value - any JSON value, as a rule an invalid one: whether it is valid is not looked at first
 * @param options - the direction the value travels
 * @returns in the order of the schema; empty when the value is valid
 */
export function ownViolations(node: Node, value: JsonValue, options: ValidateOptions): readonly Violation[] {
  const run: Run = { ...freshRun(node.resource), omitsBranches: true };
  compilerOf(node.resource.library, options).checkOfNode(node).report(value, '', run);
  return run.violations;
}

/** Where the evaluation of one schema begins. */
interface Entry {
  readonly check: Check;
  /** Used again by every call: judging is never interrupted by another call, and `isValid` is called too often to allocate. */
  readonly run: Run;
}

/** One cache per direction and treatment of formats, so that a call finds its entry with a single look-up. */
const ENTRIES: readonly WeakMap<Schema, Entry>[] = [0, 1, 2, 3, 4, 5].map(() => new WeakMap<Schema, Entry>());
const COMPILERS = new WeakMap<Library, Map<number, Compiler>>();

function entryOf(schema: Schema, options: ValidateOptions): Entry {
  const entries = ENTRIES[variantOf(options)];
  const known = entries?.get(schema);
  if (known !== undefined) return known;
  const node = nodeFromSchema(schema);
  const check = compilerOf(libraryOf(schema.documents), options).checkOfNode(node);
  const entry = { check, run: freshRun(node.resource) };
  entries?.set(schema, entry);
  return entry;
}

function variantOf({ direction, assertsFormat }: ValidateOptions): number {
  const way = direction === undefined ? 0 : direction === 'request' ? 1 : 2;
  return assertsFormat === false ? way + 3 : way;
}

function compilerOf(library: Library, options: ValidateOptions): Compiler {
  let compilers = COMPILERS.get(library);
  if (compilers === undefined) {
    compilers = new Map();
    COMPILERS.set(library, compilers);
  }
  const variant = variantOf(options);
  let compiler = compilers.get(variant);
  if (compiler === undefined) {
    compiler = newCompiler(options);
    compilers.set(variant, compiler);
  }
  return compiler;
}

function newCompiler({ direction, assertsFormat }: ValidateOptions): Compiler {
  const checks = new WeakMap<Node, Check>();
  const compiler: Compiler = {
    direction,
    assertsFormat: assertsFormat ?? true,
    checkOfNode: (node) => {
      let check = checks.get(node);
      if (check === undefined) {
        check = compileNode(node, compiler);
        checks.set(node, check);
      }
      return check;
    },
  };
  return compiler;
}

function freshRun(resource: Resource): Run {
  return { referenceDepth: 0, referenceCount: 0, scope: [resource], omitsBranches: false, violations: [] };
}
