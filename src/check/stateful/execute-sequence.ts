import type { Called, CalledStep } from '../case-runner.js';
import { conditionalRetry, withEntityTag } from './conditional-request.js';
import type { BrokenTrace } from './judge-steps.js';
import { judgeSteps } from './judge-steps.js';
import type { PlannedStep, Sequence } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';
import { isDone } from './trace.js';

/** What became of a sequence. */
export interface Execution {
  readonly steps: readonly CalledStep[];
  /** Whether every step that mattered was done. */
  readonly isComplete: boolean;
  /** What is wrong, and stays wrong when the provider is given time; the steps end with what shows it. */
  readonly broken: readonly BrokenTrace[];
}

/** How a sequence is made. */
export interface ExecutionOptions {
  /** Whether each answer is judged by itself too. */
  readonly isTested: boolean;
  /** Whether the laws about sequences are asked. */
  readonly isJudged: boolean;
  /** Whether a provider is given the time to come to rest, before it is accused. */
  readonly isPatient: boolean;
}

/** To see whether a known failure is there in a smaller sequence: it was not for want of time the first two times. */
export const SEARCHING: ExecutionOptions = { isTested: false, isJudged: true, isPatient: false };

/**
 * Makes the calls of a sequence one after the other. Before anything more is written, and at the end, the laws are asked; what fails is read again
 * after a while, for a provider may need time to come to rest.
 *
 * @param context - of the lane
 * @param sequence - with captures of its own steps
 * @param options - what is judged
 */
export async function executeSequence(context: SequenceContext, sequence: Sequence, options: ExecutionOptions): Promise<Execution> {
  const steps: CalledStep[] = [];
  for (const planned of sequence.steps) {
    if (planned.testCase.operation.method !== 'GET') {
      const broken = await settle(context, steps, options);
      if (broken.length > 0) return { steps, isComplete: false, broken };
    }
    const called = await callStep(context, planned, { steps, options });
    if (called.kind === 'exchange' && called.exchange.response !== undefined) steps.push(called);
    const isDoneStep = called.kind === 'exchange' && isDone(called.exchange.response?.status ?? 0);
    if (planned.mode === 'done' && !isDoneStep) return { steps, isComplete: false, broken: [] };
  }
  const broken = await settle(context, steps, options);
  return { steps, isComplete: broken.length === 0, broken };
}

interface Progress {
  readonly steps: readonly CalledStep[];
  readonly options: ExecutionOptions;
}

async function callStep({ runner }: SequenceContext, planned: PlannedStep, { steps, options }: Progress): Promise<Called> {
  const earlier = steps.map(({ exchange }) => exchange);
  const testCase = withEntityTag(planned.testCase, earlier, planned.instance);
  const isTested = options.isTested && planned.mode !== 'bare';
  const called = isTested ? await runner.test(testCase, { earlier }) : await runner.call(testCase, earlier);
  const again = called.kind === 'exchange' ? conditionalRetry(testCase, earlier, called.exchange) : undefined;
  return again === undefined ? called : runner.call(again, earlier);
}

async function settle(
  context: SequenceContext,
  steps: CalledStep[],
  { isJudged, isPatient }: ExecutionOptions,
): Promise<readonly BrokenTrace[]> {
  const { runner, resources } = context;
  if (!isJudged) return [];
  let broken = judgeSteps(steps, resources);
  for (const waitMs of isPatient ? WAITS_MS : WAITS_MS.slice(0, 1)) {
    if (broken.length === 0) return broken;
    await runner.pause(waitMs);
    await readAgain(context, steps);
    broken = judgeSteps(steps, resources);
  }
  return broken;
}

/** The reads since the last write, each in its place. */
async function readAgain({ runner }: SequenceContext, steps: CalledStep[]): Promise<void> {
  const firstRead = steps.findLastIndex(({ exchange }) => exchange.request.method !== 'GET') + 1;
  for (let index = firstRead; index < steps.length; index += 1) {
    const step = steps[index];
    const earlier = steps.slice(0, index).map(({ exchange }) => exchange);
    const again = step === undefined ? undefined : await runner.call(step.testCase, earlier);
    if (again?.kind === 'exchange' && again.exchange.response !== undefined) steps[index] = again;
  }
}

/** Together a second and a half: replicas and indexes follow within that, as a rule. */
const WAITS_MS = [20, 80, 400, 1_000];
