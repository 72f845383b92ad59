import { InputError } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { ControlAnswer } from './control-answer.js';
import type { ControlledSystem } from './controlled-system.js';

/** One call of the control API. */
export interface ControlCall {
  readonly request: HttpRequest;
  /** What stands behind the resource: `journal/17/explanation` has two. Decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  /** All of the process. */
  readonly all: readonly ControlledSystem[];
  /** The system whose port this is; `undefined` before all of them. */
  readonly own: string | undefined;
  /** Those that are meant: at least one. */
  readonly systems: readonly ControlledSystem[];
  /** That is meant: `''` for the common one, `undefined` when none was named. */
  readonly scope: string | undefined;
  /**
   * The body.
   *
   * @throws InputError `E_CONTROL_BODY` when it is not JSON
   */
  readonly json: () => JsonValue;
}

export type ControlHandler = (call: ControlCall) => ControlAnswer | Promise<ControlAnswer>;

/** What is below one name, by method, and how many parts may follow the name. */
export interface ControlResource {
  readonly name: string;
  readonly methods: Readonly<Record<string, ControlHandler>>;
  /** With an id behind the name. */
  readonly one?: Readonly<Record<string, ControlHandler>> | undefined;
  /** With a name behind the id. */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, ControlHandler>>>> | undefined;
}

/**
 * The JSON of a body.
 *
 * @throws InputError `E_CONTROL_BODY` when it is none
 */
export function jsonOfBody({ body }: HttpRequest): JsonValue {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as JsonValue;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError({ code: 'E_CONTROL_BODY', args: { problem: `is not JSON: ${reason}`, pointer: '' }, cause });
  }
}

/**
 * The error that a body is not what belongs there.
 *
 * @param problem - a clause without a subject
 */
export function wrongBody(pointer: string, problem: string): InputError {
  return new InputError({ code: 'E_CONTROL_BODY', args: { pointer, problem } });
}
