import type { FaultedRequest } from '../../src/fault/fault.js';
import type { HttpRequest } from '../../src/wire/http-message.js';

/** A request as faults see it: `GET /orders/1` to `shop`, but for what is given. */
export function faulted(request: Partial<HttpRequest> = {}, beside: Partial<FaultedRequest> = {}): FaultedRequest {
  return {
    request: { method: 'GET', target: '/orders/1', headers: [], body: undefined, ...request },
    consumer: 'web',
    provider: 'shop',
    operation: undefined,
    connectionId: 'c1',
    connectionUseCount: 0,
    ...beside,
  };
}
