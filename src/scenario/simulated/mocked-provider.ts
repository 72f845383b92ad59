import { wholeReply } from '../../fault/reply.js';
import { createCallCounter } from '../../mock/call-counter.js';
import type { Mock } from '../../mock/mock.js';
import { createOperationFinder } from '../../mock/operation-finder.js';
import type { SimulatedProvider } from './provider.js';

/**
 * A system of which only the contract is there.
 *
 * @param name - of the system
 * @param mock - may serve many worlds: all that differs between them is in the seed
 * @param seed - what varied values are drawn from
 */
export function mockedProvider(name: string, mock: Mock, seed: string): SimulatedProvider {
  const context = { seed, callIndex: createCallCounter() };
  return {
    name,
    operationOf: createOperationFinder(mock.contract),
    answer: async (request) => {
      const { response, problems } = mock.answer(request, context);
      return { reply: wholeReply(response), problems };
    },
  };
}
