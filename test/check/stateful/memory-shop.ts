import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import type { HttpRequest, HttpResponse } from '../../../src/wire/http-message.js';
import { headerValue } from '../../../src/wire/http-message.js';
import type { MemoryProvider } from './memory-runner.js';

/** A contract of five operations on one kind of thing. */
export const ORDERS_CONTRACT = `
openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } }
    post:
      operationId: createOrder
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } } }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
        '422': { description: refused }
  /orders/{orderId}:
    parameters:
      - { name: orderId, in: path, required: true, schema: { type: string } }
    get:
      operationId: getOrder
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
        '404': { description: none }
    put:
      operationId: replaceOrder
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } } }
      responses: { '200': { description: replaced }, '404': { description: none } }
    patch:
      operationId: changeOrder
      requestBody: { content: { application/json: { schema: { type: object, properties: { note: { type: string } } } } } }
      responses: { '200': { description: changed }, '404': { description: none } }
    delete:
      operationId: deleteOrder
      responses: { '204': { description: deleted }, '404': { description: none } }
components:
  schemas:
    NewOrder:
      type: object
      required: [sku]
      additionalProperties: false
      properties:
        sku: { type: string, minLength: 1 }
        quantity: { type: integer, minimum: 1, maximum: 99 }
        note: { type: string }
        gift: { type: boolean }
        status: { type: string, enum: [open, paid, shipped] }
        tags: { type: array, maxItems: 5, items: { type: string } }
    Order:
      allOf:
        - $ref: '#/components/schemas/NewOrder'
        - { type: object, properties: { id: { type: string }, createdAt: { type: string }, version: { type: integer } } }
`;

/** How a shop differs from the plain correct one. */
export interface ShopManners {
  readonly respond?: (request: HttpRequest, shop: Shop) => HttpResponse | undefined;
  /** What a GET of one shows. */
  readonly show?: (order: Order, shop: Shop) => JsonValue;
  /** What a PUT makes of what was there. */
  readonly replaced?: (old: Order, body: JsonObject, shop: Shop) => Order;
  readonly defaults?: JsonObject;
  /** The id of the next one. */
  readonly nextId?: (count: number) => string | number;
  readonly createStatus?: number;
  readonly location?: (order: Order) => string | undefined;
  readonly hasBodies?: boolean;
}

export interface Order extends JsonObject {
  readonly id: string | number;
}

export interface Shop {
  readonly orders: Map<string, Order>;
  nowMs: number;
  count: number;
}

/** A shop that keeps its contract, but for its manners. */
export function memoryShop(manners: ShopManners = {}): MemoryProvider {
  const shop: Shop = { orders: new Map(), nowMs: 0, count: 0 };
  return (request, nowMs) => {
    shop.nowMs = nowMs;
    return manners.respond?.(request, shop) ?? serve(request, shop, manners);
  };
}

export function json(status: number, value: JsonValue | undefined, headers: readonly string[] = []): HttpResponse {
  if (value === undefined) return { status, headers, body: undefined };
  return { status, headers: ['content-type', 'application/json', ...headers], body: JSON.stringify(value) };
}

export function bodyOf({ body }: HttpRequest): JsonObject | undefined {
  const value: unknown = body === undefined ? undefined : JSON.parse(new TextDecoder().decode(body));
  return isJsonObject(value) ? value : undefined;
}

export function isValidOrder(body: JsonObject | undefined): body is JsonObject {
  if (body === undefined || typeof body['sku'] !== 'string' || body['sku'] === '') return false;
  const known = ['sku', 'quantity', 'note', 'gift', 'status', 'tags'];
  const { quantity, note, gift, status, tags } = body;
  const isText = (value: JsonValue | undefined): boolean => value === undefined || typeof value === 'string';
  return (
    Object.keys(body).every((name) => known.includes(name)) &&
    (quantity === undefined || (Number.isInteger(quantity) && Number(quantity) >= 1 && Number(quantity) <= 99)) &&
    isText(note) &&
    (gift === undefined || typeof gift === 'boolean') &&
    (status === undefined || ['open', 'paid', 'shipped'].includes(String(status))) &&
    (tags === undefined || (Array.isArray(tags) && tags.length <= 5 && tags.every((tag) => typeof tag === 'string')))
  );
}

export function createdOrder(body: JsonObject, shop: Shop, manners: ShopManners = {}): Order {
  shop.count += 1;
  const id = manners.nextId?.(shop.count) ?? `o${1_000 + shop.count}`;
  const order: Order = { ...manners.defaults, ...body, id };
  shop.orders.set(String(id), order);
  return order;
}

function serve(request: HttpRequest, shop: Shop, manners: ShopManners): HttpResponse {
  const [path = ''] = request.target.split('?');
  const [, collection, encodedId = ''] = path.split('/');
  if (collection !== 'orders') return json(404, { error: 'no such path' });
  const id = decodeURIComponent(encodedId);
  const show = (order: Order): JsonValue => manners.show?.(order, shop) ?? order;
  const done = (status: number, order: Order, headers: readonly string[] = []): HttpResponse =>
    manners.hasBodies === false ? json(204, undefined, headers) : json(status, show(order), headers);
  if (id === '') {
    if (request.method === 'GET') return json(200, [...shop.orders.values()].map(show));
    const body = bodyOf(request);
    if (!isValidOrder(body)) return json(422, { error: 'refused' });
    const order = createdOrder(body, shop, manners);
    const location = manners.location === undefined ? `/orders/${order.id}` : manners.location(order);
    return done(manners.createStatus ?? 201, order, location === undefined ? [] : ['location', location]);
  }
  const order = shop.orders.get(id);
  if (order === undefined) return json(404, { error: 'none' });
  if (request.method === 'GET') return json(200, show(order), ['etag', `"${String(order['version'] ?? 1)}"`]);
  if (request.method === 'DELETE') {
    shop.orders.delete(id);
    return json(204, undefined);
  }
  const body = bodyOf(request) ?? {};
  if (request.method === 'PATCH') {
    shop.orders.set(id, { ...order, ...body });
    return done(200, { ...order, ...body });
  }
  if (!isValidOrder(body)) return json(422, { error: 'refused' });
  const next = manners.replaced?.(order, body, shop) ?? { ...manners.defaults, ...body, id: order.id };
  shop.orders.set(id, next);
  return done(200, next);
}

export function hasCondition({ headers }: HttpRequest): boolean {
  return headerValue(headers, 'if-match') !== undefined;
}
