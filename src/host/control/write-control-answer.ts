import type { ServerResponse } from 'node:http';
import { writeResponse } from '../write-response.js';
import type { ControlAnswer } from './control-answer.js';

/**
 * Answers a call of the control API; what goes on does so until the caller has gone.
 *
 * @param outgoing - nothing was said on it yet
 */
export function writeControlAnswer(outgoing: ServerResponse, answer: ControlAnswer): void {
  if (!('follow' in answer)) {
    writeResponse(outgoing, answer);
    return;
  }
  outgoing.writeHead(answer.status, [...answer.headers]);
  outgoing.flushHeaders();
  const end = answer.follow((text) => {
    // Who does not read what is told does not make us keep it.
    if (outgoing.writableLength > MAX_UNREAD_BYTES) outgoing.destroy();
    else outgoing.write(text);
  });
  outgoing.once('close', end);
}

const MAX_UNREAD_BYTES = 16_777_216;
