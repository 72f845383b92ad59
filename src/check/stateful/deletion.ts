import type { JsonObject } from '../../base/json.js';
import { isEqualJson } from '../../schema/equality.js';
import { listItems } from './list-items.js';
import { pathValues } from '../../contract/path-values.js';
import { itemParameterOf } from './resource-model.js';
import { restlessMembers } from './restless-members.js';
import { isIdName, nounFromWord, plainName, referredNoun } from '../../contract/resource-name.js';
import type { Trace, TraceStep } from './trace.js';
import { isDone, isGone, mayHaveWritten, representationOf } from './trace.js';

/** What the steps around a DELETE that was answered as done show of its thing. */
export interface Deletion {
  readonly remove: TraceStep;
  /** The first read afterwards that finds exactly what was there before; `undefined` when there is none. */
  readonly stillRead: TraceStep | undefined;
  /** The first list afterwards that shows exactly what it showed before; `undefined` when there is none. */
  readonly stillListed: TraceStep | undefined;
  /** Whether any answer afterwards shows that the provider took note: a read or another DELETE that finds nothing, a list without the thing. */
  readonly isNoted: boolean;
}

/**
 * The deletions of a sequence that were answered as done, each of a thing that nobody brought back. Only what is exactly as before counts as still
 * there: a thing that is marked as deleted (`status`, `deletedAt`) may be shown. Left out of that are members that differed between two reads before.
 *
 * @param trace - of one resource
 * @see RFC 9110 §9.3.5
 */
export function deletionsIn(trace: Trace): readonly Deletion[] {
  return trace.steps
    .filter((step, place) => step.role === 'remove' && step.instance !== undefined && isDone(step.status) && isFirst(trace, step, place))
    .map((remove) => deletionAt(trace, remove));
}

/** Another DELETE before it may have done the work. */
function isFirst({ steps }: Trace, remove: TraceStep, place: number): boolean {
  return !steps.slice(0, place).some((step) => step.role === 'remove' && step.instance === remove.instance && mayHaveWritten(step));
}

function deletionAt(trace: Trace, remove: TraceStep): Deletion {
  const before = trace.steps.filter((step) => step.index < remove.index);
  const lastWrite = before.findLast((step) => step.instance === remove.instance && mayHaveWritten(step));
  const settled = before.filter((step) => step.index > (lastWrite?.index ?? -1));
  const after = untilRewritten(trace, remove);
  const reads = settled.filter((step) => step.role === 'read' && step.instance === remove.instance && isDone(step.status));
  const representations = reads.map((step) => representationOf(trace.resource, step.body)).filter((one) => one !== undefined);
  const restless = restlessMembers(representations);
  const list = settled.findLast((step) => step.role === 'list' && isDone(step.status));
  const shown = representations.at(-1);
  const listed = list === undefined ? undefined : itemIn(trace, list, remove);
  const own = after.filter((step) => step.instance === remove.instance);
  const lists = listed === undefined ? [] : after.filter((step) => step.role === 'list' && isDone(step.status));
  return {
    remove,
    stillRead: own.find(
      (step) => step.role === 'read' && isDone(step.status) && isSame(shown, representationOf(trace.resource, step.body), restless),
    ),
    stillListed: lists.find((step) => isSame(listed, itemIn(trace, step, remove), restless)),
    isNoted:
      own.some((step) => (step.role === 'read' || step.role === 'remove') && isGone(step.status)) ||
      lists.some((step) => itemIn(trace, step, remove) === undefined),
  };
}

function untilRewritten({ steps }: Trace, remove: TraceStep): readonly TraceStep[] {
  const after = steps.filter((step) => step.index > remove.index);
  const rewritten = after.findIndex((step) => step.instance === remove.instance && step.role !== 'remove' && mayHaveWritten(step));
  return rewritten === -1 ? after : after.slice(0, rewritten);
}

function isSame(before: JsonObject | undefined, after: JsonObject | undefined, restless: ReadonlySet<string>): boolean {
  if (before === undefined || after === undefined) return false;
  const settled = (object: JsonObject): JsonObject => Object.fromEntries(Object.entries(object).filter(([name]) => !restless.has(name)));
  const known = settled(before);
  return Object.keys(known).length > 0 && isEqualJson(known, settled(after));
}

function itemIn({ resource }: Trace, list: TraceStep, remove: TraceStep): JsonObject | undefined {
  const { operation } = remove.called.testCase;
  const name = itemParameterOf(operation) ?? '';
  const id = pathValues(operation.path, remove.called.exchange.request.target)?.get(name);
  const isIdMember = (member: string): boolean =>
    plainName(member) === plainName(name) ||
    isIdName(member) ||
    (referredNoun(member) ?? '') === resource.noun ||
    nounFromWord(member) === resource.noun;
  return listItems(list.body).find((item) =>
    Object.entries(item).some(
      ([member, value]) => (typeof value === 'string' || typeof value === 'number') && String(value) === id && isIdMember(member),
    ),
  );
}
