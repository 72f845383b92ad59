import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { undeclaredName } from '../boundary/place-children.js';
import { buildValue, withMember } from '../boundary/reach.js';
import { madeNode, plainNode } from '../boundary/made-node.js';
import { isHidden } from '../hidden-property.js';
import { clausesNamed } from '../sample/facts.js';
import { declaredNames, memberNodes } from '../sample/members.js';
import { ANY_VALUES, shuffled } from './break-any.js';
import type { Breaker, Breaking } from './breaking.js';
import { builtWithout, objectAt, optionsOf } from './breaking.js';

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3 */
export const breakRequired: Breaker = function* (breaking) {
  const object = objectAt(breaking);
  if (object === undefined) return;
  for (const member of shuffled(textsIn(breaking.clause.value), breaking.random)) {
    const rest = without(object, member);
    yield { value: rest, how: 'missing', member };
    const filled = filledUp(rest, breaking, member);
    if (filled !== undefined) yield { value: filled, how: 'missing', member };
  }
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.4 */
export const breakDependentRequired: Breaker = function* (breaking) {
  const object = objectAt(breaking);
  if (object === undefined || !isJsonObject(breaking.clause.value)) return;
  for (const [because, names] of shuffled(Object.entries(breaking.clause.value), breaking.random)) {
    const needed = textsIn(names);
    for (const member of needed) {
      const others = [because, ...needed].filter((name) => name !== member);
      const full = withMembers(without(object, member), others, breaking);
      if (full !== undefined) yield { value: full, how: `missing beside ${because}`, member };
    }
  }
};

/** `additionalProperties: false` and `unevaluatedProperties: false`. */
export const breakUndeclared: Breaker = function* (breaking) {
  const object = objectAt(breaking);
  if (object === undefined) return;
  const name = undeclaredName(breaking.place.nodes);
  for (const value of shuffled(ANY_VALUES, breaking.random))
    yield { value: withMember(object, name, value), how: 'with an undeclared member' };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.4 */
export const breakPropertyNames: Breaker = function* (breaking) {
  const { clause, random } = breaking;
  const object = objectAt(breaking);
  if (object === undefined) return;
  const refused = madeNode(clause.node, { not: clause.value });
  const built = buildValue([refused, plainNode({ type: 'string', minLength: 1 })], optionsOf(breaking));
  for (const name of [...(typeof built === 'string' ? [built] : []), ...shuffled(ODD_NAMES, random)]) {
    const full = withMembers(object, [name], breaking);
    if (full !== undefined) yield { value: full, how: 'with a member of a forbidden name' };
  }
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.2 */
export const breakMinProperties: Breaker = function* (breaking) {
  const limit = breaking.clause.value;
  const object = objectAt(breaking);
  if (typeof limit !== 'number' || object === undefined) return;
  const how = `with fewer than ${limit} ${limit === 1 ? 'member' : 'members'}`;
  const required = new Set(clausesNamed(breaking.place.nodes, 'required').flatMap(({ value }) => textsIn(value)));
  const entries = Object.entries(object);
  const kept = [...entries.filter(([name]) => required.has(name)), ...entries.filter(([name]) => !required.has(name))];
  yield { value: Object.fromEntries(kept.slice(0, Math.max(0, limit - 1))), how };
  yield { value: Object.fromEntries(kept.filter(([name]) => required.has(name))), how };
  const built = builtWithout(breaking, { type: 'object', maxProperties: limit - 1 });
  if (built !== undefined) yield { value: built, how };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.1 */
export const breakMaxProperties: Breaker = function* (breaking) {
  const limit = breaking.clause.value;
  if (typeof limit !== 'number' || limit >= MAX_MEMBER_COUNT) return;
  const how = `with more than ${limit} ${limit === 1 ? 'member' : 'members'}`;
  const object = objectAt(breaking) ?? {};
  const grown = grownTo(object, limit + 1, breaking);
  if (grown !== undefined) yield { value: grown, how };
  const built = builtWithout(breaking, { type: 'object', minProperties: limit + 1 });
  if (built !== undefined) yield { value: built, how };
};

const MAX_MEMBER_COUNT = 1_000;
const ODD_NAMES = ['undeclared', 'Undeclared name!', '', ' ', '0', '$', '\u00e9', 'a'.repeat(65), 'a'.repeat(257)];

function textsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([member]) => member !== name));
}

/** With the members that are missing of some, each as its schemas say; `undefined` when one cannot be made. */
function withMembers(object: JsonObject, names: readonly string[], breaking: Breaking): JsonObject | undefined {
  let full: JsonObject = object;
  for (const name of names) {
    if (Object.hasOwn(full, name)) continue;
    const member = memberFor(breaking, name);
    if (member === undefined) return undefined;
    full = withMember(full, name, member) as JsonObject;
  }
  return full;
}

function memberFor(breaking: Breaking, name: string): JsonValue | undefined {
  const nodes = memberNodes(breaking.place, name);
  const { direction } = breaking;
  if (direction !== undefined && nodes.some((node) => isHidden(node, direction))) return undefined;
  return buildValue(nodes, optionsOf(breaking));
}

/** As many members as before, so that what counts them still holds. */
function filledUp(object: JsonObject, breaking: Breaking, missing: string): JsonObject | undefined {
  if (clausesNamed(breaking.place.nodes, 'minProperties').length === 0) return undefined;
  return grownTo(object, Object.keys(object).length + 1, breaking, missing);
}

function grownTo(object: JsonObject, count: number, breaking: Breaking, avoided?: string): JsonObject | undefined {
  let grown = object;
  for (const name of [...declaredNames(breaking.place), ...inventedNames(count)]) {
    if (Object.keys(grown).length >= count) break;
    if (name !== avoided && !Object.hasOwn(grown, name)) grown = withMembers(grown, [name], breaking) ?? grown;
  }
  return Object.keys(grown).length >= count ? grown : undefined;
}

function* inventedNames(count: number): Generator<string> {
  for (let index = 1; index <= count + 5; index += 1) yield `property${index}`;
}
