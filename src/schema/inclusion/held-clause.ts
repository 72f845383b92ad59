import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../clauses.js';
import { formatTest } from '../format/format.js';
import { isHidden, isHiddenProperty } from '../hidden-property.js';
import type { Node } from '../node.js';
import { patternDefect } from '../pattern/pattern.js';
import type { Direction } from '../schema.js';
import type { Alternative, Atom, Disjunction, LimitKeyword } from './atom.js';
import type { ClauseScene } from './clause-scene.js';
import type { Literal } from './literal.js';
import { alike, alikePart, childNodes, contrary, memberNodes, referredNode } from './literal.js';
import type { NameSet } from './name-set.js';
import { heldUnevaluated } from './unevaluated-clause.js';
import { ALL_TYPES, OBJECT, typesOfClause } from './value-types.js';

/**
 * What follows when a clause holds: all of the disjunctions. A clause that cannot be followed says less than it means, never more.
 *
 * @param scene - the clause, of a schema that holds
 */
export function heldClause(scene: ClauseScene): readonly Disjunction[] {
  const { keyword } = scene.clause;
  const atoms = ATOMS[keyword]?.(scene);
  if (atoms !== undefined) return atoms.length === 0 ? [] : [[{ ...NOTHING, atoms }]];
  return CHOICES[keyword]?.(scene) ?? [];
}

/** Says nothing. */
export const NOTHING: Alternative = { types: ALL_TYPES, atoms: [], literals: [] };

/**
 * The names that `required` asks for in a direction.
 *
 * @param scene - of a clause `required`
 */
export function requiredNames({ clause, direction }: ClauseScene): readonly string[] {
  const names: readonly JsonValue[] = Array.isArray(clause.value) ? clause.value : [];
  return names.filter((name): name is string => typeof name === 'string').filter((name) => !isHiddenProperty(clause.node, name, direction));
}

/**
 * The names that `additionalProperties` speaks of.
 *
 * @param clauses - of its schema
 */
export function additionalNames(clauses: Clauses): NameSet {
  const properties = clauses.get('properties')?.value;
  const patterns = clauses.get('patternProperties')?.value;
  return {
    kind: 'other',
    names: new Set(isJsonObject(properties) ? Object.keys(properties) : []),
    sources: isJsonObject(patterns) ? Object.keys(patterns) : [],
  };
}

/**
 * The index from which on `items` speaks.
 *
 * @param clauses - of its schema
 */
export function itemsStart(clauses: Clauses): number {
  const prefix = clauses.get('prefixItems')?.value;
  return Array.isArray(prefix) ? prefix.length : 0;
}

/**
 * How often `contains` must and may match; `undefined` when there is no limit to speak of.
 *
 * @param clauses - of its schema
 */
export function containsCounts(clauses: Clauses): { readonly least: number; readonly most: number } {
  const least = clauses.get('minContains')?.value;
  const most = clauses.get('maxContains')?.value;
  return { least: typeof least === 'number' ? Math.ceil(least) : 1, most: typeof most === 'number' ? Math.floor(most) : INFINITE };
}

/**
 * The entries of `dependentRequired`, one for each name that asks and each that is asked for.
 *
 * @param clause - whose value is a map of lists
 */
export function dependentNames({ value }: Clause): readonly { readonly because: string; readonly name: string }[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([because, names]) =>
    (Array.isArray(names) ? names : [])
      .filter((name: JsonValue): name is string => typeof name === 'string')
      .map((name) => ({ because, name })),
  );
}

const INFINITE = Number.POSITIVE_INFINITY;

type AtomsOf = (scene: ClauseScene) => readonly Atom[];

function limitAtom(keyword: LimitKeyword): AtomsOf {
  return ({ clause }) => (typeof clause.value === 'number' ? [{ kind: 'limit', keyword, limit: clause.value }] : []);
}

/** Whoever writes leaves out what does not travel. */
function isLeftOut({ view }: Literal, node: Node, direction: Direction | undefined): boolean {
  return direction !== undefined && (view === 'writing' || view === 'closed') && isHidden(node, direction);
}

