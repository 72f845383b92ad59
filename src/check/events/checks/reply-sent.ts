import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure, secondsText } from '../event-check.js';

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationReplyObject */
export const replySent: ReceiverCheck = {
  code: 'check/reply-sent',
  summary: 'a request is answered by a reply that keeps the contract',
  severity: 'error',
  judge: (trace) => {
    const { reply } = trace;
    if (reply === undefined || trace.fate === 'ended') return HOLDS;
    if (reply.kind === 'none') return receiverFailure(trace, { expected: 'a reply', seen: `none within ${secondsText(trace.waitMs)}` });
    const [problem] = reply.problems;
    if (problem === undefined) return HOLDS;
    return receiverFailure(trace, { location: ['reply'], expected: 'a reply that keeps the contract', seen: problem });
  },
};
