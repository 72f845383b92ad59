import type { Literal } from './literal.js';
import type { Judgement } from './judgement.js';
import type { Prover, ProverJudgement } from './prover.js';
import type { OpenPart } from './schema-comparison.js';

/** What all proofs behind a question come to. */
type PairsJudgement = Judgement & { readonly isExhausted: boolean };

/**
 * Whether no value satisfies some literals: by a proof that takes for granted that what schemas write below their counterparts read, and by
 * the proofs of all the pairs that were taken for granted in turn. All of them hold, or one of them is open itself: a smallest value that
 * satisfied the literals would show it.
 *
 * @param literals - of the whole
 * @param prover - what it has learnt serves again
 * @param maxStepCount - for all of the proofs together
 */
export function provePairs(literals: readonly Literal[], prover: Prover, maxStepCount: number): PairsJudgement {
  const memory = memoryOf(prover);
  const proving: Proving = { prover, memory, stepsLeft: maxStepCount };
  const own = judgeOnce(proving, literals);
  const open = new Map<string, OpenPart>();
  let { isEmpty, isExhausted } = own;
  if (!own.isEmpty) noteAt(open, own.open, []);
  for (const [key, { held, refused, location }] of own.taken) {
    const behind = memory.behind.get(key) ?? judgeBehind(proving, key, [held, refused]);
    isEmpty &&= behind.isEmpty;
    isExhausted ||= behind.isExhausted;
    noteAt(open, behind.open, location);
  }
  return { isEmpty, isExhausted: !isEmpty && isExhausted, open: [...open.values()] };
}

interface Proving {
  readonly prover: Prover;
  readonly memory: PairsMemory;
  stepsLeft: number;
}

/** What was found of pairs, by `keyOfLiterals`. */
interface PairsMemory {
  /** Of a pair alone. */
  readonly own: Map<string, ProverJudgement>;
  /** Of a pair with all that it takes for granted. */
  readonly behind: Map<string, PairsJudgement>;
}

const MEMORIES = new WeakMap<Prover, PairsMemory>();

function memoryOf(prover: Prover): PairsMemory {
  const memory = MEMORIES.get(prover) ?? { own: new Map(), behind: new Map() };
  MEMORIES.set(prover, memory);
  return memory;
}

/** One pair to be proved. */
interface Visit {
  readonly literals: readonly Literal[];
  /** Whose proof took it for granted first. */
  readonly above: Visit | undefined;
  /** In a value of the one above. */
  readonly location: readonly string[];
}

/** More open places of one whole help nobody. */
const MAX_OPEN_COUNT = 200;

function judgeBehind(proving: Proving, start: string, literals: readonly Literal[]): PairsJudgement {
  const { memory } = proving;
  const visits = new Map<string, Visit>([[start, { literals, above: undefined, location: [] }]]);
  const open = new Map<string, OpenPart>();
  let [isEmpty, isExhausted] = [true, false];
  // A map can grow while it is walked: what a proof takes for granted is proved too.
  for (const [key, visit] of visits) {
    const judged = memory.own.get(key) ?? judgeOnce(proving, visit.literals, key);
    isEmpty &&= judged.isEmpty;
    isExhausted ||= judged.isExhausted;
    if (!judged.isEmpty && judged.open.length > 0) noteAt(open, judged.open, locationOf(visit));
    for (const [other, { held, refused, location }] of judged.taken)
      if (memory.behind.get(other)?.isEmpty !== true && !visits.has(other))
        visits.set(other, { literals: [held, refused], above: visit, location });
  }
  const behind = { isEmpty, isExhausted: !isEmpty && isExhausted, open: [...open.values()] };
  if (isEmpty) for (const key of visits.keys()) memory.behind.set(key, behind);
  else if (!isExhausted) memory.behind.set(start, behind);
  return behind;
}

/** What the steps did not suffice for may be settled another time. */
function judgeOnce(proving: Proving, literals: readonly Literal[], key?: string): ProverJudgement {
  const { prover, memory } = proving;
  const before = prover.stepCount();
  const judged = prover.judge(literals, proving.stepsLeft);
  proving.stepsLeft = Math.max(0, proving.stepsLeft - (prover.stepCount() - before));
  const isExhausted = !judged.isEmpty && judged.isExhausted;
  if (key !== undefined && !isExhausted) memory.own.set(key, { ...judged, isExhausted });
  return { ...judged, isExhausted };
}

/** The same schemas stand at many places of a whole: they are open once, at the first. */
function noteAt(open: Map<string, OpenPart>, parts: readonly OpenPart[], location: readonly string[]): void {
  for (const part of parts) {
    const { writer, reader, reason } = part;
    const key = `${writer.uri}#${writer.pointer} ${reader.uri}#${reader.pointer} ${reason.kind}`;
    if (open.size >= MAX_OPEN_COUNT) return;
    if (!open.has(key)) open.set(key, { ...part, location: [...location, ...part.location] });
  }
}

function locationOf({ above, location }: Visit): readonly string[] {
  return above === undefined ? location : [...locationOf(above), ...location];
}
