import type { Trace } from '../trace.js';
import { isDone, isGone } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';
import { writesBetween } from '../trace-check.js';

/**
 * The `Location` of a 201 leads to what was created: a GET there finds something. A thing that cannot be read by its id either is told by
 * `created-is-there`.
 *
 * @see RFC 9110 §10.2.2, §15.3.2
 */
export const locationAnswers: TraceCheck = {
  code: 'check/location-answers',
  summary: 'the Location of what was created answers',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  return trace.steps.flatMap((follow) => {
    if (follow.role !== 'follow' || !isGone(follow.status)) return [];
    const create = trace.steps.find((step) => step.index === follow.instance);
    if (create?.status !== 201 || writesBetween(trace, create, follow).length > 0) return [];
    const reads = trace.steps.filter((step) => step.role === 'read' && step.instance === follow.instance);
    if (reads.length > 0 && !reads.some((read) => isDone(read.status))) return [];
    return [
      {
        shownBy: follow,
        operation: create.called.testCase.operation,
        location: ['header', 'location'],
        expected: 'the Location to lead to what was created',
        seen: `GET ${follow.called.exchange.request.target} answered ${follow.status}`,
      },
    ];
  });
}
