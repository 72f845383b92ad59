import type { JsonValue } from '../../base/json.js';
import { isEqualJson } from '../../schema/equality.js';
import type { MemberFacts } from './client-member.js';
import { projectedOnto } from './projection.js';
import type { SettledWrite } from './settled-write.js';

/** A member whose new value was taken by an answer and is not there. */
export interface IgnoredMember {
  readonly name: string;
  /** As it was before, and still is. */
  readonly value: JsonValue;
}

/**
 * What a replacement was to change, where it has changed nothing at all: every member that was sent with another value is shown as before. One member that
 * stays may be fixed by whoever created the thing; so at least two stay, and one of them is known to be taken from clients and shown to them.
 *
 * @param first - the write before it, to the same thing
 * @param second - the replacement
 * @param facts - which members clients decide
 * @returns those that show it best come first; empty when anything has changed
 */
export function ignoredMembers(first: SettledWrite, second: SettledWrite, facts: MemberFacts): readonly IgnoredMember[] {
  const before = first.reads.at(-1)?.shown ?? {};
  const after = second.reads.at(-1)?.shown ?? {};
  const names = Object.keys(second.sent).filter((name) => {
    const sent = second.sent[name] ?? null;
    return sent !== null && facts.isClients(name) && !looksAs(sent, sent, before[name]);
  });
  const hasChanged = names.some((name) => !isEqualJson(before[name] ?? null, after[name] ?? null));
  const taken = names.filter((name) => {
    const sent = first.sent[name] ?? null;
    return sent !== null && looksAs(sent, sent, before[name]);
  });
  if (hasChanged || taken.length === 0 || names.length < LEAST_COUNT) return [];
  return [...taken, ...names.filter((name) => !taken.includes(name))].map((name) => ({ name, value: before[name] ?? null }));
}

function looksAs(form: JsonValue, value: JsonValue, shown: JsonValue | undefined): boolean {
  return shown !== undefined && isEqualJson(projectedOnto(form, value), projectedOnto(form, shown));
}

const LEAST_COUNT = 2;
