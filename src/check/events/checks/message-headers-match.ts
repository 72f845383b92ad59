import { HOLDS } from '../../exchange-check.js';
import type { MessageCheck } from '../event-check.js';
import { failuresOfMessage } from '../event-check.js';

/** Only where the broker carries headers. */
export const messageHeadersMatch: MessageCheck = {
  code: 'check/message-headers-match',
  summary: 'the headers that a sender sends keep their schema',
  severity: 'error',
  judge: (input) => (input.carries.headers ? failuresOfMessage(input, 'header', 'headers that keep their schema') : HOLDS),
};
