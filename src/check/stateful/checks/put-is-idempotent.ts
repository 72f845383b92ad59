import type { JsonObject, JsonValue } from '../../../base/json.js';
import { isEqualJson } from '../../../schema/equality.js';
import { memberFactsOf } from '../client-member.js';
import { listItems } from '../list-items.js';
import { marksIn } from '../mark.js';
import { projectedOnto } from '../projection.js';
import { restlessMembers } from '../restless-members.js';
import type { SettledWrite } from '../settled-write.js';
import { settledWrites } from '../settled-write.js';
import type { Trace, TraceStep } from '../trace.js';
import { isDone } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';
import { writesBetween } from '../trace-check.js';

/**
 * The same PUT again changes nothing more: what clients decide is the same after the second as after the first, no list has grown, and no second
 * thing has come to be. Not judged: members that a provider sets (instants, versions, entity tags, logs), what differs between two reads with no
 * write between them, ids inside of the representation.
 *
 * @see RFC 9110 §9.2.2, §9.3.4
 */
export const putIsIdempotent: TraceCheck = {
  code: 'check/put-is-idempotent',
  summary: 'the same PUT again changes nothing more',
  severity: 'error',
  judge,
};

function judge(trace: Trace): readonly TraceFailure[] {
  const writes = settledWrites(trace);
  return writes.flatMap((second) => {
    const first = writes.findLast((write) => write.write.index < second.write.index && write.write.instance === second.write.instance);
    if (first === undefined || !isSamePut(trace, first, second)) return [];
    return memberFailure(trace, first, second) ?? listFailure(trace, first, second) ?? [];
  });
}

function isSamePut(trace: Trace, first: SettledWrite, second: SettledWrite): boolean {
  const isPut = first.write.role === 'replace' && second.write.role === 'replace';
  return isPut && isEqualJson(first.sent, second.sent) && writesBetween(trace, first.write, second.write).length === 0;
}

function memberFailure(trace: Trace, first: SettledWrite, second: SettledWrite): TraceFailure | undefined {
  const before = first.reads.at(-1)?.shown;
  const after = second.reads.at(-1);
  const facts = memberFactsOf(trace.resource, second.write.called.testCase);
  const restless = restlessMembers(first.reads.map(({ shown }) => shown));
  if (before === undefined || after === undefined) return undefined;
  const changed = Object.keys(after.shown).find((name) => {
    const own = second.sent[name];
    if (!facts.isClients(name) || restless.has(name)) return false;
    // What nobody sent may be the provider's own count of things; a list of the client's that grows is not.
    if (own === undefined) return facts.isSendable(name) && hasGrown(before[name], after.shown[name]);
    return !isEqualJson(projectedOnto(own, before[name] ?? null), projectedOnto(own, after.shown[name] ?? null));
  });
  if (changed === undefined) return undefined;
  return {
    shownBy: after.step,
    operation: second.write.called.testCase.operation,
    location: ['body', changed],
    expected: `${shortText(before[changed])}, as after the first PUT`,
    seen: shortText(after.shown[changed]),
  };
}

function hasGrown(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  return Array.isArray(before) && Array.isArray(after) && after.length > before.length;
}

function listFailure(trace: Trace, first: SettledWrite, second: SettledWrite): TraceFailure | undefined {
  const listAfter = (from: TraceStep, to: number): TraceStep | undefined =>
    trace.steps.findLast((step) => step.role === 'list' && isDone(step.status) && step.index > from.index && step.index < to);
  const before = listAfter(first.write, second.write.index);
  const after = listAfter(second.write, Number.POSITIVE_INFINITY);
  const marks = marksIn(second.sent);
  if (before === undefined || after === undefined || marks.length === 0) return undefined;
  const count = (step: TraceStep): number => listItems(step.body).filter((item) => hasMarks(item, marks)).length;
  if (count(before) === 0 || count(after) <= count(before)) return undefined;
  return {
    shownBy: after,
    operation: second.write.called.testCase.operation,
    location: ['body'],
    expected: 'the same PUT again to create nothing',
    seen: `the list shows ${count(after)} of what was sent, ${count(before)} before`,
  };
}

function hasMarks(item: JsonObject, marks: readonly string[]): boolean {
  const own = marksIn(item);
  return marks.every((mark) => own.includes(mark));
}

function shortText(value: JsonValue | undefined): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, SHOWN_CHARACTER_COUNT);
}

const SHOWN_CHARACTER_COUNT = 120;
