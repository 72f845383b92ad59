import { compareSchemas } from '../check/models/compare-schemas.js';
import { findSharedModels, type OwnedContract } from '../check/models/find-shared-models.js';
import type { ModelUse } from '../check/models/shared-model.js';
import { isJsonObject } from '../base/json.js';
import type { PlannedModel } from '../workspace/init/plan-workspace.js';

/**
 * The models that contracts of several systems share by name and, as is proved, by meaning: what a workspace can say without being wrong today. Names
 * that only look alike are left to lint.
 *
 * @param contracts - of the systems, in their order
 * @returns in the order of the names as they are found
 */
export function sharedModels(contracts: readonly OwnedContract[]): readonly PlannedModel[] {
  const { models } = findSharedModels([], contracts);
  const meant = models.filter(({ uses }) => uses.every(hasMembers) && new Set(uses.map(({ system }) => system)).size > 1);
  return meant.slice(0, MAX_COMPARED_COUNT).flatMap(({ name, uses: [first, ...others] }) => {
    if (first === undefined || !others.every((other) => areSame(first, other))) return [];
    return [{ name, places: [...new Set([first, ...others].map(({ system, schema }) => `${system}#${schema.pointer}`))] }];
  });
}

/** Half of all contracts have an `Id` that is a text: that is no model. */
function hasMembers({ schema: { value } }: ModelUse): boolean {
  const properties = isJsonObject(value) ? value['properties'] : undefined;
  return isJsonObject(properties) && Object.keys(properties).length >= LEAST_MEMBER_COUNT;
}

function areSame(first: ModelUse, second: ModelUse): boolean {
  return compareSchemas({ first: first.schema, second: second.schema, seed: 'models', maxWitnessCount: 1 }).kind === 'equal';
}

const LEAST_MEMBER_COUNT = 2;
/** Each takes some tens of milliseconds. */
const MAX_COMPARED_COUNT = 50;
