import type { ReplayStep } from '../finding/finding.js';
import type { CalledStep } from './case-runner.js';
import type { PairRun } from './pair-run.js';
import { replayStepFromCase } from './replay-step.js';
import type { CaseCapture } from './test-case.js';

/**
 * Calls as they can be made again from nothing: before each stand those whose answers gave it values, and what was an id of this run is
 * taken from the answer that will give it out then.
 *
 * @param run - in which they were made
 * @param steps - in order; the last one shows the finding
 */
export function replayChain(run: ReplaySource, steps: readonly CalledStep[]): readonly ReplayStep[] {
  const chain: Chain = { run, replay: [], places: new Map() };
  for (const step of steps) addStep(chain, step, { sequence: steps, depth: 0 });
  return chain.replay;
}

export type ReplaySource = Pick<PairRun, 'answers' | 'origins' | 'context'>;

interface Chain {
  readonly run: ReplaySource;
  readonly replay: ReplayStep[];
  /** Where a call stands in `replay`. */
  readonly places: Map<CalledStep, number>;
}

interface Standing {
  /** The calls that its captures count. */
  readonly sequence: readonly CalledStep[];
  readonly depth: number;
}

/** @returns its place in the chain */
function addStep(chain: Chain, step: CalledStep, standing: Standing): number {
  const known = chain.places.get(step);
  if (known !== undefined) return known;
  const captures = capturesOf(chain, step, standing);
  chain.replay.push(replayStepFromCase(step.testCase, chain.run.context.secrets, captures));
  const place = chain.replay.length - 1;
  chain.places.set(step, place);
  return place;
}

function capturesOf(chain: Chain, step: CalledStep, standing: Standing): ReadonlyMap<string, CaseCapture> {
  const { answers, origins } = chain.run;
  const captures = new Map<string, CaseCapture>();
  const place = (source: CalledStep | undefined): number | undefined =>
    source === step ? undefined : placeOf(chain, source, standing.depth);
  for (const [key, capture] of step.testCase.captures) {
    const from = place(capture.kind === 'step' ? standing.sequence[capture.step] : answers.get(capture.operation));
    if (from === undefined) continue;
    captures.set(key, capture.kind === 'step' ? { ...capture, step: from } : bodyCapture(from, capture.pointer));
  }
  for (const [key, value] of step.testCase.parameters) {
    if (!key.startsWith('path:') || captures.has(key)) continue;
    const origin = origins.sourceOf(value);
    const from = place(origin?.step);
    if (origin !== undefined && from !== undefined) captures.set(key, bodyCapture(from, origin.pointer));
  }
  return captures;
}

/** The place of a call that values come from; it is added, with all that it needs itself, when it does not stand there yet. */
function placeOf(chain: Chain, source: CalledStep | undefined, depth: number): number | undefined {
  if (source === undefined || depth >= MAX_DEPTH) return undefined;
  return addStep(chain, source, { sequence: [...chain.run.origins.before(source), source], depth: depth + 1 });
}

function bodyCapture(step: number, pointer: string): CaseCapture {
  return { kind: 'step', step, from: 'body', pointer };
}

/** Chains of creations are short; what is deeper is sent as it was. */
const MAX_DEPTH = 8;
