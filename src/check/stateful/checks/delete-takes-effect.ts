import { deletionsIn } from '../deletion.js';
import type { Trace } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';

/**
 * A DELETE that is answered as done has done something: what it was asked to remove is not exactly as before everywhere it can be seen. Not judged: 202,
 * which only promises it; a thing that is shown afterwards with any difference, for it may be marked as deleted.
 *
 * @see RFC 9110 §9.3.5
 */
export const deleteTakesEffect: TraceCheck = {
  code: 'check/delete-takes-effect',
  summary: 'DELETE that was answered as done has done something',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  return deletionsIn(trace).flatMap(({ remove, stillRead, stillListed, isNoted }) => {
    const shownBy = stillRead ?? stillListed;
    if (shownBy === undefined || isNoted) return [];
    const { method, target } = shownBy.called.exchange.request;
    return [
      {
        shownBy,
        operation: remove.called.testCase.operation,
        location: ['status'],
        expected: `DELETE, answered ${remove.status}, to have an effect`,
        seen: `${method} ${target} answers ${shownBy.status} with what was there before`,
      },
    ];
  });
}
