import { isJsonObject } from '../../base/json.js';
import { NO_CONTENT } from './control-answer.js';
import type { ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';
import { forgetScope } from './forget-scope.js';

/** Everything of a scope begins anew. */
export const reset: ControlResource = {
  name: 'reset',
  methods: {
    POST: async ({ systems, scope = '', json: body }) => {
      const asked = body();
      if (!isJsonObject(asked) || Object.keys(asked).length > 0) throw wrongBody('', 'must be {}: nothing has to be said');
      for (const system of systems) await forgetScope(system, scope);
      return NO_CONTENT;
    },
  },
};
