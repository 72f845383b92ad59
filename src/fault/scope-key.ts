import { headerValue } from '../wire/http-message.js';
import type { FaultedRequest, FaultScope } from './fault.js';

/**
 * The name of the scope that a request belongs to.
 *
 * @param scope - of the rule
 * @param faulted - the request
 * @returns `''` for all, and for what has nothing of the kind: requests without the header share one state
 */
export function scopeKeyOf(scope: FaultScope, { request, operation, consumer, connectionId }: FaultedRequest): string {
  if (typeof scope === 'object') return headerValue(request.headers, scope.header) ?? '';
  switch (scope) {
    case 'all':
      return '';
    case 'operation':
      return operation?.id ?? '';
    case 'consumer':
      return consumer ?? '';
    case 'connection':
      return connectionId;
  }
}
