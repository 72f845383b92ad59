import type { GitFolder } from './git-folder.js';
import { gitFolder } from './git-folder.js';

/** The contract of `orders`, whose schemas stand in a file of their own. */
export function ordersContract(version = '1.4.0'): string {
  return `openapi: 3.1.0
info: { title: Orders, version: ${version} }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, example: '1' }
      responses:
        '200':
          description: the order
          content: { application/json: { schema: { $ref: 'shared/order.yaml#/Order' } } }
  /orders/{id}/cancel:
    post:
      operationId: cancelOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, example: '1' }
      responses: { '204': { description: done } }
`;
}

/** The schemas beside it. */
export function orderSchema(total = 'number'): string {
  return `Order:
  type: object
  required: [id, total]
  properties:
    id: { type: string }
    total: { type: ${total} }
`;
}

/** What a consumer was seen to read of an order. */
export function orderUsage(consumer: string, member: string, count: number): string {
  const reads = ['', `/${member}`].map((pointer) => ({ pointer, count, survives: [] }));
  const operation = {
    method: 'GET',
    path: '/orders/{id}',
    interactionCount: count,
    lastSeenOn: '2026-11-18',
    sent: [{ parameters: { 'path:id': '1' } }],
    received: [{ status: 200, mediaType: 'application/json', reads }],
  };
  return JSON.stringify({ version: 1, consumer, provider: 'orders', sources: ['reads'], operations: [operation], messages: [] });
}

/** Two consumers and the provider. */
export const ORDERS_WORKSPACE = `systems:
  storefront: {}
  mobile: {}
  orders: { openapi: contracts/orders.yaml }
integrations:
  - { consumer: storefront, provider: orders }
  - { consumer: mobile, provider: orders }
`;

/** A repository with two consumers and a provider; a branch `change` is checked out. */
export function ordersRepository(): GitFolder {
  const repo = gitFolder({
    'mortise.yaml': ORDERS_WORKSPACE,
    'contracts/orders.yaml': ordersContract(),
    'contracts/shared/order.yaml': orderSchema(),
    '.mortise/usage/storefront--orders.json': orderUsage('storefront', 'total', 12),
    '.mortise/usage/mobile--orders.json': orderUsage('mobile', 'id', 41),
    '.gitignore': '.mortise/runs/\n',
  });
  repo.git('checkout', '-q', '-b', 'change');
  return repo;
}
