import { isJsonObject } from '../../../base/json.js';
import { isEqualJson } from '../../../schema/equality.js';
import type { Trace, TraceStep } from '../trace.js';
import { isDone, isGone, representationOf } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';
import { writesBetween } from '../trace-check.js';

/**
 * What an answer says was created can be read by the id it was given, as long as nobody has changed it. An answer of 202 promises nothing; one of 200
 * counts when it shows what was sent.
 *
 * @see RFC 9110 §9.3.3, §15.3.2
 */
export const createdIsThere: TraceCheck = {
  code: 'check/created-is-there',
  summary: 'what was created can be read',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  return trace.steps.flatMap((read) => {
    if (read.role !== 'read' || !isGone(read.status)) return [];
    const create = trace.steps.find((step) => step.role === 'create' && step.index === read.instance);
    if (create === undefined || !hasCreated(trace, create) || writesBetween(trace, create, read).length > 0) return [];
    const { path } = read.called.testCase.operation;
    return [
      {
        shownBy: read,
        operation: read.called.testCase.operation,
        location: ['status'],
        expected: `what was created (${create.status}) to be at ${path}`,
        seen: String(read.status),
      },
    ];
  });
}

function hasCreated({ resource }: Trace, { status, body, sent }: TraceStep): boolean {
  if (status === 201) return true;
  const made = representationOf(resource, body);
  if (!isDone(status) || made === undefined || !isJsonObject(sent)) return false;
  return Object.entries(sent).some(([name, value]) => value !== undefined && isEqualJson(made[name] ?? null, value) && value !== null);
}
