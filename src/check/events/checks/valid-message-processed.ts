import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure, secondsText } from '../event-check.js';

/** What keeps the contract has its effect. That the receiver ended is told by another law. */
export const validMessageProcessed: ReceiverCheck = {
  code: 'check/valid-message-processed',
  summary: 'a message that keeps the contract is processed',
  severity: 'error',
  judge: (trace) => {
    if (trace.testCase.intent.kind !== 'valid' || trace.experiment === 'request') return HOLDS;
    if (trace.fate === 'dead-lettered')
      return receiverFailure(trace, { expected: 'its effect', seen: 'it was put aside as a dead letter' });
    if (trace.fate !== 'silent') return HOLDS;
    return receiverFailure(trace, { expected: 'its effect', seen: `none within ${secondsText(trace.waitMs)}` });
  },
};
