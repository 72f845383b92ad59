/** A shop with members, their orders, and settings: bodies bare, in an envelope and wrapped. */
export const MEMBER_SHOP = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /users:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, default: 2 } }
        - { name: starting_after, in: query, schema: { type: string } }
        - { name: sort, in: query, schema: { type: string } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, required: [items, total], properties: { items: { type: array, items: { $ref: '#/components/schemas/User' } }, total: { type: integer }, nextCursor: { type: [string, 'null'] }, has_more: { type: boolean } } } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
      responses: { '201': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }, '409': { description: conflict } }
  /users/{uid}:
    parameters: [{ name: uid, in: path, required: true, schema: { type: string, format: uuid } }]
    get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }, '404': { description: no } } }
    put:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }
    patch:
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { type: object } }, application/json: { schema: {type: object}}, application/json-patch+json: { schema: { type: array } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }
    delete: { responses: { '204': { description: ok } } }
  /users/{userId}/orders:
    parameters: [{ name: userId, in: path, required: true, schema: { type: string } }]
    get:
      responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } } }
      responses: { '201': { description: ok, content: { application/json: { schema: { type: object, properties: { data: { $ref: '#/components/schemas/Order' } } } } } } }
  /users/{userId}/orders/{orderId}:
    parameters: [{ name: userId, in: path, required: true, schema: { type: string } },{ name: orderId, in: path, required: true, schema: { type: integer } }]
    get: { responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { data: { $ref: '#/components/schemas/Order' } } } } } } } }
    delete: { responses: { '204': { description: ok } } }
  /users/{userId}/orders/{orderId}/ship:
    parameters: [{ name: userId, in: path, required: true, schema: { type: string } },{ name: orderId, in: path, required: true, schema: { type: integer } }]
    post: { responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { shipped: { type: boolean } } } } } } } }
  /settings:
    get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } } }
    put:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Settings' } } } } }
    patch:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/SettingsChange' } } } }
      responses: { '204': { description: ok } }
components:
  schemas:
    Settings: { type: object, required: [theme], properties: { theme: { enum: [dark, light] }, lang: { type: string, maxLength: 5 } } }
    SettingsChange: { type: object, properties: { theme: { enum: [dark, light] }, lang: { type: string, maxLength: 5 } } }
    User:
      type: object
      required: [id, name, createdAt]
      properties:
        id: { type: string, format: uuid, readOnly: true }
        name: { type: string }
        email: { type: string }
        password: { type: string, writeOnly: true }
        tier: { type: string, default: free }
        createdAt: { type: string, format: date-time, readOnly: true }
        updatedAt: { type: string, format: date-time, readOnly: true }
    NewOrder: { type: object, properties: { item: { type: string }, note: { type: string } } }
    Order:
      type: object
      required: [orderId, userId, item, status]
      properties: { orderId: { type: integer }, userId: { type: string }, item: { type: string }, note: { type: string }, status: { enum: [open, shipped] }, placedOn: { type: string, format: date } }
`;
