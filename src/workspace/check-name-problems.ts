import { namesNearby } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { CheckLevels, Pair } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The checks that a pair speaks of and that do not exist.
 *
 * @param pair - as read
 * @param checkNames - those there are, without their area
 */
export function checkNameProblems({ checks, fixtures, pointer }: Pair, checkNames: readonly string[]): readonly WorkspaceProblem[] {
  const problemsOf = (levels: CheckLevels, folder: string): readonly WorkspaceProblem[] =>
    [...levels.keys()]
      .filter((name) => !checkNames.includes(name))
      .map((name) => ({
        pointer: appendToken(folder, name),
        problem: `there is no check "${name}"; "mortise test --list-checks" lists those there are`,
        ...namesNearby(name, checkNames),
      }));
  return [
    ...problemsOf(checks, `${pointer}/checks`),
    ...[...fixtures].flatMap(([operation, fixture]) =>
      problemsOf(fixture.checks, `${appendToken(`${pointer}/fixtures`, operation)}/checks`),
    ),
  ];
}
