import { json } from './control-answer.js';
import type { ControlResource } from './control-call.js';

/** What this process stands in for. */
export const systems: ControlResource = {
  name: 'systems',
  methods: {
    GET: ({ all, own }) =>
      json(200, {
        // Whoever shows how long something is in force counts by this clock.
        nowMs: all[0]?.clock.nowMs() ?? 0,
        ...(own === undefined ? {} : { own }),
        systems: all.map(({ name, contract, faults, scopes, state, webhooks, byHand }) => ({
          name,
          title: contract?.title,
          url: byHand?.url(),
          eventUrls: byHand?.events()?.urls ?? [],
          operationCount: contract?.operations.length ?? 0,
          hasFaults: faults !== undefined,
          faultCount: faults?.injector.rules.length ?? 0,
          hasScopes: scopes !== undefined,
          hasState: state !== undefined,
          webhookCount: webhooks?.list().length ?? 0,
          eventOperationCount: byHand?.events()?.contract.eventOperations.length ?? 0,
        })),
      }),
  },
};
