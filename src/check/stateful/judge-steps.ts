import type { Contract } from '../../contract/contract.js';
import type { CalledStep } from '../case-runner.js';
import type { Resource } from './resource-model.js';
import { resourcesOf } from './resource-model.js';
import { hasSharedIds, isDone, traceFromSteps } from './trace.js';
import type { TraceCheck, TraceFailure } from './trace-check.js';
import { TRACE_CHECKS } from './trace-checks.js';

/** A law about sequences that was broken, and how. */
export interface BrokenTrace {
  readonly check: TraceCheck;
  readonly failure: TraceFailure;
}

/**
 * Everything that is wrong with a sequence of calls, for every resource that it creates; empty when there is nothing. A provider that shows a thing
 * which nobody created keeps no state, so nothing is asked of it.
 *
 * @param steps - as they were called, captures and all
 * @param resources - of the contract
 */
export function judgeSteps(steps: readonly CalledStep[], resources: readonly Resource[]): readonly BrokenTrace[] {
  const created = new Set(steps.map(({ testCase }) => testCase.operation.id));
  return resources
    .filter(({ create }) => created.has(create.id))
    .flatMap((resource) => {
      const trace = traceFromSteps(resource, steps);
      const isStateless = trace.steps.some((step) => step.role === 'read' && step.instance === undefined && isDone(step.status));
      // What is only promised may happen at any time.
      const isPromised = trace.steps.some(({ status }) => status === 202);
      if (isStateless || isPromised || hasSharedIds(trace)) return [];
      return TRACE_CHECKS.flatMap((check) => check.judge(trace).map((failure) => ({ check, failure })));
    });
}

/**
 * Everything that is wrong with a sequence that is made again.
 *
 * @param steps - as they were called
 * @param contract - in which their operations are
 */
export function judgeSequence(steps: readonly CalledStep[], contract: Contract): readonly BrokenTrace[] {
  return judgeSteps(
    steps,
    resourcesOf(
      contract,
      contract.operations.map((entry) => entry.read()),
    ),
  );
}
