import type { PairRun } from './pair-run.js';
import type { StatesWorld } from './states/provider-states.js';

/**
 * How the provider of a run is brought into its states; the calls are counted and recorded as all others.
 *
 * @param run - of a pair
 */
export function statesWorldOf({ input, caller, learned, ports, context }: PairRun): StatesWorld {
  return {
    pair: input.pair,
    caller,
    isMock: learned.isMock,
    onExchange: (exchange) => {
      learned.requestCount += 1;
      ports.onExchange?.(exchange, context.secrets, undefined);
    },
  };
}
