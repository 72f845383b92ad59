import type { Scenario } from '../../src/scenario/scenario.js';
import { readScenario } from '../../src/scenario/read-scenario.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import type { Workspace } from '../../src/workspace/workspace.js';
import { textPort } from './text-port.js';

export const SHOP_CONTRACT = `
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: 'http://shop.test/v1' }]
components:
  securitySchemes: { key: { type: apiKey, in: query, name: api_key } }
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string } } }
        - { name: page, in: query, schema: { type: integer } }
      responses: { '200': { description: all, content: { application/json: { schema: { type: array } } } } }
    post:
      operationId: createOrder
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      requestBody:
        content:
          application/json: { schema: { type: object, required: [sku], properties: { sku: { type: string }, count: { type: integer } } } }
          application/x-www-form-urlencoded: { schema: { type: object } }
          text/plain: {}
      responses:
        '201': { description: made, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } } } } }
        '503': { description: not now }
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: it, content: { application/json: { schema: { type: object } } } }, '404': { description: none } }
`;

export const SHOP_WORKSPACE = `
systems:
  shop: { openapi: shop.yaml }
  orders: { openapi: orders.yaml }
integrations:
  - { consumer: shop, provider: orders, recovery: { retry: { attempts: 3 } } }
`;

/** A scenario over a shop, from the text of its workflows (and whatever else belongs at its root). */
export async function scenarioOf(rest: string, others: Readonly<Record<string, string>> = {}): Promise<Scenario> {
  const text = `arazzo: 1.1.0\ninfo: { title: Test, version: 1.0.0 }\n${rest.includes('sourceDescriptions:') ? '' : 'sourceDescriptions: [{ name: shop, url: shop.yaml }]\n'}${rest}`;
  const port = textPort({
    'shop.yaml': SHOP_CONTRACT,
    'orders.yaml': SHOP_CONTRACT,
    'mortise.yaml': SHOP_WORKSPACE,
    'test.arazzo.yaml': text,
    ...others,
  });
  // Its shape is judged once: that takes longer than most of what is tested with it.
  workspace ??= readWorkspace('mortise.yaml', port, {});
  return readScenario('test.arazzo.yaml', port, await workspace);
}

let workspace: Promise<Workspace> | undefined;
