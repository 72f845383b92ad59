import type { Node } from '../node.js';
import { clausesFromNode } from '../clauses.js';
import { conjuncts } from '../conjuncts.js';
import { isKeywordAsserted } from '../vocabulary.js';
import type { Evaluated } from './evaluated.js';
import { evaluatedBy } from './evaluated.js';
import { childNodes } from './literal.js';

/** What a schema speaks of when of the arms of its union just these hold. */
export interface EvaluatedByArms {
  readonly evaluated: Evaluated;
  readonly holding: readonly Node[];
  readonly others: readonly Node[];
}

/**
 * What stands beside `unevaluated…`, for each way in which the arms of the schema's union may hold, as `unevaluated…` counts only the names of
 * those that do: one of `oneOf`, some of `anyOf`.
 *
 * @param node - that says `unevaluated…`, and whose other clauses hold
 * @param degree - how sure
 * @returns empty where it has no union, in its `allOf` neither, two of them, or one of too many arms
 */
export function evaluatedByArms(node: Node, degree: 'surely' | 'perhaps'): readonly EvaluatedByArms[] {
  const unions = conjuncts(node).flatMap((part) => ['anyOf', 'oneOf'].flatMap((keyword) => clausesFromNode(part).get(keyword) ?? []));
  const [union, second] = unions;
  if (union === undefined || second !== undefined || !Array.isArray(union.value) || !isKeywordAsserted(union)) return [];
  const arms = childNodes(union);
  if (arms.length > (union.keyword === 'oneOf' ? MAX_ARM_COUNT : MAX_COMBINED_ARM_COUNT)) return [];
  const beside = evaluatedBy(node, degree === 'surely' ? 'surely' : 'perhaps without arms', false);
  const choices = union.keyword === 'oneOf' ? arms.map((arm) => [arm]) : combinationsOf(arms);
  return choices.map((holding) => ({
    evaluated: together([beside, ...holding.map((arm) => evaluatedBy(arm, degree))]),
    holding,
    others: arms.filter((arm) => !holding.includes(arm)),
  }));
}

const MAX_ARM_COUNT = 8;
/** Each arm more doubles them. */
const MAX_COMBINED_ARM_COUNT = 3;

function combinationsOf(arms: readonly Node[]): readonly (readonly Node[])[] {
  let made: readonly (readonly Node[])[] = [[]];
  for (const arm of arms) made = [...made, ...made.map((chosen) => [...chosen, arm])];
  return made.filter(({ length }) => length > 0);
}

function together(all: readonly Evaluated[]): Evaluated {
  return {
    names: new Set(all.flatMap(({ names }) => [...names])),
    sources: [...new Set(all.flatMap(({ sources }) => sources))],
    isAllNames: all.some(({ isAllNames }) => isAllNames),
    itemCount: Math.max(...all.map(({ itemCount }) => itemCount)),
  };
}
