import { isJsonObject } from '../../base/json.js';
import { impossible, NO_CONTENT } from './control-answer.js';
import type { ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';

/** What varied values are drawn from. */
export const seed: ControlResource = {
  name: 'seed',
  methods: {
    PUT: ({ systems, scope = '', json: body }) => {
      const value = body();
      const given = isJsonObject(value) ? value['seed'] : undefined;
      if (typeof given !== 'string' || [...given].length > MAX_SEED_LENGTH)
        throw wrongBody('/seed', 'must be a text of at most 1,000 characters');
      if (systems.every(({ scopes }) => scopes === undefined)) return impossible('Nothing here draws from a seed: that is what mocks do.');
      for (const { scopes } of systems) scopes?.scope(scope).reseed(given);
      return NO_CONTENT;
    },
  },
};

const MAX_SEED_LENGTH = 1_000;
