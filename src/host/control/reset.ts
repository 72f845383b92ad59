import { NO_CONTENT } from './control-answer.js';
import type { ControlResource } from './control-call.js';
import { forgetScope } from './forget-scope.js';

/** Everything of a scope begins anew. */
export const reset: ControlResource = {
  name: 'reset',
  methods: {
    POST: async ({ systems, scope = '' }) => {
      for (const system of systems) await forgetScope(system, scope);
      return NO_CONTENT;
    },
  },
};
