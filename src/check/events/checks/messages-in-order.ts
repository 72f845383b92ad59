import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure } from '../event-check.js';

/** Asked only where the broker keeps the order and the contract or the pair promises it. */
export const messagesInOrder: ReceiverCheck = {
  code: 'check/messages-in-order',
  summary: 'effects come in the order of the messages, where that is promised',
  severity: 'error',
  judge: (trace) => {
    const order = trace.effectOrder;
    if (order === undefined || order.every((position, index) => position === index)) return HOLDS;
    const shown = order.map((position) => position + 1).join(', ');
    return receiverFailure(trace, { expected: `effects in the order of sending, 1 to ${order.length}`, seen: `the order ${shown}` });
  },
};
