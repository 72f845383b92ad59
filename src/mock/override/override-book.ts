import { InputError } from '../../base/errors.js';
import type { JsonObject } from '../../base/json.js';
import { callDifferences, memberCount } from '../../journal/call-differences.js';
import type { CallDifference, MatchedCall } from '../../journal/call-match.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { OrderedAnswer, Override } from './override.js';

/** A request of which an override may decide the answer. */
export interface OverriddenCall {
  readonly request: HttpRequest;
  /** The id of the operation that it reached; `undefined` for none. */
  readonly operation: string | undefined;
}

/** What an override has decided. */
export interface Overriding {
  /** Its id. */
  readonly id: string;
  readonly answer: OrderedAnswer;
  readonly delayMs: number;
}

/** What tests have ordered one mock to answer, in one scope. */
export interface OverrideBook {
  /** The newest override that fits; one that holds for a number of calls has one fewer left. */
  take(call: OverriddenCall): Overriding | undefined;
  /** Whether one would be taken; the operation is asked for only where there is any. */
  fits(request: HttpRequest, operationOf: (request: HttpRequest) => { readonly id: string } | undefined): boolean;
  /**
   * Adds an override as the newest, or puts it in place of that of the same id.
   *
   * @throws InputError `E_OVERRIDE_INVALID` when there are too many
   */
  add(override: Override): void;
  /** @returns whether there was one */
  remove(id: string): boolean;
  clear(): void;
  /** One that no override here has had. */
  nextId(): string;
  /** Those that did not fit but have something in common with the call, the nearest first, and in what they differ. */
  nearly(call: MatchedCall): readonly NearOverride[];
  /** The newest first; what has held for all its calls is gone. */
  list(): readonly ShownOverride[];
}

/** An override that did not fit. */
export interface NearOverride {
  readonly id: string;
  /** At least one. */
  readonly differences: readonly CallDifference[];
}

interface ShownOverride extends JsonObject {
  readonly id: string;
  /** How many answers it has decided. */
  readonly usedCount: number;
}

/**
 * An empty book.
 */
export function createOverrideBook(): OverrideBook {
  let newestFirst: readonly Kept[] = [];
  let idCount = 0;
  const without = (id: string): readonly Kept[] => newestFirst.filter(({ override }) => override.id !== id);
  return {
    take: (call) => {
      if (newestFirst.length === 0) return undefined;
      const found = newestFirst.find(({ override }) => callDifferences(override.match, call).length === 0);
      if (found === undefined) return undefined;
      const { override } = found;
      found.usedCount += 1;
      if (override.times !== undefined && found.usedCount >= override.times) newestFirst = newestFirst.filter((kept) => kept !== found);
      return { id: override.id, answer: override.answer, delayMs: override.delayMs };
    },
    fits: (request, operationOf) => {
      if (newestFirst.length === 0) return false;
      const call = { request, operation: operationOf(request)?.id };
      return newestFirst.some(({ override }) => callDifferences(override.match, call).length === 0);
    },
    add: (override) => {
      const others = without(override.id);
      if (others.length >= MAX_OVERRIDE_COUNT) {
        const problem = `is one too many: a scope may have ${MAX_OVERRIDE_COUNT}`;
        throw new InputError({ code: 'E_OVERRIDE_INVALID', args: { pointer: '', problem } });
      }
      newestFirst = [{ override, usedCount: 0 }, ...others];
    },
    remove: (id) => {
      const others = without(id);
      const isFound = others.length < newestFirst.length;
      newestFirst = others;
      return isFound;
    },
    clear: () => {
      newestFirst = [];
    },
    nextId: () => {
      const taken = new Set(newestFirst.map(({ override }) => override.id));
      do idCount += 1;
      while (taken.has(`override-${idCount}`));
      return `override-${idCount}`;
    },
    nearly: (call) =>
      newestFirst
        .map(({ override: { id, match } }) => ({ id, differences: callDifferences(match, call), memberCount: memberCount(match) }))
        .filter(({ differences, memberCount: count }) => differences.length > 0 && (differences.length < count || isClose(differences)))
        .toSorted((left, right) => left.differences.length - right.differences.length)
        .slice(0, MAX_NEAR_COUNT)
        .map(({ id, differences }) => ({ id, differences })),
    list: () => newestFirst.map(({ override, usedCount }) => ({ ...override.written, id: override.id, usedCount })),
  };
}

/** What was for another operation and nothing else is not near. */
function isClose(differences: readonly CallDifference[]): boolean {
  return differences.length === 1 && differences[0]?.part !== 'operation' && differences[0]?.part !== 'method';
}

interface Kept {
  readonly override: Override;
  usedCount: number;
}

/** More are not read. */
const MAX_NEAR_COUNT = 5;
const MAX_OVERRIDE_COUNT = 1_000;
