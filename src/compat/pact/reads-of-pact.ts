import { appendToken } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { ReadMember } from '../usage/usage.js';
import { isJsonBody } from './body-from-json.js';
import type { PactBody } from './pact.js';
import type { PactMatcher, PathRule } from './pact-rules.js';
import type { RuleScope } from './rule-scope.js';
import { ruleScopeOf } from './rule-scope.js';

/**
 * The members that a pact expects, as reads: those are what the consumer's tests rest on.
 *
 * @param body - of a response, or the contents of a message; without one nothing is read
 * @param rules - of that body: a place with a matcher has survived other values than the example's
 * @returns by pointer; `undefined` when the body is no JSON, so that all of it may matter
 */
export function readsOfPact(body: PactBody | undefined, rules: readonly PathRule[]): readonly ReadMember[] | undefined {
  if (body === undefined) return [];
  if (!isJsonBody(body)) return undefined;
  const reads = new Map<string, ReadMember>();
  collect(body.content, ruleScopeOf(rules), { reads, pointer: '', depth: 0 });
  return [...reads.values()];
}

interface Collecting {
  readonly reads: Map<string, ReadMember>;
  readonly pointer: string;
  readonly depth: number;
}

function collect(value: JsonValue, scope: RuleScope, { reads, pointer, depth }: Collecting): void {
  if (reads.size >= MAX_READ_COUNT || depth > MAX_DEPTH) return;
  const known = reads.get(pointer);
  const survives = {
    null: value === null || known?.survives.null === true,
    absent: false,
    newValue: (scope.rule?.matchers ?? []).some(takesOthers) || known?.survives.newValue === true,
  };
  reads.set(pointer, { pointer, count: 1, survives });
  if (Array.isArray(value)) {
    const below = `${pointer}/*`;
    for (const [index, item] of value.entries()) collect(item, scope.below(String(index)), { reads, pointer: below, depth: depth + 1 });
  } else if (isJsonObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      collect(each ?? null, scope.below(name), { reads, pointer: appendToken(pointer, name), depth: depth + 1 });
    }
  }
}

function takesOthers({ kind }: PactMatcher): boolean {
  return kind === 'type' || kind === 'not-empty' || kind === 'include';
}

const MAX_READ_COUNT = 2_000;
const MAX_DEPTH = 100;
