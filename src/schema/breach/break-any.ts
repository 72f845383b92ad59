import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import { madeNode, plainNode } from '../boundary/made-node.js';
import type { Breaker, Breaking, Candidate } from './breaking.js';
import { builtWithout } from './breaking.js';

/**
 * `type`, by values of all other types; where an object or list is meant, what comes near to one first: many servers look no further than that
 * a body is no scalar.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1
 */
export const breakType: Breaker = function* (breaking) {
  const names: readonly JsonValue[] = Array.isArray(breaking.clause.value) ? breaking.clause.value : [breaking.clause.value];
  const how = (type: string): string => `${withArticle(type)} instead of ${names.map((name) => withArticle(String(name))).join(' or ')}`;
  const isScalar = !names.includes('object') && !names.includes('array');
  const isOther = (type: string): boolean => !names.includes(type) && !(type === 'number' && names.includes('integer'));
  const others = shuffled((isScalar ? TYPES : STRUCTURES_FIRST).filter(isOther), breaking.random);
  const near = typeof breaking.value === 'number' ? breaking.value : 0;
  if (names.includes('integer') && !names.includes('number')) yield { value: near + 0.5, how: 'a fraction instead of an integer' };
  for (let round = 0; round < MAX_VALUES_PER_TYPE; round += 1) {
    for (const type of others) {
      const value = shuffled(VALUES_OF_TYPE[type] ?? [], breaking.random)[round];
      if (value !== undefined) yield { value, how: how(type) };
    }
  }
  for (const type of others) {
    const built = builtWithout(breaking, { type });
    if (built !== undefined) yield { value: built, how: how(type) };
  }
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2 */
export const breakEnum: Breaker = function* (breaking) {
  if (!Array.isArray(breaking.clause.value)) return;
  yield* otherThan(breaking, breaking.clause.value, 'not one of its enum');
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.3 */
export const breakConst: Breaker = (breaking) => otherThan(breaking, [breaking.clause.value], 'not its constant');

/** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.4 */
export const breakNot: Breaker = function* (breaking) {
  const { clause } = breaking;
  const refused = madeNode(clause.node, isJsonObject(clause.value) ? clause.value : { not: {} });
  const how = 'as its not forbids';
  const built = builtWithout(breaking, refused);
  if (built !== undefined) yield { value: built, how };
  for (const type of TYPES) {
    const ofType = builtWithout(breaking, refused, plainNode({ type }));
    if (ofType !== undefined) yield { value: ofType, how };
  }
};

/** Beside the list, near its values first. */
function* otherThan(breaking: Breaking, values: readonly JsonValue[], how: string): Generator<Candidate> {
  const { random } = breaking;
  for (const value of shuffled(values, random).slice(0, MAX_NEAR_COUNT)) for (const other of nearValues(value)) yield { value: other, how };
  const built = builtWithout(breaking, { not: { enum: [...values] } });
  if (built !== undefined) yield { value: built, how };
  for (const value of ANY_VALUES) yield { value, how };
}

const MAX_NEAR_COUNT = 3;

function nearValues(value: JsonValue): readonly JsonValue[] {
  if (typeof value === 'string') {
    const swapped = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
    return [swapped, `${value}x`, `${value} `, value.slice(0, -1), 'undeclared', ''];
  }
  if (typeof value === 'number') return [value + 1, value - 1, value + 0.5, -value];
  if (typeof value === 'boolean') return [!value];
  if (Array.isArray(value)) return [[...(value as readonly JsonValue[]), null], value.slice(0, -1)];
  if (isJsonObject(value)) return [{ ...value, undeclared: true }, Object.fromEntries(Object.entries(value).slice(1))];
  return [];
}

const TYPES = ['string', 'null', 'boolean', 'number', 'array', 'object'];
const STRUCTURES_FIRST = ['array', 'object', 'null', 'number', 'string', 'boolean'];

const MAX_VALUES_PER_TYPE = 3;
const VALUES_OF_TYPE: Readonly<Record<string, readonly JsonValue[]>> = {
  string: ['text', '1', ''],
  null: [null],
  boolean: [true, false],
  number: [0, 0.5, -1],
  array: [[], [null], ['text']],
  object: [{}, { undeclared: true }],
};

/** A few values of every type, for clauses that say what a value must be. */
export const ANY_VALUES: readonly JsonValue[] = ['text', '', null, true, false, 0, 0.5, -1, [], [null], {}, { undeclared: true }];

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/**
 * The items in another order, or as they are without chance.
 *
 * @param items - any list
 * @param random - `undefined` for the order as it is
 */
export function shuffled<Item>(items: readonly Item[], random: Random | undefined): readonly Item[] {
  if (random === undefined || items.length < 2) return items;
  const start = Math.floor(random.next() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
