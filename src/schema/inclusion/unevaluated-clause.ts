import type { Node } from '../node.js';
import type { Alternative, Atom, Disjunction } from './atom.js';
import type { Evaluated } from './evaluated.js';
import { evaluatedBy } from './evaluated.js';
import type { EvaluatedByArms } from './evaluated-arms.js';
import { evaluatedByArms } from './evaluated-arms.js';
import type { ClauseScene } from './clause-scene.js';
import type { Literal } from './literal.js';
import { alike, childNodes } from './literal.js';
import { ALL_TYPES, ARRAY, OBJECT } from './value-types.js';

/**
 * What follows when `unevaluatedProperties` or `unevaluatedItems` holds: for whatever any arm speaks of, and, by the arms that do hold, for
 * what those speak of alone.
 *
 * @param scene - of the clause
 */
export function heldUnevaluated(scene: ClauseScene): readonly Disjunction[] {
  const [node] = childNodes(scene.clause);
  if (node === undefined) return [];
  const literal = alike(scene.literal, node);
  const always = everyAtoms(scene, evaluatedBy(scene.clause.node, 'perhaps', false), literal);
  const disjunctions: Disjunction[] = always.length === 0 ? [] : [[{ types: ALL_TYPES, atoms: always, literals: [] }]];
  const ways = evaluatedByArms(scene.clause.node, 'perhaps').map((choice) => {
    const { holding, others } = choice;
    const atoms = everyAtoms(scene, choice.evaluated, literal);
    // Which arms hold is known by what they are, whoever writes.
    return { types: ALL_TYPES, atoms, literals: holding.map((arm) => said(arm, true)), aside: others.map((arm) => said(arm, false)) };
  });
  return ways.some(({ atoms }) => atoms.length > 0) ? [...disjunctions, ways] : disjunctions;
}

/**
 * The ways in which `unevaluatedProperties` or `unevaluatedItems` may fail to hold where all other clauses of the schema do.
 *
 * @param scene - of the clause
 */
export function refusedUnevaluated(scene: ClauseScene): readonly Partial<Alternative>[] {
  const { clause, literal } = scene;
  const [node] = childNodes(clause);
  if (node === undefined) return [];
  const choices = evaluatedByArms(clause.node, 'surely');
  const all: readonly EvaluatedByArms[] =
    choices.length === 0 ? [{ evaluated: evaluatedBy(clause.node, 'surely', false), holding: [], others: [] }] : choices;
  return all.flatMap(({ evaluated, holding, others }) => {
    const literals = [...holding.map((arm) => said(arm, true)), ...others.map((arm) => said(arm, false))];
    const types = clause.keyword === 'unevaluatedItems' ? ARRAY : OBJECT;
    return someAtoms(scene, evaluated, alike(literal, node)).map((atom) => ({ types, atoms: [atom], literals }));
  });
}

function said(node: Node, isHeld: boolean): Literal {
  return { node, isHeld, view: 'plain' };
}

function everyAtoms({ clause }: ClauseScene, evaluated: Evaluated, literal: Literal): readonly Atom[] {
  const { names, sources, isAllNames, itemCount } = evaluated;
  if (clause.keyword === 'unevaluatedItems')
    return itemCount === INFINITE ? [] : [{ kind: 'items', from: itemCount, to: INFINITE, literal }];
  return isAllNames ? [] : [{ kind: 'members', names: { kind: 'other', names, sources }, literal }];
}

function someAtoms({ clause }: ClauseScene, evaluated: Evaluated, literal: Literal): readonly Atom[] {
  const { names, sources, isAllNames, itemCount } = evaluated;
  if (clause.keyword === 'unevaluatedItems')
    return itemCount === INFINITE ? [] : [{ kind: 'some-item', from: itemCount, to: INFINITE, literal }];
  return isAllNames ? [] : [{ kind: 'some-member', names: { kind: 'other', names, sources }, literal }];
}

const INFINITE = Number.POSITIVE_INFINITY;
