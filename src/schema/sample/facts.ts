import type { JsonValue } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { isEqualJson } from '../equality.js';
import type { Node } from '../node.js';
import type { NumberFacts } from './number-candidates.js';
import type { TextFacts } from './text-candidates.js';

/**
 * All clauses of one keyword in schemas that hold together.
 *
 * @param nodes - of a way
 * @param keyword - by its 2020-12 name
 */
export function clausesNamed(nodes: readonly Node[], keyword: string): readonly Clause[] {
  let index = INDEXES.get(nodes);
  if (index === undefined) {
    index = indexOfClauses(nodes);
    INDEXES.set(nodes, index);
  }
  return index.get(keyword) ?? NONE;
}

const NONE: readonly Clause[] = [];
/** One way is asked for dozens of keywords. */
const INDEXES = new WeakMap<readonly Node[], ReadonlyMap<string, readonly Clause[]>>();

function indexOfClauses(nodes: readonly Node[]): ReadonlyMap<string, readonly Clause[]> {
  const index = new Map<string, Clause[]>();
  for (const node of nodes) {
    for (const [keyword, clause] of clausesFromNode(node)) {
      const list = index.get(keyword);
      if (list === undefined) index.set(keyword, [clause]);
      else list.push(clause);
    }
  }
  return index;
}

/**
 * The values that `enum` and `const` leave, or `undefined` when neither is there.
 *
 * @param nodes - of a way
 */
export function allowedValues(nodes: readonly Node[]): readonly JsonValue[] | undefined {
  const lists = [
    ...clausesNamed(nodes, 'const').map(({ value }) => [value]),
    ...clausesNamed(nodes, 'enum').flatMap(({ value }): readonly (readonly JsonValue[])[] => (Array.isArray(value) ? [value] : [])),
  ];
  const [first, ...others] = lists;
  return first?.filter((value) => others.every((list) => list.some((other) => isEqualJson(value, other))));
}

/**
 * The types a value may have, likely ones first, `null` last. Without `type` those come first that other keywords speak of.
 *
 * @param nodes - of a way
 */
export function allowedTypes(nodes: readonly Node[]): readonly string[] {
  let allowed: readonly string[] | undefined;
  for (const { value } of clausesNamed(nodes, 'type')) {
    const names = (Array.isArray(value) ? value : [value]).filter(
      (name): name is string => typeof name === 'string' && TYPES.includes(name),
    );
    if (names.length > 0) allowed = allowed === undefined ? names : commonTypes(allowed, names);
  }
  const ordered = allowed ?? [...spokenTypes(nodes), ...TYPES];
  return [...new Set([...ordered.filter((type) => type !== 'null'), ...ordered.filter((type) => type === 'null')])];
}

/**
 * What is said of a number.
 *
 * @param nodes - of a way
 * @param isInteger - when only whole numbers will do
 */
export function numberFacts(nodes: readonly Node[], isInteger: boolean): NumberFacts {
  const formats = clausesNamed(nodes, 'format').map(({ value }) => value);
  const int32 = formats.includes('int32') ? [2 ** 31 - 1] : [];
  const inclusive = [numbersOf(nodes, 'minimum'), numbersOf(nodes, 'maximum')] as const;
  const exclusive = [numbersOf(nodes, 'exclusiveMinimum'), numbersOf(nodes, 'exclusiveMaximum')] as const;
  const least = Math.max(Number.NEGATIVE_INFINITY, ...inclusive[0], ...exclusive[0]);
  const most = Math.min(Number.POSITIVE_INFINITY, ...inclusive[1], ...exclusive[1], ...int32);
  return {
    least,
    most,
    steps: [...(isInteger ? [1] : []), ...numbersOf(nodes, 'multipleOf').filter((step) => step > 0)],
  };
}

/**
 * What is said of a text.
 *
 * @param nodes - of a way
 */
export function textFacts(nodes: readonly Node[]): TextFacts {
  return {
    least: Math.max(0, ...numbersOf(nodes, 'minLength')),
    most: Math.min(Number.POSITIVE_INFINITY, ...numbersOf(nodes, 'maxLength')),
    patterns: textsOf(nodes, 'pattern'),
    formats: textsOf(nodes, 'format'),
  };
}

/**
 * The numbers that a keyword is given.
 *
 * @param nodes - of a way
 * @param keyword - by its 2020-12 name
 */
export function numbersOf(nodes: readonly Node[], keyword: string): readonly number[] {
  return clausesNamed(nodes, keyword).flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
}

function textsOf(nodes: readonly Node[], keyword: string): readonly string[] {
  return clausesNamed(nodes, keyword).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

const SPOKEN_TYPES: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  [
    'object',
    ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'propertyNames', 'dependentRequired'],
  ],
  ['array', ['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems', 'maxItems']],
  ['string', ['minLength', 'maxLength', 'pattern']],
  ['number', ['minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum']],
];

/**
 * The types that keywords other than `type` speak of, the one with the most to say first.
 *
 * @param nodes - of a way
 */
export function spokenTypes(nodes: readonly Node[]): readonly string[] {
  return SPOKEN_TYPES.filter(([, keywords]) => keywords.some((keyword) => clausesNamed(nodes, keyword).length > 0)).map(([type]) => type);
}

function commonTypes(first: readonly string[], second: readonly string[]): readonly string[] {
  return first.flatMap((type) => {
    if (second.includes(type)) return [type];
    if (type === 'number' && second.includes('integer')) return ['integer'];
    return type === 'integer' && second.includes('number') ? ['integer'] : [];
  });
}
