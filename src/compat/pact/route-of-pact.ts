import type { Contract, OperationEntry } from '../../contract/contract.js';
import { createRouter } from '../../mock/router.js';
import type { HttpRequest } from '../../wire/http-message.js';

/** The operation that a request of a pact is for. */
export interface PactRoute {
  readonly entry: OperationEntry;
  /** Raw, still percent-encoded. */
  readonly pathValues: ReadonlyMap<string, string>;
}

/** Finds operations. The path may begin with a prefix of the contract's servers, or leave it out: pacts are written either way. */
export type PactRouter = (request: HttpRequest) => PactRoute | undefined;

/**
 * The router of a contract for pacts.
 *
 * @param contract - OpenAPI; another has no operations
 */
export function pactRouterOf(contract: Contract): PactRouter {
  const router = createRouter(contract.operations, [...new Set(['', ...contract.basePaths])]);
  return ({ method, target }) => {
    const queryStart = target.indexOf('?');
    const path = queryStart === -1 ? target : target.slice(0, queryStart);
    const route = router.route(method, path, queryStart === -1 ? '' : target.slice(queryStart + 1));
    return route.kind === 'operation' ? { entry: route.entry, pathValues: route.pathValues } : undefined;
  };
}
