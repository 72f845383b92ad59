import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A contract with one of everything that a check looks at. */
export const SHOP_CONTRACT = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 50 }, example: 10 }
      responses:
        '200':
          description: All of them
          headers: { X-Total: { required: true, schema: { type: integer } } }
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
    post:
      operationId: createOrder
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [sku], properties: { sku: { type: string } } }
            examples:
              tea: { value: { sku: tea } }
              coffee: { value: { sku: coffee } }
      responses:
        '201':
          description: Made
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              examples: { tea: { value: { id: o1, price: 3 } }, coffee: { value: { id: o2, price: 4 } } }
        '422': { description: Refused }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string }, example: o1 }
    get:
      operationId: getOrder
      responses:
        '200':
          description: One
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        '404': { description: None of that id }
    delete:
      operationId: deleteOrder
      responses: { '204': { description: Gone }, '404': { description: None of that id } }
components:
  schemas:
    Order:
      type: object
      required: [id, price]
      properties: { id: { type: string }, price: { type: number } }
`;

/** One answer that differs from the correct shop's; `undefined` leaves it to the correct one. */
export type Fault = (request: IncomingMessage, response: ServerResponse, callIndex: number) => true | undefined;

export interface ShopServer {
  readonly url: string;
  readonly calls: readonly string[];
  close(): Promise<void>;
}

/** A real shop that keeps the contract, but for the planted fault. */
export async function startShop(fault: Fault = () => undefined): Promise<ShopServer> {
  const calls: string[] = [];
  const orders = new Map([['o1', { id: 'o1', price: 3 }]]);
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    request.resume();
    if (fault(request, response, calls.length - 1) === true) return;
    const { pathname } = new URL(request.url ?? '/', 'http://shop');
    const json = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(value));
    };
    if (pathname === '/orders' && request.method === 'GET') return json(200, [...orders.values()], { 'x-total': String(orders.size) });
    if (pathname === '/orders') return json(201, { id: 'o2', price: 4 });
    const id = pathname.split('/')[2] ?? '';
    const order = orders.get(id);
    if (order === undefined) return void response.writeHead(404).end();
    if (request.method === 'DELETE') {
      orders.delete(id);
      return void response.writeHead(204).end();
    }
    return json(200, order);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, calls, close };
}
