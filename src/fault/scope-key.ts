import { headerValue } from '../wire/http-message.js';
import type { FaultedMessage, FaultedRequest, FaultScope } from './fault.js';

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
    case 'channel':
    case 'key':
      return '';
  }
}

/**
 * The name of the scope that a message belongs to.
 *
 * @param scope - of the rule
 * @param faulted - the message
 * @returns `''` for all, and for what has nothing of the kind
 */
export function scopeKeyOfMessage(scope: FaultScope, { content, operation, consumer }: FaultedMessage): string {
  if (typeof scope === 'object') return content.headers.find(([name]) => name.toLowerCase() === scope.header)?.[1] ?? '';
  switch (scope) {
    case 'all':
    case 'connection':
      return '';
    case 'operation':
      return operation?.id ?? '';
    case 'consumer':
      return consumer ?? '';
    case 'channel':
      return content.channel;
    case 'key':
      return `${content.channel} ${content.key ?? ''}`;
  }
}
