import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure } from '../event-check.js';

/** Where effects can be seen. */
export const invalidMessageRefused: ReceiverCheck = {
  code: 'check/invalid-message-refused',
  summary: 'a message that breaks the contract is not processed as if it kept it',
  severity: 'error',
  judge: (trace) => {
    const { intent } = trace.testCase;
    if (intent.kind !== 'invalid' || trace.effectCount === undefined || trace.effectCount === 0) return HOLDS;
    const { place, location, keyword } = intent.breach;
    return receiverFailure(trace, { place, location, expected: `no effect of a message that breaks ${keyword}`, seen: 'it was processed' });
  },
};
