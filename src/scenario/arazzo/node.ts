import type { NamesNearby } from '../../base/did-you-mean.js';
import { didYouMean, namesNearby } from '../../base/did-you-mean.js';
import { msFromDuration } from '../../base/duration.js';
import { appendToken } from '../../base/json-pointer.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/** One thing that is wrong with a document: a clause, and where. */
export interface ArazzoProblem extends NamesNearby {
  readonly pointer: string;
  readonly problem: string;
}

/** A value of a document where it stands; `value` is `undefined` when nothing is there. All nodes of a document share `problems`. */
export interface ArazzoNode {
  readonly value: JsonValue | undefined;
  readonly pointer: string;
  readonly problems: ArazzoProblem[];
}

/**
 * Notes what is wrong at a node; reading goes on.
 *
 * @param node - where
 * @param problem - a clause
 * @param nearby - the word that was likely meant, or those there are
 */
export function report(node: ArazzoNode, problem: string, nearby: NamesNearby = {}): void {
  node.problems.push({ pointer: node.pointer, problem, ...nearby });
}

/**
 * The object of a node; an empty one, noted, when it is something else. What is absent is empty, too.
 *
 * @param node - anywhere
 */
export function objectOf(node: ArazzoNode): JsonObject {
  if (isJsonObject(node.value)) return node.value;
  if (node.value !== undefined) report(node, 'must be an object');
  return {};
}

/**
 * A member of an object, there or not.
 *
 * @param node - anywhere
 * @param name - of the member
 */
export function memberOf(node: ArazzoNode, name: string): ArazzoNode {
  const value = isJsonObject(node.value) && Object.hasOwn(node.value, name) ? node.value[name] : undefined;
  return { value, pointer: appendToken(node.pointer, name), problems: node.problems };
}

/**
 * The members of a map, in their order.
 *
 * @param node - an object, or nothing
 */
export function membersOf(node: ArazzoNode): readonly (readonly [name: string, node: ArazzoNode])[] {
  return Object.keys(objectOf(node)).map((name) => [name, memberOf(node, name)] as const);
}

/**
 * The items of a list, in their order; none, noted, when it is no list.
 *
 * @param node - a list, or nothing
 */
export function itemsOf(node: ArazzoNode): readonly ArazzoNode[] {
  const { value, pointer, problems } = node;
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    report(node, 'must be a list');
    return [];
  }
  return (value as readonly JsonValue[]).map((item, index) => ({ value: item, pointer: appendToken(pointer, index), problems }));
}

/**
 * The text of a node; `undefined` when nothing is there, or, noted, something else.
 *
 * @param node - anywhere
 */
export function textOf(node: ArazzoNode): string | undefined {
  if (typeof node.value === 'string') return node.value;
  if (node.value !== undefined) report(node, 'must be a text');
  return undefined;
}

/**
 * The text of a member that must be there; `''`, noted, when it is not.
 *
 * @param node - an object
 * @param name - of the member
 */
export function requiredText(node: ArazzoNode, name: string): string {
  const member = memberOf(node, name);
  if (member.value === undefined) {
    objectOf(node);
    report(node, `the key "${name}" is missing`);
  }
  return textOf(member) ?? '';
}

/**
 * The number of a node within bounds, or `undefined`, noted when something else is there.
 *
 * @param node - anywhere
 * @param bounds - both ends allowed
 */
export function numberOf(
  node: ArazzoNode,
  bounds: { readonly least: number; readonly most: number; readonly isWhole: boolean },
): number | undefined {
  const { value } = node;
  if (value === undefined) return undefined;
  const { least, most, isWhole } = bounds;
  if (typeof value === 'number' && value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  report(node, `must be a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`);
  return undefined;
}

/**
 * The duration of a node in ms, or `undefined`, noted when something else is there.
 *
 * @param node - anywhere
 */
export function durationOf(node: ArazzoNode): number | undefined {
  const { value } = node;
  if (value === undefined) return undefined;
  const lengthMs = typeof value === 'string' ? msFromDuration(value) : undefined;
  if (lengthMs === undefined || lengthMs > MAX_DURATION_MS) report(node, 'must be a duration like 500ms, 30s or 5m, up to 31 days');
  return lengthMs;
}

/**
 * One word of several, or `undefined`, noted when something else is there.
 *
 * @param node - anywhere
 * @param choices - the words
 */
export function choiceOf<Word extends string>(node: ArazzoNode, choices: readonly Word[]): Word | undefined {
  if (node.value === undefined) return undefined;
  const found = choices.find((choice) => choice === node.value);
  if (found === undefined) report(node, `must be one of ${choices.join(', ')}`, { suggestion: didYouMean(String(node.value), choices) });
  return found;
}

/**
 * Notes the keys of an object that nobody knows. Extensions are let through, unless they look like one of ours.
 *
 * @param node - an object
 * @param names - the keys there are, our own extensions among them
 */
export function knownKeys(node: ArazzoNode, names: readonly string[]): void {
  for (const name of Object.keys(objectOf(node))) {
    if (names.includes(name)) continue;
    const nearby = namesNearby(name, names);
    if (name.startsWith('x-') && nearby.suggestion === undefined) continue;
    report(memberOf(node, name), `unknown key "${name}"`, nearby);
  }
}

const MAX_DURATION_MS = 31 * 24 * 3_600_000;
