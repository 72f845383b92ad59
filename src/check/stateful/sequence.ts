import type { CaseCapture, TestCase } from '../test-case.js';

/** Calls that make sense together, before they are made. Captures of kind `step` count from its first step. */
export interface Sequence {
  /** For people: `create, replace, read`. */
  readonly name: string;
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly testCase: TestCase;
  /** The index of the step that creates what this one is about. */
  readonly instance: number | undefined;
  /** `done`: what follows makes no sense unless it is answered as done; `bare`: its answer is not judged by itself. */
  readonly mode: 'done' | 'any' | 'bare';
}

/** A sequence that can be made again from fresh things: the mark is in what it creates. */
export type SequencePlan = (mark: string) => Sequence;

/**
 * The steps with their captures counted from another step.
 *
 * @param steps - of a sequence
 * @param offset - how many steps stand before them now
 */
export function shiftedSteps(steps: readonly PlannedStep[], offset: number): readonly PlannedStep[] {
  return steps.map((step) => ({
    ...step,
    instance: step.instance === undefined ? undefined : step.instance + offset,
    testCase: shiftedCase(step.testCase, offset),
  }));
}

/**
 * The sequence with the name of each step told.
 *
 * @param name - of the sequence
 * @param steps - in order
 */
export function namedSequence(name: string, steps: readonly PlannedStep[]): Sequence {
  return {
    name,
    steps: steps.map((step, index) => ({
      ...step,
      testCase: { ...step.testCase, phase: 'stateful', name: `${name}: step ${index + 1} of ${steps.length}`, expectedStatus: undefined },
    })),
  };
}

function shiftedCase(testCase: TestCase, offset: number): TestCase {
  if (offset === 0) return testCase;
  const shift = (capture: CaseCapture): CaseCapture => (capture.kind === 'step' ? { ...capture, step: capture.step + offset } : capture);
  return { ...testCase, captures: new Map([...testCase.captures].map(([key, capture]) => [key, shift(capture)])) };
}
