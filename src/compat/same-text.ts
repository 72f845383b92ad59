import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { DocumentNode } from '../contract/openapi/reading.js';
import { childNode } from '../contract/openapi/reading.js';
import { targetOf } from '../contract/openapi/reference.js';
import { isEqualJson } from '../schema/equality.js';
import type { DocumentSet } from '../schema/schema.js';
import { isSameDeadEnd } from './dead-end.js';
import type { Sides } from './sides.js';

/** Whether two parts of documents are written alike but for remarks, with all that their references lead to. */
export type SameText = (older: DocumentNode, newer: DocumentNode) => boolean;

/**
 * A comparison of texts that remembers which pairs of references it has been through: most of two versions is the same, and is passed over
 * without being read. The order of members does not count, that of items does. References are no deeper nesting here but pairs of their
 * own, settled together: whatever leads to a difference is different, the rest is the same.
 *
 * @param older - the documents of the one version
 * @param newer - those of the other
 * @returns `false` too where it is not known, as for references by anchor; what leads nowhere in both by the same words is the same
 */
export function compareTexts(older: DocumentSet, newer: DocumentSet): SameText {
  const answers = new Map<string, boolean>();
  const targets: Targets = [new Map(), new Map()];
  const ask: SameText = (left, right) => {
    const asked = { older, newer, targets, next: new Map<string, Pair>() };
    if (!isSame(asked, left, right)) return false;
    settle(asked, answers);
    return [...asked.next.keys()].every((key) => answers.get(key) === true);
  };
  return remembered(ask);
}

/** The same parts are asked about for each of their uses. What a map of names holds is read otherwise than the same object elsewhere. */
function remembered(ask: SameText): SameText {
  const known = new WeakMap<object, WeakMap<object, boolean>>();
  return (left, right) => {
    const [older, newer] = [left.value, right.value];
    if (!isJsonObject(older) || !isJsonObject(newer) || NAME_MAPS.has(lastToken(left.pointer))) return ask(left, right);
    const byNewer = known.get(older) ?? new WeakMap<object, boolean>();
    known.set(older, byNewer);
    const answer = byNewer.get(newer) ?? ask(left, right);
    byNewer.set(newer, answer);
    return answer;
  };
}

/** Where two references lead. */
type Pair = readonly [older: DocumentNode, newer: DocumentNode];

type Target = ReturnType<typeof targetOf>;

/** Where references lead, by the document they stand in and their text; of each version. */
type Targets = Sides<Map<string, Target>>;

/** One walk through text up to its references. */
interface Walk {
  readonly older: DocumentSet;
  readonly newer: DocumentSet;
  readonly targets: Targets;
  /** The references that were met, by their places. */
  readonly next: Map<string, Pair>;
}

/** Answers all pairs that can be reached. */
function settle(asked: Walk, answers: Map<string, boolean>): void {
  const waiting = [...asked.next];
  const leadingTo = new Map<string, string[]>();
  const different: string[] = [];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const [key, [left, right]] = entry;
    if (answers.has(key)) continue;
    const walk = { ...asked, next: new Map<string, Pair>() };
    answers.set(key, true);
    if (!isSame(walk, left, right)) {
      different.push(key);
      continue;
    }
    for (const [name, pair] of walk.next) {
      if (answers.get(name) === false) different.push(key);
      const before = leadingTo.get(name);
      if (before === undefined) leadingTo.set(name, [key]);
      else before.push(key);
      if (!answers.has(name)) waiting.push([name, pair]);
    }
  }
  for (let key = different.pop(); key !== undefined; key = different.pop()) {
    if (answers.get(key) === false) continue;
    answers.set(key, false);
    different.push(...(leadingTo.get(key) ?? []));
  }
}

function isSame(walk: Walk, left: DocumentNode, right: DocumentNode): boolean {
  const [older, newer] = [left.value, right.value];
  if (typeof older !== 'object' || older === null || typeof newer !== 'object' || newer === null) return older === newer;
  if (Array.isArray(older) || Array.isArray(newer)) return isSameList(walk, left, right);
  if (!isSameObject(walk, left, right)) return false;
  // References with other words beside them are the same when both the words and the targets are.
  return !isReference(older) || isNoted(walk, left, right);
}

