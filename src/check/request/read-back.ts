import type { Contract, Operation } from '../../contract/contract.js';
import type { Route, Router } from '../../mock/router.js';
import { createRouter } from '../../mock/router.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { RequestJudgement } from '../../wire/judge-request.js';
import { judgeRequest } from '../../wire/judge-request.js';

/** What a server that keeps the contract makes of a request. */
export type ReadBack =
  | { readonly kind: 'read'; readonly judgement: RequestJudgement }
  /** The path leads to another operation, to none, or to none by this method. */
  | { readonly kind: 'elsewhere'; readonly route: Route };

/** Where requests are sent: a contract's operations behind a prefix. */
export interface Destination {
  readonly contract: Contract;
  /** `''` or a prefix without a trailing slash. */
  readonly basePath: string;
}

/**
 * The request as a server reads it: routed by its path, taken apart by the declared styles and media types, judged.
 *
 * @param request - as it goes over the wire
 * @param operation - that it is meant for
 * @param destination - of the request
 */
export function readBack(request: HttpRequest, operation: Operation, destination: Destination): ReadBack {
  const route = routeOf(request.method, request.target, destination);
  if (route.kind !== 'operation' || route.entry.id !== operation.id) return { kind: 'elsewhere', route };
  const { contract } = destination;
  return { kind: 'read', judgement: judgeRequest({ operation, contract, request, pathValues: route.pathValues }) };
}

/**
 * Where a request leads.
 *
 * @param method - as it stands in the request
 * @param target - in origin form
 * @param destination - whose operations are looked through
 */
export function routeOf(method: string, target: string, destination: Destination): Route {
  const cut = target.indexOf('?');
  const router = routerFor(destination);
  return cut === -1 ? router.route(method, target, '') : router.route(method, target.slice(0, cut), target.slice(cut + 1));
}

function routerFor({ contract, basePath }: Destination): Router {
  const known = ROUTERS.get(contract);
  if (known?.basePath === basePath) return known.router;
  const router = createRouter(contract.operations, [basePath]);
  ROUTERS.set(contract, { basePath, router });
  return router;
}

/** Made once for a contract: it has all of its operations. */
const ROUTERS = new WeakMap<Contract, { readonly basePath: string; readonly router: Router }>();
