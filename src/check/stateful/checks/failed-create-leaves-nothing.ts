import { listItems } from '../list-items.js';
import { marksIn } from '../mark.js';
import type { Trace, TraceStep } from '../trace.js';
import { isDone } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';

/**
 * A creation that is refused with 4xx leaves nothing: nothing that bears the mark of what was sent is listed afterwards that was not listed before.
 *
 * @see RFC 9110 §15.5
 */
export const failedCreateLeavesNothing: TraceCheck = {
  code: 'check/failed-create-leaves-nothing',
  summary: 'a refused create leaves nothing behind',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  return trace.steps.flatMap((refused) => {
    if (refused.role !== 'create' || refused.status < 400 || refused.status >= 500) return [];
    const marks = marksIn(refused.sent ?? null);
    const lists = trace.steps.filter((step) => step.role === 'list' && isDone(step.status));
    const before = lists.findLast((step) => step.index < refused.index);
    const after = lists.find((step) => step.index > refused.index && shows(step, marks));
    if (marks.length === 0 || before === undefined || shows(before, marks) || after === undefined) return [];
    // A creation that was accepted may have borne the same mark.
    const isOthers = trace.steps.some(
      (step) =>
        step !== refused && step.role !== 'list' && step.status < 400 && marksIn(step.sent ?? null).some((mark) => marks.includes(mark)),
    );
    if (isOthers) return [];
    return [
      {
        shownBy: after,
        operation: refused.called.testCase.operation,
        location: ['body'],
        expected: `what was refused (${refused.status}) to leave nothing behind`,
        seen: 'the list shows what was sent',
      },
    ];
  });
}

function shows({ body }: TraceStep, marks: readonly string[]): boolean {
  return listItems(body).some((item) => marksIn(item).some((mark) => marks.includes(mark)));
}