function isSameList(walk: Walk, left: DocumentNode, right: DocumentNode): boolean {
  const { value: older } = left;
  const { value: newer } = right;
  if (!Array.isArray(older) || !Array.isArray(newer) || older.length !== newer.length) return false;
  return older.every((_item, index) => isSame(walk, childNode(left, index), childNode(right, index)));
}

function isSameObject(walk: Walk, left: DocumentNode, right: DocumentNode): boolean {
  const older = left.value as JsonObject;
  const newer = right.value as JsonObject;
  const [names, others] = [tellingNames(left, older), tellingNames(right, newer)];
  if (names.length !== others.length || !names.every((name) => Object.hasOwn(newer, name))) return false;
  const isLink = isReference(older) && isReference(newer);
  return names.every((name) => {
    if (isLink && name === '$ref') return true;
    const [before = null, after = null] = [older[name], newer[name]];
    if (DATA.has(name) && !NAME_MAPS.has(lastToken(left.pointer))) return isEqualJson(before, after);
    if (typeof before === 'string' && before !== after && lastToken(left.pointer) === 'mapping')
      return isSameMapping(walk, [left, right], name);
    return isSame(walk, childNode(left, name), childNode(right, name));
  });
}

/** Those of an object that are more than remarks. Where members are named by users, `description` is a name like any other. */
function tellingNames({ pointer }: DocumentNode, value: JsonObject): readonly string[] {
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  if (!names.some((name) => REMARKS.has(name)) || NAME_MAPS.has(lastToken(pointer))) return names;
  return names.filter((name) => !REMARKS.has(name));
}

function lastToken(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** The values of a discriminator's mapping lead somewhere without being called `$ref`. */
function isSameMapping(walk: Walk, [left, right]: Pair, name: string): boolean {
  const [before, after] = [left, right].map((node) => childNode(node, name));
  if (before === undefined || after === undefined || typeof after.value !== 'string') return false;
  const reference = (node: DocumentNode): DocumentNode => {
    const text = String(node.value);
    return { ...node, value: { $ref: /[/#.]/.test(text) ? text : `#/components/schemas/${text}` } };
  };
  return isNoted(walk, reference(before), reference(after));
}

function isNoted(walk: Walk, left: DocumentNode, right: DocumentNode): boolean {
  const older = knownTarget(walk.targets[0], walk.older, left);
  const newer = knownTarget(walk.targets[1], walk.newer, right);
  if (older === undefined && newer === undefined) return isSameDeadEnd(walk, [left, right]);
  if (older === undefined || newer === undefined || older === 'circular' || newer === 'circular') return false;
  walk.next.set(`${older.uri}#${older.pointer} ${newer.uri}#${newer.pointer}`, [older, newer]);
  return true;
}

/** The same reference stands in a document as often as a component is used. */
function knownTarget(targets: Map<string, Target>, documents: DocumentSet, node: DocumentNode): Target {
  const reference = isJsonObject(node.value) ? node.value['$ref'] : undefined;
  const key = `${node.uri} ${String(reference)}`;
  if (targets.has(key)) return targets.get(key);
  const target = targetOf(documents, node);
  targets.set(key, target);
  return target;
}

function isReference(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value['$ref'] === 'string';
}

const REMARKS: ReadonlySet<string> = new Set(['description', 'summary', 'title', '$comment', 'example', 'examples', 'externalDocs']);
/** What stands in there is data, and `description` in it no remark. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default']);
const NAME_MAPS: ReadonlySet<string> = new Set(
  (
    'properties patternProperties $defs definitions dependentSchemas dependencies schemas headers responses parameters requestBodies ' +
    'securitySchemes links callbacks pathItems encoding variables mapping scopes content messages channels operations'
  ).split(' '),
);
