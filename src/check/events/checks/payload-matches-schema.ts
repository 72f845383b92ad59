import type { MessageCheck } from '../event-check.js';
import { failuresOfMessage } from '../event-check.js';

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#messageObject */
export const payloadMatchesSchema: MessageCheck = {
  code: 'check/payload-matches-schema',
  summary: 'the payload that a sender sends keeps its schema',
  severity: 'error',
  judge: (input) => failuresOfMessage(input, 'payload', 'a payload that keeps the schema of the message'),
};
