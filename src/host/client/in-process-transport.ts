import { invariant } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import type { HttpResponse } from '../../wire/http-message.js';
import type { ControlAnswer } from '../control/control-answer.js';
import { CONTROL_PREFIX } from '../control/control-prefix.js';
import { answerControlCall, type ControlledSystems } from '../control/control-router.js';
import type { ControlTransport } from './mock-client.js';

/**
 * Calls the control API without a socket: what is asked for is done before the call returns.
 *
 * @param controlled - the mocks of this process
 */
export function inProcessTransport(controlled: ControlledSystems): ControlTransport {
  return async (method, path, body) => {
    const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
    const headers = ['content-type', 'application/json'];
    const answered = answerControlCall({ method, target: `${CONTROL_PREFIX}${path}`, headers, body: bytes }, controlled);
    const response = whole(answered instanceof Promise ? await answered : answered);
    const text = response.body === undefined ? '' : String(response.body);
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as JsonValue) };
  };
}

function whole(answer: ControlAnswer): HttpResponse {
  invariant(!('follow' in answer), 'only who asks for events is told them as they come');
  return answer;
}
