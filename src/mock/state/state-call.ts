import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import type { Schema } from '../../schema/schema.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { Problem } from '../problem.js';
import type { KeptCollection, Memory } from './memory.js';
import type { PathPlan } from './place.js';
import type { StateChange } from './state-store.js';

/** A call that was let in, and all that its answer may depend on. */
export interface StateCall {
  readonly operation: Operation;
  readonly plan: PathPlan;
  readonly request: HttpRequest;
  /** Raw, still percent-encoded. */
  readonly pathValues: ReadonlyMap<string, string>;
  /** By location and name: `query:limit`. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  readonly body: JsonValue | Uint8Array | undefined;
  readonly nowMs: number | undefined;
  readonly seed: string;
  readonly memory: Memory;
  /**
   * What is answered without state.
   *
   * @param code - the success that is wanted; by default the usual one
   */
  usual(code?: number): UsualAnswer;
}

/** The answer that an operation gives without state. */
export interface UsualAnswer {
  readonly status: number;
  /** Of its JSON; `undefined` when it has none. */
  readonly schema: Schema | undefined;
  readonly value: JsonValue | undefined;
  /** Names and values in turn. */
  readonly headers: readonly string[];
}

/** What is answered by what is remembered. */
export type StateOutcome =
  /** State has nothing to do with it, or cannot say it. */
  | { readonly kind: 'usual'; readonly note: string | undefined }
  | {
      readonly kind: 'shown';
      /** Of the usual answer whose place it takes. */
      readonly code: number | undefined;
      /** In the place of its content; `undefined` leaves it. */
      readonly value: JsonValue | undefined;
      /** In the place of headers of the same names. */
      readonly headers: readonly string[];
      readonly changes: readonly StateChange[];
      readonly note?: string | undefined;
    }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** A call about one thing, or about where it may come to be. */
export interface ItemCall {
  readonly call: StateCall;
  readonly kept: KeptCollection;
  readonly key: string;
  /** `undefined` when it is not there. */
  readonly item: JsonObject | undefined;
}

/**
 * The answer without state, and why.
 *
 * @param note - for the caller; `undefined` where nobody would expect state
 */
export function usualOutcome(note?: string): StateOutcome {
  return { kind: 'usual', note };
}

/**
 * The refusal of a call about what is not there.
 *
 * @param place - of it: `/orders/7`
 */
export function notThere(place: string): StateOutcome {
  const detail = `There is nothing at ${place}: it was not created, or it was deleted.`;
  return { kind: 'refused', problem: { code: 'ITEM_NOT_FOUND', status: 404, detail } };
}
