import type { FaultedMessage, FaultedRequest } from '../../src/fault/fault.js';
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

/** A message as faults see it: an order on `order.created`, but for what is given. */
export function faultedMessage(content: Partial<FaultedMessage['content']> = {}, beside: Partial<FaultedMessage> = {}): FaultedMessage {
  return {
    content: {
      channel: 'order.created',
      key: 'k',
      headers: [],
      payload: new TextEncoder().encode('{"order":"1","state":"created"}'),
      contentType: 'application/json',
      messageId: 'm1',
      correlationId: undefined,
      replyTo: undefined,
      ...content,
    },
    consumer: 'stock',
    provider: 'orders',
    operation: undefined,
    described: undefined,
    attempt: 1,
    ...beside,
  };
}
