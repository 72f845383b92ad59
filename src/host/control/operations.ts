import { json } from './control-answer.js';
import type { ControlResource } from './control-call.js';

/** What can be called. */
export const operations: ControlResource = {
  name: 'operations',
  methods: {
    GET: ({ systems }) =>
      json(200, {
        operations: systems.flatMap(({ name, contract }) =>
          (contract?.operations ?? []).map(({ id, method, path }) => ({ system: name, id, method, path })),
        ),
      }),
  },
};
