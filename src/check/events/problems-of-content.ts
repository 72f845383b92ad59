import type { Message } from '../../contract/channel.js';
import type { MessageProblem } from '../../wire/judge-message.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import type { EventCase } from './event-case.js';

/**
 * What a message's contract has against values as they stand on the wire.
 *
 * @param values - of a case
 * @param message - that it is meant to be
 */
export function problemsOfContent(
  { payload, rawPayload, headers }: Pick<EventCase, 'payload' | 'rawPayload' | 'headers'>,
  message: Message,
): readonly MessageProblem[] {
  const bytes = rawPayload === undefined ? bytesFromPayload(payload, message) : Buffer.from(rawPayload);
  return judgeMessage(message, { payload: bytes, headers });
}
