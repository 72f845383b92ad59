import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Check, Compiler } from './check.js';
import { addViolation } from './check.js';
import type { Clauses } from './clauses.js';
import { clausesFromNode } from './clauses.js';
import {
  compileContains,
  compileItems,
  compileMaxItems,
  compileMinItems,
  compilePrefixItems,
  compileUniqueItems,
} from './keyword/array.js';
import type { CompileKeyword, KeywordInput } from './keyword/child.js';
import { compileAllOf, compileAnyOf, compileIf, compileNot, compileOneOf } from './keyword/combination.js';
import { compileExclusiveMaximum, compileExclusiveMinimum, compileMaximum, compileMinimum, compileMultipleOf } from './keyword/number.js';
import {
  compileDependentRequired,
  compileDependentSchemas,
  compileMaxProperties,
  compileMinProperties,
  compileRequired,
} from './keyword/object.js';
import { compileAdditionalProperties, compilePatternProperties, compileProperties, compilePropertyNames } from './keyword/properties.js';
import { compileDynamicReference, compileRecursiveReference, compileReference } from './keyword/reference.js';
import { compileFormat, compileMaxLength, compileMinLength, compilePattern } from './keyword/string.js';
import { compileConst, compileEnum, compileType } from './keyword/type.js';
import { compileUnevaluatedItems, compileUnevaluatedProperties } from './keyword/unevaluated.js';
import type { Node } from './node.js';
import { isKeywordAsserted } from './vocabulary.js';

/**
 * The check of one schema: closures over its own clauses. Subschemas and the targets of references are compiled when a value first
 * needs them, so the cost follows the values judged, not the size of the document.
 *
 * @param node - the schema
 * @param compiler - gives the checks of other nodes
 */
export function compileNode(node: Node, compiler: Compiler): Check {
  if (node.value === false) return refusal(node);
  const clauses = clausesFromNode(node);
  const checks = withUnevaluated(checksOfClauses(clauses, compiler), clauses, compiler);
  const combined = clauses.has('nullable') ? orNull(conjunction(checks)) : conjunction(checks);
  return isResourceStart(node) ? inScope(combined, node) : combined;
}

/** In the order in which they are tested: the cheap ones that most often refuse come first. */
const KEYWORDS: ReadonlyMap<string, CompileKeyword> = new Map<string, CompileKeyword>([
  ['type', compileType],
  ['const', compileConst],
  ['enum', compileEnum],
  ['minimum', compileMinimum],
  ['maximum', compileMaximum],
  ['exclusiveMinimum', compileExclusiveMinimum],
  ['exclusiveMaximum', compileExclusiveMaximum],
  ['multipleOf', compileMultipleOf],
  ['minLength', compileMinLength],
  ['maxLength', compileMaxLength],
  ['pattern', compilePattern],
  ['format', compileFormat],
  ['minItems', compileMinItems],
  ['maxItems', compileMaxItems],
  ['required', compileRequired],
  ['minProperties', compileMinProperties],
  ['maxProperties', compileMaxProperties],
  ['dependentRequired', compileDependentRequired],
  ['$ref', compileReference],
  ['$dynamicRef', compileDynamicReference],
  ['$recursiveRef', compileRecursiveReference],
  ['properties', compileProperties],
  ['patternProperties', compilePatternProperties],
  ['additionalProperties', compileAdditionalProperties],
  ['propertyNames', compilePropertyNames],
  ['prefixItems', compilePrefixItems],
  ['items', compileItems],
  ['contains', compileContains],
  ['uniqueItems', compileUniqueItems],
  ['allOf', compileAllOf],
  ['anyOf', compileAnyOf],
  ['oneOf', compileOneOf],
  ['not', compileNot],
  ['if', compileIf],
  ['dependentSchemas', compileDependentSchemas],
]);

const RANKS: ReadonlyMap<string, number> = new Map([...KEYWORDS.keys()].map((keyword, rank) => [keyword, rank]));

