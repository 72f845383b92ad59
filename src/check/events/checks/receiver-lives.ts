import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure, secondsText } from '../event-check.js';

/** Whatever is sent, the receiver lives on and does what is sent afterwards. */
export const receiverLives: ReceiverCheck = {
  code: 'check/receiver-lives',
  summary: 'no message ends a receiver or keeps it from the messages after it',
  severity: 'error',
  judge: (trace) => {
    const expected = 'a receiver that goes on';
    if (trace.fate === 'ended' || trace.followed === 'ended')
      return receiverFailure(trace, { expected, seen: trace.reason ?? 'its program ended' });
    if (trace.testCase.intent.kind !== 'invalid') return HOLDS;
    if (trace.followed === 'silent')
      return receiverFailure(trace, {
        expected,
        seen: `a message that keeps the contract, sent after it, had no effect within ${secondsText(trace.waitMs)}`,
      });
    if (trace.followed === 'dead-lettered')
      return receiverFailure(trace, { expected, seen: 'a message that keeps the contract, sent after it, was put aside as a dead letter' });
    return HOLDS;
  },
};
