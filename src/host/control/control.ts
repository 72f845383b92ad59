import type { HttpRequest } from '../../wire/http-message.js';
import type { ControlAnswer } from './control-answer.js';
import { controlRefusal } from './control-refusal.js';
import { answerControlCall, type ControlledSystems } from './control-router.js';

export interface ControlOptions extends ControlledSystems {
  /** That opens the API to other machines. */
  readonly token?: string | undefined;
}

/**
 * Answers one call.
 *
 * @param remoteAddress - of whoever calls
 */
export type Control = (request: HttpRequest, remoteAddress: string | undefined) => ControlAnswer | Promise<ControlAnswer>;

/**
 * Answers the control API to whoever may control anything.
 *
 * @param options - what is controlled
 * @returns the answer to a request whose target begins with `CONTROL_PREFIX`; a refusal is a problem
 */
export function createControl(options: ControlOptions): Control {
  return (request, remoteAddress) => controlRefusal(request, remoteAddress, options.token) ?? answerControlCall(request, options);
}
