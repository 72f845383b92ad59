import { InputError } from '../../base/errors.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, tokensFromPointer } from '../../base/json-pointer.js';
import { textFromPlace } from '../../base/place.js';
import { positionsInText } from '../../contract/position.js';

/** What is wrong with a file, and where in it. */
export interface PactProblem {
  readonly pointer: string;
  /** A clause without a full stop. */
  readonly problem: string;
}

/** A value on its way from a file, with its place; all that is wrong goes to one list. */
export interface PactNode {
  readonly value: JsonValue | undefined;
  readonly pointer: string;
  readonly problems: PactProblem[];
}

/** The member of an object; without a value when there is none. */
export function member(node: PactNode, name: string): PactNode {
  const value = isJsonObject(node.value) && Object.hasOwn(node.value, name) ? node.value[name] : undefined;
  return { value, pointer: appendToken(node.pointer, name), problems: node.problems };
}

/** The items of a list; none when it is absent, a problem when it is something else. */
export function items(node: PactNode): readonly PactNode[] {
  if (node.value === undefined || node.value === null) return [];
  if (!Array.isArray(node.value)) {
    refuse(node, 'a list belongs here');
    return [];
  }
  return node.value.map((value: JsonValue, index) => ({ value, pointer: appendToken(node.pointer, index), problems: node.problems }));
}

/** The members of an object in its order; none when it is absent, a problem when it is something else. */
export function members(node: PactNode): readonly (readonly [name: string, node: PactNode])[] {
  return Object.keys(objectOf(node)).map((name) => [name, member(node, name)] as const);
}

/** An object; an empty one when it is absent, and a problem when it is something else. */
export function objectOf(node: PactNode): JsonObject {
  if (isJsonObject(node.value)) return node.value;
  if (node.value !== undefined && node.value !== null) refuse(node, 'an object belongs here');
  return {};
}

/** A text that must be there. */
export function textOf(node: PactNode): string {
  if (typeof node.value === 'string') return node.value;
  // What is not there has the place of its owner.
  const name = tokensFromPointer(node.pointer).join('.');
  refuse(node, node.value === undefined ? `${name} is missing: a text belongs there` : 'a text belongs here');
  return '';
}

/** A text that may be absent. */
export function optionalText(node: PactNode): string | undefined {
  return node.value === undefined || node.value === null ? undefined : textOf(node);
}

/** A count that may be absent. */
export function optionalCount(node: PactNode): number | undefined {
  if (node.value === undefined || node.value === null) return undefined;
  if (typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= 0) return node.value;
  refuse(node, 'a count belongs here');
  return undefined;
}

/** Notes what is wrong. */
export function refuse(node: PactNode, problem: string): void {
  if (node.problems.length < MAX_PROBLEM_COUNT) node.problems.push({ pointer: node.pointer, problem });
}

/**
 * The error of a file with problems: the first one, with its place, and the others below it.
 *
 * @param problems - at least one
 * @param source - `text` is what places are looked up in; without it the error has pointers only
 */
export function errorFromProblems(
  code: 'E_PACT_INVALID' | 'E_ENVIRONMENT_INVALID',
  problems: readonly PactProblem[],
  { file, text }: { readonly file: string; readonly text: string | undefined },
): InputError {
  const positions =
    text === undefined
      ? undefined
      : positionsInText(
          text,
          problems.map((problem) => problem.pointer),
        );
  const [first, ...others] = problems.map((problem) => ({
    ...problem,
    at: { file, pointer: problem.pointer, ...positions?.get(problem.pointer) },
  }));
  const more = others.map((other) => `${textFromPlace(other.at)} ${other.problem}`);
  return new InputError({ code, at: first?.at, args: { problem: first?.problem, more } });
}

const MAX_PROBLEM_COUNT = 20;
