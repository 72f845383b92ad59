import { responseFromProblem } from '../../mock/problem.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import type { ControlAnswer } from './control-answer.js';
import { isForConsole } from './control-prefix.js';
import { consoleRefusal, controlRefusal } from './control-refusal.js';
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
 * Answers the control API, and the console that uses it, to whoever may control anything.
 *
 * @param options - what is controlled
 * @returns the answer to a request for which `isForControl` holds; a refusal is a problem
 */
export function createControl(options: ControlOptions): Control {
  return (request, remoteAddress) => {
    if (isForConsole(request.target)) return consoleRefusal(request, remoteAddress, options.token) ?? pageOf(request);
    return controlRefusal(request, remoteAddress, options.token) ?? answerControlCall(request, options);
  };
}

/** Loaded where somebody opens it. */
async function pageOf({ method, target }: HttpRequest): Promise<HttpResponse> {
  if (method !== 'GET' && method !== 'HEAD')
    return responseFromProblem({
      code: 'NO_METHOD_MATCHED_ERROR',
      status: 405,
      detail: 'The console is a page: GET it.',
      headers: ['allow', 'GET, HEAD'],
    });
  const { consoleFile } = await import('./console-file.js');
  return consoleFile(target);
}