function checksOfClauses(clauses: Clauses, compiler: Compiler): readonly Check[] {
  const ranked: { readonly rank: number; readonly check: Check }[] = [];
  for (const clause of clauses.values()) {
    const compile = KEYWORDS.get(clause.keyword);
    if (compile === undefined || !isKeywordAsserted(clause)) continue;
    const check = compile({ clause, clauses, compiler });
    if (check !== undefined) ranked.push({ rank: RANKS.get(clause.keyword) ?? 0, check });
  }
  return ranked.sort((first, second) => first.rank - second.rank).map(({ check }) => check);
}

function withUnevaluated(checks: readonly Check[], clauses: Clauses, compiler: Compiler): readonly Check[] {
  const properties = clauses.get('unevaluatedProperties');
  const items = clauses.get('unevaluatedItems');
  if (properties === undefined && items === undefined) return checks;
  const input = (clause: KeywordInput['clause']): KeywordInput => ({ clause, clauses, compiler });
  const added = [
    ...(properties === undefined ? [] : [compileUnevaluatedProperties(input(properties), checks)]),
    ...(items === undefined ? [] : [compileUnevaluatedItems(input(items), checks)]),
  ];
  return [...checks, ...added];
}

function conjunction(checks: readonly Check[]): Check {
  const [first, second, third] = checks;
  if (first === undefined) return ACCEPTANCE;
  if (second === undefined) return first;
  return { test: conjunctionTest(checks, [first, second, third]), report: reportAll(checks), mark: markAll(checks) };
}

/** Loops over two or three closures cost more than the closures do. */
function conjunctionTest(checks: readonly Check[], [first, second, third]: readonly [Check, Check, Check | undefined]): Check['test'] {
  const [one, two, three] = [first.test, second.test, third?.test];
  if (three === undefined) return (value, run) => one(value, run) && two(value, run);
  if (checks.length === 3) return (value, run) => one(value, run) && two(value, run) && three(value, run);
  const rest = checks.slice(3).map((check) => check.test);
  return (value, run) => {
    if (!one(value, run) || !two(value, run) || !three(value, run)) return false;
    for (const test of rest) if (!test(value, run)) return false;
    return true;
  };
}

function reportAll(checks: readonly Check[]): Check['report'] {
  return (value, at, run) => {
    for (const check of checks) check.report(value, at, run);
  };
}

function markAll(checks: readonly Check[]): Check['mark'] {
  const marking = checks.filter((check) => check.mark !== undefined);
  if (marking.length === 0) return undefined;
  return (value, run, marks) => {
    for (const check of marking) check.mark?.(value, run, marks);
  };
}

/** OpenAPI 3.0 `nullable: true`, read leniently: `null` passes whatever else the schema says. */
function orNull(check: Check): Check {
  return {
    test: (value, run) => value === null || check.test(value, run),
    report: (value, at, run) => {
      if (value !== null) check.report(value, at, run);
    },
    mark: check.mark,
  };
}

function isResourceStart(node: Node): boolean {
  return node.resource.value === node.value && isJsonObject(node.value);
}

/** Dynamic references look at the resources on the way in. */
function inScope(check: Check, { resource }: Node): Check {
  const around =
    <Rest extends readonly unknown[], Result>(
      step: (value: JsonValue, ...rest: Rest) => Result,
      runOf: (rest: Rest) => { readonly scope: unknown[] },
    ) =>
    (value: JsonValue, ...rest: Rest): Result => {
      const { scope } = runOf(rest);
      if (scope.at(-1) === resource) return step(value, ...rest);
      scope.push(resource);
      const result = step(value, ...rest);
      scope.pop();
      return result;
    };
  return { test: around(check.test, ([run]) => run), report: around(check.report, ([, run]) => run), mark: check.mark };
}

const ACCEPTANCE: Check = { test: () => true, report: () => undefined };

function refusal(node: Node): Check {
  const violation = { keyword: 'false schema', schemaUri: node.resource.documentUri, schemaPointer: node.pointer, args: {} };
  return {
    test: () => false,
    report: (_value, at, run) => addViolation(run, { ...violation, instancePointer: at }),
  };
}
