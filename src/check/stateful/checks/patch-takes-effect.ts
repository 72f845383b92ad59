import { memberFactsOf } from '../client-member.js';
import { ignoredMembers } from '../ignored-members.js';
import { settledWrites } from '../settled-write.js';
import type { Trace } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';
import { writesBetween } from '../trace-check.js';

/**
 * A PATCH of members that was answered as done does not leave everything as it was: of what it sent with other values, and what clients were seen to
 * decide, something is shown afterwards. Not judged: patches that are lists of operations (RFC 6902), a change of one member alone, which may be fixed.
 *
 * @see RFC 5789 §2, RFC 7396
 */
export const patchTakesEffect: TraceCheck = {
  code: 'check/patch-takes-effect',
  summary: 'a PATCH that is answered as done has an effect',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  const writes = settledWrites(trace, ['create', 'replace', 'change']);
  return writes.flatMap((second) => {
    const { write, reads } = second;
    if (write.role !== 'change') return [];
    const first = writes.findLast((other) => other.write.index < write.index && other.write.instance === write.instance);
    if (first === undefined || first.write.role === 'change' || writesBetween(trace, first.write, write).length > 0) return [];
    const { testCase } = write.called;
    const members = ignoredMembers(first, second, memberFactsOf(trace.resource, testCase));
    const [shown] = members;
    if (shown === undefined) return [];
    return [
      {
        shownBy: reads.at(-1)?.step ?? write,
        operation: testCase.operation,
        location: ['body', shown.name],
        expected: `PATCH, answered ${write.status}, to have changed ${members.map(({ name }) => `"${name}"`).join(', ')}`,
        seen: `all as before: "${shown.name}" is ${JSON.stringify(shown.value)}`.slice(0, SHOWN_CHARACTER_COUNT),
      },
    ];
  });
}

const SHOWN_CHARACTER_COUNT = 200;
