import type { NamesNearby } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import { textFromPlace } from '../base/place.js';

/** One thing that is wrong with a workspace file. */
export interface WorkspaceProblem extends NamesNearby {
  /** JSON pointer to the key that is wrong, or to what lacks one. */
  readonly pointer: string;
  /** A clause without a subject's name: `unknown key "opnapi"`. */
  readonly problem: string;
}

/**
 * All the problems of a file as one error that stands at the first of them; `args.more` has the others, each with its place.
 *
 * @param file - as the user gave it
 * @param text - what it says
 * @param problems - at least one, in any order: they are sorted as they stand in the file
 */
export async function errorFromProblems(file: string, text: string, problems: readonly WorkspaceProblem[]): Promise<InputError> {
  // Places are needed only when something is wrong, and then loading the position parser does not matter.
  const { positionsInText } = await import('../contract/position.js');
  const positions = positionsInText(
    text,
    problems.map((problem) => problem.pointer),
  );
  const placed = problems.map((problem) => ({ ...problem, at: { file, pointer: problem.pointer, ...positions.get(problem.pointer) } }));
  placed.sort((left, right) => (left.at.line ?? 0) - (right.at.line ?? 0) || (left.at.column ?? 0) - (right.at.column ?? 0));
  const [first, ...others] = placed;
  return new InputError({
    code: 'E_WORKSPACE_INVALID',
    at: first?.at,
    args: {
      problem: first?.problem,
      suggestion: first?.suggestion,
      known: first?.known,
      more: others.slice(0, MAX_SHOWN_COUNT).map((other) => `${textFromPlace(other.at)} ${clause(other)}`),
      moreCount: others.length,
    },
  });
}

function clause({ problem, suggestion, known = [] }: WorkspaceProblem): string {
  if (suggestion !== undefined) return `${problem}, did you mean "${suggestion}"?`;
  return known.length === 0 ? problem : `${problem}, there are ${known.join(', ')}`;
}

const MAX_SHOWN_COUNT = 20;
