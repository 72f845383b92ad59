import type { Schema } from '../../schema/schema.js';
import type { DeclaredPlace } from '../../workspace/models-from-json.js';
import type { DeclaredTransformation } from '../../workspace/transformations-from-json.js';
import type { WorkspaceProblem } from '../../workspace/workspace-problem.js';
import type { OwnedContract } from '../models/find-shared-models.js';
import { usesAtPlace } from '../models/find-shared-models.js';

/** A transformation and the schemas of its two models. */
export interface TransformedModels {
  readonly declared: DeclaredTransformation;
  readonly a: Schema;
  readonly b: Schema;
}

/**
 * The models of each transformation, and the places that were said to have one and do not.
 *
 * @param declared - by the workspace
 * @param contracts - of the systems that they name
 */
export function findTransformedModels(
  declared: readonly DeclaredTransformation[],
  contracts: readonly OwnedContract[],
): { readonly transformed: readonly TransformedModels[]; readonly problems: readonly WorkspaceProblem[] } {
  const transformed: TransformedModels[] = [];
  const problems: WorkspaceProblem[] = [];
  const schemaOf = (place: DeclaredPlace): Schema | undefined => {
    const [use] = usesAtPlace(place, contracts);
    if (use === undefined) problems.push({ pointer: place.pointer, problem: `${place.system} has no schema at ${place.schemaPointer}` });
    return use?.schema;
  };
  for (const one of declared) {
    const [a, b] = [schemaOf(one.a), schemaOf(one.b)];
    if (a !== undefined && b !== undefined) transformed.push({ declared: one, a, b });
  }
  return { transformed, problems };
}
