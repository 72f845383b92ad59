import type { JsonValue } from '../../base/json.js';
import { lengthenedList } from '../boundary/lengthened-list.js';
import { madeNode } from '../boundary/made-node.js';
import { clausesFromNode } from '../clauses.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { clausesNamed } from '../sample/facts.js';
import { isValidByNode } from '../validate.js';
import { ANY_VALUES } from './break-any.js';
import type { Breaker, Breaking, Candidate } from './breaking.js';
import { builtWithout, listAt, optionsOf } from './breaking.js';

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.2 */
export const breakMinItems: Breaker = function* (breaking) {
  const limit = breaking.clause.value;
  if (typeof limit !== 'number') return;
  const how = `with fewer than ${limit} ${limit === 1 ? 'item' : 'items'}`;
  const items = listAt(breaking) ?? [];
  const drawn = breaking.random === undefined ? limit - 1 : Math.floor(breaking.random.next() * limit);
  for (const length of [drawn, limit - 1, 0]) yield { value: items.slice(0, length), how };
  const built = builtWithout(breaking, { type: 'array', maxItems: limit - 1 });
  if (built !== undefined) yield { value: built, how };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.1 */
export const breakMaxItems: Breaker = function* (breaking) {
  const limit = breaking.clause.value;
  if (typeof limit !== 'number' || limit >= MAX_MADE_LENGTH) return;
  const how = `with more than ${limit} ${limit === 1 ? 'item' : 'items'}`;
  const items = lengthened(listAt(breaking) ?? [], limit + 1, breaking);
  if (items !== undefined) yield { value: items, how };
  if (limit < MAX_BUILT_LENGTH) {
    const built = builtWithout(breaking, { type: 'array', minItems: limit + 1 });
    if (built !== undefined) yield { value: built, how };
  }
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.3 */
export const breakUniqueItems: Breaker = function* (breaking) {
  const how = 'with the same item twice';
  const items = lengthened(listAt(breaking) ?? [], 1, breaking) ?? [];
  const [first] = items;
  if (first === undefined) return;
  yield { value: [...items, first], how };
  yield { value: [first, first], how };
  const last = items.at(-1) ?? first;
  yield { value: [...items.slice(0, -2), last, last], how };
  for (const value of ANY_VALUES) yield { value: [value, value], how };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1.3 */
export const breakContains: Breaker = function* (breaking) {
  const [first, ...others] = listsWithNone(breaking);
  const [crowded] = listsWithTooMany(breaking);
  if (first !== undefined) yield first;
  if (crowded !== undefined) yield crowded;
  yield* others;
};

function* listsWithNone(breaking: Breaking): Generator<Candidate> {
  const { clause, direction } = breaking;
  const how = 'without what it must contain';
  const wanted = childNode(clause, clause.value);
  const items = listAt(breaking) ?? [];
  const others = items.filter((item) => !isValidByNode(wanted, item, { direction }));
  yield { value: others, how };
  const [other] = lengthened([], 1, breaking, [madeNode(clause.node, { not: clause.value })]) ?? [];
  if (other !== undefined) yield { value: items.map((item) => (others.includes(item) ? item : other)), how };
  yield { value: [], how };
}

function* listsWithTooMany(breaking: Breaking): Generator<Candidate> {
  const { clause, direction } = breaking;
  const wanted = childNode(clause, clause.value);
  const most = clausesFromNode(clause.node).get('maxContains')?.value;
  if (typeof most !== 'number' || most >= MAX_BUILT_LENGTH) return;
  const items = listAt(breaking) ?? [];
  const count = items.filter((item) => isValidByNode(wanted, item, { direction })).length;
  const more = lengthened(items, items.length + most + 1 - count, breaking, [wanted]);
  if (more !== undefined) yield { value: more, how: `with more than ${most} of what it may contain` };
}

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-11.2 */
export const breakUnevaluatedItems: Breaker = function* (breaking) {
  const spoken = Math.max(
    0,
    ...clausesNamed(breaking.place.nodes, 'prefixItems').map(({ value }) => (Array.isArray(value) ? value.length : 0)),
  );
  const items = listAt(breaking) ?? [];
  const longer = lengthened(items, Math.min(spoken, MAX_BUILT_LENGTH), breaking) ?? items;
  for (const value of ANY_VALUES) yield { value: [...longer, value], how: 'with an item too many' };
};

const MAX_MADE_LENGTH = 5_000;
/** Longer lists are not built item by item. */
const MAX_BUILT_LENGTH = 200;

function lengthened(
  items: readonly JsonValue[],
  length: number,
  breaking: Breaking,
  more: readonly Node[] = [],
): readonly JsonValue[] | undefined {
  return lengthenedList(items, { length, more, place: breaking.place, options: optionsOf(breaking) });
}
