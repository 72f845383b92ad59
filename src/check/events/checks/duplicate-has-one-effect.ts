import { HOLDS } from '../../exchange-check.js';
import type { ReceiverCheck } from '../event-check.js';
import { receiverFailure } from '../event-check.js';

/** At least once is what brokers promise: the same message comes twice sooner or later. */
export const duplicateHasOneEffect: ReceiverCheck = {
  code: 'check/duplicate-has-one-effect',
  summary: 'the same message delivered twice has one effect',
  severity: 'error',
  judge: (trace) => {
    if (trace.experiment !== 'twice' || trace.effectCount === undefined || trace.effectCount < 2) return HOLDS;
    return receiverFailure(trace, { expected: 'one effect of a message that was delivered twice', seen: `${trace.effectCount} effects` });
  },
};
