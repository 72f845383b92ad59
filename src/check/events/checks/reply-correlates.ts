import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure } from '../event-check.js';

/** Who asked several questions tells the answers apart by nothing else. */
export const replyCorrelates: ReceiverCheck = {
  code: 'check/reply-correlates',
  summary: 'a reply has the correlation id of its request',
  severity: 'error',
  judge: (trace) => {
    const { reply } = trace;
    if (reply?.kind !== 'reply' || reply.expectedCorrelationId === undefined) return HOLDS;
    if (reply.correlationId === reply.expectedCorrelationId) return HOLDS;
    const seen = reply.correlationId === undefined ? 'none' : JSON.stringify(reply.correlationId);
    return receiverFailure(trace, { location: ['reply'], expected: 'the correlation id of the request', seen });
  },
};
