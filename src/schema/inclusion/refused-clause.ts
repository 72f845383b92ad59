import type { JsonValue } from '../../base/json.js';
import { formatTest } from '../format/format.js';
import { isHidden } from '../hidden-property.js';
import type { Node } from '../node.js';
import { patternDefect } from '../pattern/pattern.js';
import type { Alternative, Atom, Disjunction, LimitKeyword } from './atom.js';
import type { ClauseScene } from './clause-scene.js';
import { additionalNames, containsCounts, dependentNames, itemsStart, NOTHING, requiredNames } from './held-clause.js';
import type { Literal } from './literal.js';
import { alike, alikePart, childNodes, contrary, memberNodes, referredNode } from './literal.js';
import type { NameSet } from './name-set.js';
import { refusedUnevaluated } from './unevaluated-clause.js';
import { ALL_TYPES, ARRAY, NUMBER, OBJECT, STRING, typesOfClause } from './value-types.js';

/**
 * The ways in which a clause may fail to hold. One that cannot be followed has a way that says nothing.
 *
 * @param scene - the clause, of a schema that does not hold
 */
export function refusedClause(scene: ClauseScene): Disjunction {
  const made = WAYS[scene.clause.keyword]?.(scene) ?? [];
  return made.map((way) => ({ ...NOTHING, ...way, blame: scene.clause }));
}

type WaysOf = (scene: ClauseScene) => readonly Partial<Alternative>[];

function limited(types: number, keyword: LimitKeyword, turned: (limit: number) => number): WaysOf {
  return ({ clause: { value } }) =>
    typeof value === 'number' ? [{ types, atoms: [{ kind: 'limit', keyword, limit: turned(value) }] }] : [];
}

const same = (limit: number): number => limit;
const below = (limit: number): number => Math.ceil(limit) - 1;
const above = (limit: number): number => Math.floor(limit) + 1;
const INFINITE = Number.POSITIVE_INFINITY;

function lackingValues(values: JsonValue): readonly Partial<Alternative>[] {
  return Array.isArray(values) ? [{ atoms: [{ kind: 'not-values', values }] }] : [];
}

function someMember({ literal }: ClauseScene, names: NameSet, node: Node): Partial<Alternative> {
  const atoms: readonly Atom[] =
    names.kind === 'one'
      ? [
          { kind: 'present', name: names.name },
          { kind: 'members', names, literal: alike(literal, node) },
        ]
      : [{ kind: 'some-member', names, literal: alike(literal, node) }];
  return { types: OBJECT, atoms };
}

const union: WaysOf = ({ clause, literal }) =>
  Array.isArray(clause.value) ? [{ literals: childNodes(clause).map((node) => alike(literal, node)) }] : [];

