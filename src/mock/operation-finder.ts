import type { Contract } from '../contract/contract.js';
import type { FaultedRequest } from '../fault/fault.js';
import { createRouter } from './router.js';
import type { HttpRequest } from '../wire/http-message.js';

/** The operation that a request is for; `undefined` when the contract has none of the kind. */
export type OperationFinder = (request: Pick<HttpRequest, 'method' | 'target'>) => FaultedRequest['operation'];

/**
 * Finds operations as the mock does: with and without the base paths of the contract.
 *
 * @param contract - of the provider; without one nothing is found
 */
export function createOperationFinder(contract: Contract | undefined): OperationFinder {
  if (contract === undefined) return () => undefined;
  const router = createRouter(contract.operations, [...new Set(['', ...contract.basePaths])]);
  return ({ method, target }) => {
    const cut = target.indexOf('?');
    const route = router.route(method, cut === -1 ? target : target.slice(0, cut), cut === -1 ? '' : target.slice(cut + 1));
    return route.kind === 'operation' ? route.entry.read() : undefined;
  };
}

/**
 * Finds operations of the contract that a mock has at the moment.
 *
 * @param mock - whose contract may change
 */
export function createCurrentOperationFinder(mock: { readonly contract: Contract }): OperationFinder {
  let known = mock.contract;
  let find = createOperationFinder(known);
  return (request) => {
    if (mock.contract !== known) {
      known = mock.contract;
      find = createOperationFinder(known);
    }
    return find(request);
  };
}
