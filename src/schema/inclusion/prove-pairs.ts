import type { Judgement } from './judgement.js';
import type { Literal } from './literal.js';
import type { Prover } from './prover.js';
import type { OpenPart } from './schema-comparison.js';

/**
 * Whether no value satisfies some literals: by a proof that takes for granted that what schemas write below their counterparts read, and by
 * the proofs of all the pairs that were taken for granted in turn. All of them hold, or one of them is open itself: a smallest value that
 * satisfied the literals would show it.
 *
 * @param literals - of the whole
 * @param prover - what it has learnt serves again
 * @param maxStepCount - for all of the proofs together
 */
export function provePairs(
  literals: readonly Literal[],
  prover: Prover,
  maxStepCount: number,
): Judgement & { readonly isExhausted: boolean } {
  const proven = provenBy(prover);
  const start: Visit = { key: '', literals, above: undefined, location: [] };
  const visits = new Map<string, Visit>([[start.key, start]]);
  const open = new Map<string, OpenPart>();
  let stepsLeft = maxStepCount;
  let [isEmpty, isExhausted] = [true, false];
  // A map can grow while it is walked: what a proof takes for granted is proved too.
  for (const visit of visits.values()) {
    const before = prover.stepCount();
    const judged = prover.judge(visit.literals, stepsLeft);
    stepsLeft = Math.max(0, stepsLeft - (prover.stepCount() - before));
    isEmpty &&= judged.isEmpty;
    if (!judged.isEmpty) isExhausted ||= judged.isExhausted;
    if (!judged.isEmpty) for (const part of judged.open) noteAt(open, visit, part);
    for (const [key, { held, refused, location }] of judged.taken)
      if (!proven.has(key) && !visits.has(key)) visits.set(key, { key, literals: [held, refused], above: visit, location });
  }
  if (isEmpty) for (const key of visits.keys()) proven.add(key);
  return { isEmpty, open: [...open.values()], isExhausted };
}

/** One pair to be proved. */
interface Visit {
  readonly key: string;
  readonly literals: readonly Literal[];
  /** Whose proof took it for granted first. */
  readonly above: Visit | undefined;
  /** In a value of the one above. */
  readonly location: readonly string[];
}

/** More open places of one whole help nobody. */
const MAX_OPEN_COUNT = 200;

/** The same schemas stand at many places of a whole: they are open once, at the first. */
function noteAt(open: Map<string, OpenPart>, visit: Visit, part: OpenPart): void {
  const { writer, reader, reason } = part;
  const key = JSON.stringify([writer, reader, reason]);
  if (open.size >= MAX_OPEN_COUNT || open.has(key)) return;
  open.set(key, { ...part, location: [...locationOf(visit), ...part.location] });
}

function locationOf({ above, location }: Visit): readonly string[] {
  return above === undefined ? location : [...locationOf(above), ...location];
}

/** Pairs that hold for good, with all that they take for granted. */
const PROVEN = new WeakMap<Prover, Set<string>>();

function provenBy(prover: Prover): Set<string> {
  const proven = PROVEN.get(prover) ?? new Set();
  PROVEN.set(prover, proven);
  return proven;
}