const WAYS: Readonly<Record<string, WaysOf>> = {
  type: ({ clause }) => {
    const types = typesOfClause(clause.value);
    return types === undefined ? [] : [{ types: ALL_TYPES & ~types }];
  },
  enum: ({ clause }) => lackingValues(clause.value),
  const: ({ clause }) => lackingValues([clause.value]),
  minimum: limited(NUMBER, 'exclusiveMaximum', same),
  maximum: limited(NUMBER, 'exclusiveMinimum', same),
  exclusiveMinimum: limited(NUMBER, 'maximum', same),
  exclusiveMaximum: limited(NUMBER, 'minimum', same),
  multipleOf: ({ clause: { value } }) =>
    typeof value === 'number' && value > 0 ? [{ types: NUMBER, atoms: [{ kind: 'multiple', step: value, isHeld: false }] }] : [],
  minLength: limited(STRING, 'maxLength', below),
  maxLength: limited(STRING, 'minLength', above),
  pattern: ({ clause: { value } }) =>
    typeof value === 'string' && patternDefect(value) === undefined
      ? [{ types: STRING, atoms: [{ kind: 'pattern', source: value, isHeld: false }] }]
      : [],
  format: ({ clause: { value } }) =>
    typeof value === 'string' && formatTest(value) !== undefined
      ? [{ types: STRING | NUMBER, atoms: [{ kind: 'format', name: value, isHeld: false }] }]
      : [],
  minItems: limited(ARRAY, 'maxItems', below),
  maxItems: limited(ARRAY, 'minItems', above),
  uniqueItems: ({ clause }) => (clause.value === true ? [{ types: ARRAY, atoms: [{ kind: 'unique', isHeld: false }] }] : []),
  prefixItems: ({ clause, literal }) =>
    Array.isArray(clause.value)
      ? childNodes(clause).map((node, index) => ({
          types: ARRAY,
          atoms: [{ kind: 'some-item', from: index, to: index + 1, literal: alike(literal, node) }],
        }))
      : [],
  items: ({ clause, clauses, literal }) =>
    childNodes(clause).map((node) => ({
      types: ARRAY,
      atoms: [{ kind: 'some-item', from: itemsStart(clauses), to: INFINITE, literal: alike(literal, node) }],
    })),
  contains: ({ clause, clauses, literal }) => {
    const { least, most } = containsCounts(clauses);
    const [node] = childNodes(clause);
    if (node === undefined) return [];
    return [...fewer(literal, node, least), ...more(literal, node, most)];
  },
  unevaluatedItems: refusedUnevaluated,
  properties: (scene) => readNodes(scene).map(([name, node]) => someMember(scene, { kind: 'one', name }, node)),
  patternProperties: (scene) => readNodes(scene).map(([source, node]) => someMember(scene, { kind: 'matching', source }, node)),
  additionalProperties: (scene) => {
    if (scene.clause.value === true || isIgnored(scene)) return [];
    return childNodes(scene.clause).map((node) => someMember(scene, additionalNames(scene.clauses), node));
  },
  unevaluatedProperties: (scene) => (isIgnored(scene) ? [] : refusedUnevaluated(scene)),
  propertyNames: ({ clause, literal }) =>
    childNodes(clause).map((node) => ({ types: OBJECT, atoms: [{ kind: 'some-name', literal: alike(literal, node) }] })),
  required: (scene) => requiredNames(scene).map((name) => ({ types: OBJECT, atoms: [{ kind: 'absent', name }] })),
  minProperties: limited(OBJECT, 'maxProperties', below),
  maxProperties: limited(OBJECT, 'minProperties', above),
  dependentRequired: ({ clause }) =>
    dependentNames(clause).map(({ because, name }) => ({
      types: OBJECT,
      atoms: [
        { kind: 'present', name: because },
        { kind: 'absent', name },
      ],
    })),
  dependentSchemas: ({ clause, literal }) =>
    memberNodes(clause).map(([name, node]) => ({
      types: OBJECT,
      atoms: [{ kind: 'present', name }],
      literals: [alike(literal, node)],
    })),
  $ref: (scene) => {
    const target = referredNode(scene.clause);
    return [target === undefined ? {} : { literals: [alikePart(scene, target)] }];
  },
  // What they lead to depends on what leads to them.
  $dynamicRef: () => [{}],
  $recursiveRef: () => [{}],
  allOf: (scene) =>
    Array.isArray(scene.clause.value) ? childNodes(scene.clause).map((node) => ({ literals: [alikePart(scene, node)] })) : [],
  anyOf: union,
  /** None of them, or two at once. */
  oneOf: (scene) => {
    const { clause, literal } = scene;
    const nodes = childNodes(clause);
    const pairs = nodes.flatMap((first, index) => nodes.slice(index + 1).map((second) => [first, second] as const));
    const twice = pairs.map((pair) => ({ literals: pair.map((node) => contrary(literal, node)) }));
    return Array.isArray(clause.value) ? [...union(scene), ...twice] : [];
  },
  not: ({ clause, literal }) => [{ literals: childNodes(clause).map((node) => contrary(literal, node)) }],
  if: ({ clause, clauses, literal }) => {
    const [condition] = childNodes(clause);
    if (condition === undefined) return [];
    return [
      ...childNodes(clauses.get('then')).map((node) => ({ literals: [contrary(literal, condition), alike(literal, node)] })),
      ...childNodes(clauses.get('else')).map((node) => ({ literals: [asWritten(condition), alike(literal, node)] })),
    ];
  },
};

/** Too few match: with a least of one, none does. */
function fewer(literal: Literal, node: Node, least: number): readonly Partial<Alternative>[] {
  if (least <= 0) return [];
  if (least === 1) return [{ types: ARRAY, atoms: [{ kind: 'items', from: 0, to: INFINITE, literal: alike(literal, node) }] }];
  return [{ types: ARRAY, atoms: [{ kind: 'count', literal: contrary(literal, node), least: 0, most: least - 1 }] }];
}

function more(literal: Literal, node: Node, most: number): readonly Partial<Alternative>[] {
  if (most === INFINITE) return [];
  return [{ types: ARRAY, atoms: [{ kind: 'count', literal: contrary(literal, node), least: Math.max(most, -1) + 1, most: INFINITE }] }];
}

function asWritten(node: Node): Literal {
  return { node, isHeld: false, view: 'plain' };
}

/** Members that are not looked over. */
function readNodes({ clause, literal, direction }: ClauseScene): ReturnType<typeof memberNodes> {
  const isLenient = direction !== undefined && literal.view !== 'plain';
  return memberNodes(clause).filter(([, node]) => !(isLenient && isHidden(node, direction)));
}

/** A reader who ignores members that it does not know does not refuse them. */
function isIgnored({ clause, literal }: ClauseScene): boolean {
  return clause.value === false && literal.view === 'open';
}
