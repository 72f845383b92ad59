import type { Case } from './case.js';
import { soleTarget } from './counterparts.js';
import type { Literal } from './literal.js';
import type { PlaceMeans } from './place-means.js';

/**
 * Whether the same schema holds and does not hold.
 *
 * @param given - the case
 * @param means - of the place
 */
export function isContradictory({ held, refused, aside, ...known }: Case, means: PlaceMeans): boolean {
  if (isDenied(held, refused, means)) return true;
  // Of what was known before it is known that it agrees.
  return isDenied(held.slice(known.knownHeldCount), aside, means) || isDenied(held, aside.slice(known.knownAsideCount), means);
}

/**
 * Whether an arm holds as it was and does not hold as it is, and the rest says that there is no such value. Asked once of all cases that lead there.
 *
 * @param given - the case
 * @param means - of the place
 */
export function isOpposed({ held, aside, maybe, splits, knownHeldCount, knownAsideCount }: Case, { below, assuming }: PlaceMeans): boolean {
  const asked = aside.length > knownAsideCount ? held : held.slice(knownHeldCount);
  const before = asked.filter(({ view }) => view === 'plain');
  if (before.length === 0 || aside.length === 0) return false;
  const isAlone = maybe.length === 0 && splits.length === 0;
  const written = held.filter(({ view }) => view !== 'plain').map((literal) => (isAlone ? literal : spokenBeside(literal)));
  return before.some((was) => {
    const place = soleTarget(was.node).pointer;
    return aside.some(
      (is) => soleTarget(is.node).pointer === place && assuming.ifEmpty(() => below.judgeBeside([...written, was, is])).isEmpty,
    );
  });
}

/** What others may speak of too may have members that this one does not name. */
function spokenBeside(literal: Literal): Literal {
  return literal.view === 'closed' ? { ...literal, view: 'writing' } : literal;
}

/**
 * Whether one of some schemas holds that is among those that do not.
 *
 * @param held - some of which may not hold: those say nothing here
 * @param refused - as those
 * @param means - of the place
 */
export function isDenied(held: readonly Literal[], refused: readonly Literal[], { sameness }: PlaceMeans): boolean {
  return refused.some(
    (denied) => !denied.isHeld && held.some(({ node, isHeld }) => isHeld && (node === denied.node || sameness.isSame(node, denied.node))),
  );
}