const ATOMS: Readonly<Record<string, AtomsOf>> = {
  enum: ({ clause }) => (Array.isArray(clause.value) ? [{ kind: 'values', values: clause.value }] : []),
  const: ({ clause }) => [{ kind: 'values', values: [clause.value] }],
  minimum: limitAtom('minimum'),
  maximum: limitAtom('maximum'),
  exclusiveMinimum: limitAtom('exclusiveMinimum'),
  exclusiveMaximum: limitAtom('exclusiveMaximum'),
  minLength: limitAtom('minLength'),
  maxLength: limitAtom('maxLength'),
  minItems: limitAtom('minItems'),
  maxItems: limitAtom('maxItems'),
  minProperties: limitAtom('minProperties'),
  maxProperties: limitAtom('maxProperties'),
  multipleOf: ({ clause }) =>
    typeof clause.value === 'number' && clause.value > 0 ? [{ kind: 'multiple', step: clause.value, isHeld: true }] : [],
  pattern: ({ clause }) =>
    typeof clause.value === 'string' && patternDefect(clause.value) === undefined
      ? [{ kind: 'pattern', source: clause.value, isHeld: true }]
      : [],
  format: ({ clause }) =>
    typeof clause.value === 'string' && formatTest(clause.value) !== undefined
      ? [{ kind: 'format', name: clause.value, isHeld: true }]
      : [],
  uniqueItems: ({ clause }) => (clause.value === true ? [{ kind: 'unique', isHeld: true }] : []),
  prefixItems: ({ clause, literal }) =>
    Array.isArray(clause.value)
      ? childNodes(clause).map((node, index) => ({ kind: 'items', from: index, to: index + 1, literal: alike(literal, node) }))
      : [],
  items: ({ clause, clauses, literal }) =>
    childNodes(clause).map((node) => ({ kind: 'items', from: itemsStart(clauses), to: INFINITE, literal: alike(literal, node) })),
  contains: ({ clause, clauses }) => {
    const counts = containsCounts(clauses);
    return childNodes(clause).map((node) => ({ kind: 'count', ...counts, literal: { node, isHeld: true, view: 'plain' } }));
  },
  properties: ({ clause, literal, direction }) =>
    memberNodes(clause).map(([name, node]) =>
      isLeftOut(literal, node, direction)
        ? { kind: 'absent', name }
        : { kind: 'members', names: { kind: 'one', name }, literal: alike(literal, node) },
    ),
  patternProperties: ({ clause, literal }) =>
    memberNodes(clause).map(([source, node]) => ({
      kind: 'members',
      names: { kind: 'matching', source },
      literal: alike(literal, node),
    })),
  additionalProperties: (scene) => {
    if (scene.clause.value === true) return [];
    const names = additionalNames(scene.clauses);
    return childNodes(scene.clause).map((node) => ({ kind: 'members', names, literal: alike(scene.literal, node) }));
  },
  propertyNames: ({ clause, literal }) => childNodes(clause).map((node) => ({ kind: 'names', literal: alike(literal, node) })),
  required: (scene) => requiredNames(scene).map((name) => ({ kind: 'present', name })),
  dependentRequired: ({ clause }) => dependentNames(clause).map((entry) => ({ kind: 'needs', ...entry })),
};

type ChoicesOf = (scene: ClauseScene) => readonly Disjunction[];

/** A branch of a writer's union beside which others may hold, and name members too. */
const union: ChoicesOf = ({ clause, literal }) => {
  if (!Array.isArray(clause.value)) return [];
  const branches = childNodes(clause).map((node) => alike(literal, node));
  return [branches.map((branch) => ({ ...NOTHING, literals: [branch], maybe: branches.filter((other) => other !== branch) }))];
};

const CHOICES: Readonly<Record<string, ChoicesOf>> = {
  type: ({ clause }) => {
    const types = typesOfClause(clause.value);
    return types === undefined ? [] : [[{ ...NOTHING, types }]];
  },
  $ref: (scene) => {
    const target = referredNode(scene.clause);
    return target === undefined ? [] : [[{ ...NOTHING, literals: [alikePart(scene, target)] }]];
  },
  allOf: (scene) =>
    Array.isArray(scene.clause.value) ? [[{ ...NOTHING, literals: childNodes(scene.clause).map((node) => alikePart(scene, node)) }]] : [],
  anyOf: union,
  oneOf: ({ clause, literal }) => {
    if (!Array.isArray(clause.value)) return [];
    const nodes = childNodes(clause);
    return [
      nodes.map((node) => ({
        ...NOTHING,
        literals: [alike(literal, node)],
        aside: nodes.filter((other) => other !== node).map((other) => contrary(literal, other)),
      })),
    ];
  },
  not: ({ clause, literal }) => [[{ ...NOTHING, literals: childNodes(clause).map((node) => contrary(literal, node)) }]],
  if: ({ clause, clauses, literal }) => {
    const [condition] = childNodes(clause);
    const consequence = childNodes(clauses.get('then'));
    const alternative = childNodes(clauses.get('else'));
    if (condition === undefined || consequence.length + alternative.length === 0) return [];
    return [
      [
        { ...NOTHING, literals: [condition, ...consequence].map((node) => alike(literal, node)) },
        { ...NOTHING, literals: [contrary(literal, condition), ...alternative.map((node) => alike(literal, node))] },
      ],
    ];
  },
  unevaluatedProperties: heldUnevaluated,
  unevaluatedItems: heldUnevaluated,
  dependentSchemas: ({ clause, literal }) =>
    memberNodes(clause).map(([name, node]) => [
      { ...NOTHING, types: ALL_TYPES & ~OBJECT },
      { ...NOTHING, types: OBJECT, atoms: [{ kind: 'absent', name }] },
      { ...NOTHING, types: OBJECT, atoms: [{ kind: 'present', name }], literals: [alike(literal, node)] },
    ]),
};
