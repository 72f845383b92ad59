import type { JsonValue } from '../../../base/json.js';
import { isEqualJson } from '../../../schema/equality.js';
import type { MemberFacts } from '../client-member.js';
import { memberFactsOf } from '../client-member.js';
import { ignoredMembers } from '../ignored-members.js';
import type { SettledWrite } from '../settled-write.js';
import { settledWrites } from '../settled-write.js';
import type { Trace } from '../trace.js';
import type { TraceCheck, TraceFailure } from '../trace-check.js';
import { writesBetween } from '../trace-check.js';

/**
 * PUT replaces the whole: a member that the provider had taken and shown does not keep its value when a later PUT leaves it out. That the value is
 * not just the provider's default is proved first: by a thing that was written without the member and shows something else, or by two values that
 * were both kept. Nor does a PUT that was answered as done leave everything as it was, although it says otherwise. Not judged: ids, members that a
 * provider sets, members that are never shown, declared defaults.
 *
 * @see RFC 9110 §9.3.4
 */
export const putReplaces: TraceCheck = { code: 'check/put-replaces', summary: 'PUT replaces the whole', severity: 'error', judge };

function judge(trace: Trace): readonly TraceFailure[] {
  const writes = settledWrites(trace);
  const kept = writes.flatMap((second) => keptMembers(trace, writes, second));
  const proved = kept.filter((one) => isNoDefault(writes, kept, one));
  const firstOf = new Map(proved.map(({ second }) => [second, proved.filter((other) => other.second === second)] as const));
  const failures = [...firstOf].map(([second, members]) => failureOf(second, members));
  return failures.length > 0 ? failures : writes.flatMap((second) => ignoredFailure(trace, writes, second));
}

function ignoredFailure(trace: Trace, writes: readonly SettledWrite[], second: SettledWrite): readonly TraceFailure[] {
  const first = writeBefore(trace, writes, second);
  const members = first === undefined ? [] : ignoredMembers(first, second, memberFactsOf(trace.resource, second.write.called.testCase));
  const [shown] = members;
  if (shown === undefined) return [];
  const { operation } = second.write.called.testCase;
  return [
    {
      shownBy: second.reads.at(-1)?.step ?? second.write,
      operation,
      location: ['body', shown.name],
      expected: `PUT, answered ${second.write.status}, to have put ${members.map(({ name }) => `"${name}"`).join(', ')} as sent`,
      seen: `all as before: "${shown.name}" is ${JSON.stringify(shown.value)}`.slice(0, SHOWN_CHARACTER_COUNT),
    },
  ];
}

/** The write that a replacement replaces, as far as nothing else was written in between. */
function writeBefore(trace: Trace, writes: readonly SettledWrite[], second: SettledWrite): SettledWrite | undefined {
  if (second.write.role !== 'replace') return undefined;
  const first = writes.findLast((write) => write.write.index < second.write.index && write.write.instance === second.write.instance);
  return first === undefined || writesBetween(trace, first.write, second.write).length > 0 ? undefined : first;
}

interface KeptMember {
  readonly name: string;
  readonly value: JsonValue;
  readonly second: SettledWrite;
}

function keptMembers(trace: Trace, writes: readonly SettledWrite[], second: SettledWrite): readonly KeptMember[] {
  const first = writeBefore(trace, writes, second);
  if (first === undefined) return [];
  const facts = memberFactsOf(trace.resource, second.write.called.testCase);
  return Object.keys(first.sent).flatMap((name) => {
    const value = first.sent[name];
    const isKept =
      value !== undefined &&
      value !== null &&
      second.sent[name] === undefined &&
      showsIn(first, name, value) &&
      showsIn(second, name, value);
    return isKept && isJudged(facts, name, value) ? [{ name, value, second }] : [];
  });
}

function isJudged(facts: MemberFacts, name: string, value: JsonValue): boolean {
  return facts.isClients(name) && !facts.isDefault(name, value);
}

function showsIn({ reads }: SettledWrite, name: string, value: JsonValue): boolean {
  const shown = reads.at(-1)?.shown[name];
  return shown !== undefined && isEqualJson(shown, value);
}

function isNoDefault(writes: readonly SettledWrite[], kept: readonly KeptMember[], { name, value }: KeptMember): boolean {
  const showsOther = writes.some((write) => write.sent[name] === undefined && !showsIn(write, name, value));
  return showsOther || kept.some((other) => other.name === name && !isEqualJson(other.value, value));
}

function failureOf({ write, reads }: SettledWrite, members: readonly KeptMember[]): TraceFailure {
  const names = members.map(({ name }) => name);
  const [first] = members;
  const shownBy = reads.at(-1)?.step ?? write;
  return {
    shownBy,
    operation: write.called.testCase.operation,
    location: ['body', first?.name ?? ''],
    expected: `PUT without ${names.map((name) => `"${name}"`).join(', ')} to leave no old value of it`,
    seen: `still ${JSON.stringify(first?.value)}`.slice(0, SHOWN_CHARACTER_COUNT),
  };
}

const SHOWN_CHARACTER_COUNT = 200;
