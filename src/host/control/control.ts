import { responseFromProblem } from '../../mock/problem.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import type { ControlAnswer } from './control-answer.js';
import { isForConsole, isForMetrics } from './control-prefix.js';
import { consoleRefusal, controlRefusal } from './control-refusal.js';
import { answerControlCall, type ControlledSystems } from './control-router.js';

export interface ControlOptions extends ControlledSystems {
  /** Answers who reads metrics; without it the path of metrics is the contract's. */
  readonly metrics?: (() => Promise<HttpResponse>) | undefined;
  /** That opens the API to other machines. */
  readonly token?: string | undefined;
}

/**
 * Answers one call.
 *
 * @param remoteAddress - of whoever calls
 */
export type Control = ((request: HttpRequest, remoteAddress: string | undefined) => ControlAnswer | Promise<ControlAnswer>) & {
  readonly hasMetrics?: boolean;
};

/**
 * Answers the control API, and the console that uses it, to whoever may control anything.
 *
 * @param options - what is controlled
 * @returns the answer to a request for which `isForControl` holds; a refusal is a problem
 */
export function createControl(options: ControlOptions): Control {
  const { metrics, token } = options;
  const control = (request: HttpRequest, remoteAddress: string | undefined): ControlAnswer | Promise<ControlAnswer> => {
    if (isForConsole(request.target)) return consoleRefusal(request, remoteAddress, token) ?? pageOf(request);
    const refusal = controlRefusal(request, remoteAddress, token);
    if (refusal !== undefined) return refusal;
    return metrics !== undefined && isForMetrics(request.target) ? metricsOf(request, metrics) : answerControlCall(request, options);
  };
  return Object.assign(control, { hasMetrics: metrics !== undefined });
}

function metricsOf({ method }: HttpRequest, metrics: () => Promise<HttpResponse>): Promise<HttpResponse> | HttpResponse {
  return method === 'GET' || method === 'HEAD' ? metrics() : onlyRead('Metrics are only read: GET them.');
}

/** Loaded where somebody opens it. */
async function pageOf({ method, target }: HttpRequest): Promise<HttpResponse> {
  if (method !== 'GET' && method !== 'HEAD') return onlyRead('The console is a page: GET it.');
  const { consoleFile } = await import('./console-file.js');
  return consoleFile(target);
}

function onlyRead(detail: string): HttpResponse {
  return responseFromProblem({ code: 'NO_METHOD_MATCHED_ERROR', status: 405, detail, headers: ['allow', 'GET, HEAD'] });
}
