import { deletionsIn } from '../deletion.js';
import type { Trace } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';

/**
 * What was deleted is gone everywhere: when one answer shows that it is (a read or another DELETE that finds nothing, a list without it), no other
 * shows it exactly as it was.
 *
 * @see RFC 9110 §9.3.5
 */
export const deletedIsGone: TraceCheck = {
  code: 'check/deleted-is-gone',
  summary: 'what was deleted cannot be read any more',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  return deletionsIn(trace).flatMap(({ remove, stillRead, stillListed, isNoted }) => {
    const shownBy = stillRead ?? stillListed;
    if (shownBy === undefined || !isNoted) return [];
    const last = trace.steps.findLast((step) => step.index > remove.index) ?? shownBy;
    const { method, target } = shownBy.called.exchange.request;
    return [
      {
        // What shows that it was noted may come later.
        shownBy: shownBy.index > last.index ? shownBy : last,
        operation: shownBy.called.testCase.operation,
        location: ['status'],
        expected: `what was deleted (${remove.status}) not to be shown any more`,
        seen: `${method} ${target} answers ${shownBy.status} with what was there before`,
      },
    ];
  });
}
