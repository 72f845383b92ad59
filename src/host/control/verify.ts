import { InputError } from '../../base/errors.js';
import type { JsonObject } from '../../base/json.js';
import { callClaimFromJson } from '../../journal/call-claim-from-json.js';
import type { CallMatch } from '../../journal/call-match.js';
import { type CallClaim, verifyCalls } from '../../journal/verify-calls.js';
import { textFromVerification } from '../../report/verification-text.js';
import { json } from './control-answer.js';
import type { ControlResource } from './control-call.js';
import type { ControlledSystem } from './controlled-system.js';
import { operationIdIn, unknownOperation } from './operation-id-in.js';

/** Whether calls were made as a test claims. */
export const verify: ControlResource = {
  name: 'verify',
  methods: {
    POST: ({ systems, scope = '', json: body }) => {
      const claim = named(callClaimFromJson(body()), systems);
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

/** With the ids of operations; a misspelt name would be a claim that nothing can break. */
function named(claim: CallClaim, systems: readonly ControlledSystem[]): CallClaim {
  if (claim.kind === 'count') return { ...claim, match: withId(claim.match, systems) };
  return { ...claim, matches: claim.matches.map((match) => withId(match, systems)) };
}

function withId(match: CallMatch, systems: readonly ControlledSystem[]): CallMatch {
  const { operation } = match;
  if (operation === undefined || systems.some(({ contract }) => contract === undefined)) return match;
  const [id] = systems.flatMap((system) => operationIdIn(system, operation) ?? []);
  if (id === undefined) throw new InputError({ code: 'E_CLAIM_INVALID', args: { pointer: '', ...unknownOperation(systems, operation) } });
  return { ...match, operation: id };
}
