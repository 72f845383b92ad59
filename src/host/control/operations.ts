import { json, missing } from './control-answer.js';
import type { ControlResource } from './control-call.js';
import { briefOperation, operationContract } from './operation-contract.js';

/** What can be called. */
export const operations: ControlResource = {
  name: 'operations',
  methods: {
    GET: ({ systems }) =>
      json(200, {
        operations: systems.flatMap(({ name, contract }) =>
          contract === undefined ? [] : contract.operations.map((entry) => ({ system: name, ...briefOperation(contract, entry) })),
        ),
      }),
  },
  one: {
    GET: ({ systems, rest: [id] }) => {
      for (const { name, contract } of systems) {
        const entry = contract?.operations.find((one) => one.id === id);
        if (contract !== undefined && entry !== undefined) return json(200, { system: name, ...operationContract(contract, entry) });
      }
      return missing(`no operation "${(id ?? '').slice(0, 200)}"`);
    },
  },
};
