import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure, secondsText } from '../event-check.js';

/** Where the pair says what becomes of such messages, and it can be seen. */
export const invalidMessageAsPromised: ReceiverCheck = {
  code: 'check/invalid-message-as-promised',
  summary: 'a message that breaks the contract is put aside where the pair promises it',
  severity: 'error',
  judge: (trace) => {
    if (trace.testCase.intent.kind !== 'invalid' || trace.followed !== 'processed') return HOLDS;
    // What was processed is worse, and told by another law.
    if ((trace.effectCount ?? 0) > 0 || trace.isDeadLettered) return HOLDS;
    if (trace.promise === 'dead-letter')
      return receiverFailure(trace, { expected: 'a dead letter', seen: `none within ${secondsText(trace.waitMs)}` });
    if (trace.promise === 'reject' && trace.isAcknowledged)
      return receiverFailure(trace, { expected: 'a rejection', seen: 'it was acknowledged' });
    return HOLDS;
  },
};
