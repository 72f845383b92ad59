import { HOLDS } from '../../exchange-check.js';
import type { MessageCheck } from '../event-check.js';
import { eventPlace } from '../event-place.js';

/** What is sent is one of the messages that the operation has. */
export const messageDeclared: MessageCheck = {
  code: 'check/message-declared',
  summary: 'what a sender sends is one of the declared messages',
  severity: 'error',
  judge: ({ operation, declared }) => {
    if (declared !== undefined || operation.messages.length === 0) return HOLDS;
    const names = operation.messages.slice(0, SHOWN_COUNT).map(({ id }) => id);
    const expected = `one of ${names.join(', ')}`;
    return [{ severity: 'error', place: eventPlace(operation), location: ['payload'], expected, seen: 'a message that is none of them' }];
  },
};

const SHOWN_COUNT = 8;
