import { callClaimFromJson } from '../../journal/call-claim-from-json.js';
import { verifyCalls } from '../../journal/verify-calls.js';
import type { JsonObject } from '../../base/json.js';
import { textFromVerification } from '../../report/verification-text.js';
import { json } from './control-answer.js';
import type { ControlResource } from './control-call.js';

/** Whether calls were made as a test claims. */
export const verify: ControlResource = {
  name: 'verify',
  methods: {
    POST: ({ systems, scope = '', json: body }) => {
      const claim = callClaimFromJson(body());
      const calls = systems.flatMap((system) => system.journal.exchanges(scope));
      // In the order in which they came, not in which they were answered.
      const ordered = calls.toSorted((left, right) => left.receivedFirstAtMs - right.receivedFirstAtMs);
      const lost = systems.reduce((count, system) => count + system.journal.lostCount(scope), 0);
      const verification = verifyCalls(claim, ordered, lost);
      const { nearMisses, ...figures } = verification;
      return json(200, {
        ...figures,
        nearMisses: nearMisses.map((near): JsonObject => ({ ...near, differences: near.differences.map((one) => ({ ...one })) })),
        text: textFromVerification(claim, verification),
      });
    },
  },
};
