import { json } from './control-answer.js';
import type { ControlResource } from './control-call.js';

/** What this process stands in for. */
export const systems: ControlResource = {
  name: 'systems',
  methods: {
    GET: ({ all }) =>
      json(200, {
        systems: all.map(({ name, contract, faults, scopes, state }) => ({
          name,
          title: contract?.title,
          operationCount: contract?.operations.length ?? 0,
          hasFaults: faults !== undefined,
          hasScopes: scopes !== undefined,
          hasState: state !== undefined,
        })),
      }),
  },
};
