import { namesNearby } from '../base/did-you-mean.js';
import type { Workspace } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The places of shared and transformed models that name no system, or one that offers nothing.
 *
 * @param workspace - of the right shape
 */
export function modelsProblems({ models = [], transformations = [], systems }: Workspace): readonly WorkspaceProblem[] {
  return [...models.map(({ places }) => places), ...transformations.map(({ a, b }) => [a, b])].flatMap((places) =>
    places.flatMap(({ system, pointer }): readonly WorkspaceProblem[] => {
      const known = systems.get(system);
      if (known === undefined) return [{ pointer, problem: `unknown system "${system}"`, ...namesNearby(system, systems.keys()) }];
      const offers = known.openapi !== undefined || known.asyncapi !== undefined;
      return offers ? [] : [{ pointer, problem: `the system "${system}" offers nothing: give it an openapi or asyncapi document` }];
    }),
  );
}
