import { describe, expect, it } from 'vitest';
import { chooseOperations } from '../../src/check/choose-operations.js';
import { planExamples } from '../../src/check/plan-examples.js';
import type { TestCase } from '../../src/check/test-case.js';
import { readContract } from '../../src/contract/read-contract.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import type { JsonObject } from '../../src/base/json.js';
import { textPort } from '../support/text-port.js';
import { SHOP_CONTRACT } from '../support/shop.js';

describe('the plan of examples', () => {
  it('has one request for each name, with the status of the response example of that name', async () => {
    const plan = await planShop();
    expect(lines(plan)).toEqual([
      'createOrder tea {} {"sku":"tea"} 201',
      'createOrder coffee {} {"sku":"coffee"} 201',
      'listOrders default {"query:limit":10} undefined undefined',
      'getOrder default {"path:id":"o1"} undefined undefined',
      'deleteOrder default {"path:id":"o1"} undefined undefined',
    ]);
  });

  it('takes only the operations that the pair uses', async () => {
    expect(lines(await planShop({ uses: ['getOrder'] }))).toHaveLength(1);
  });

  it('prefers the values of the pair, and those of a fixture to them', async () => {
    const plan = await planShop({
      uses: ['getOrder', 'deleteOrder', 'createOrder'],
      parameters: { id: 'mine' },
      fixtures: {
        deleteOrder: { parameters: { 'path:id': 'other' }, headers: { 'X-Why': 'test' } },
        createOrder: { body: { sku: 'milk' } },
      },
    });
    expect(lines(plan)).toEqual([
      'createOrder fixture {} {"sku":"milk"} undefined',
      'getOrder default {"path:id":"mine"} undefined undefined',
      'deleteOrder default {"path:id":"other"} undefined undefined',
    ]);
    expect(plan[2]?.headers).toEqual({ 'X-Why': 'test' });
  });

  it('notes which values are taken from earlier answers', async () => {
    const plan = await planShop({ uses: ['createOrder', 'getOrder'], fixtures: { getOrder: { capture: { id: 'createOrder#/id' } } } });
    expect([...(plan.at(-1)?.captures ?? [])]).toEqual([['path:id', { kind: 'operation', operation: 'createOrder', pointer: '/id' }]]);
  });

  it('makes one request from the schemas when there is no example', async () => {
    const plan = await planText(`
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a/{n}:
    post:
      operationId: a
      parameters:
        - { name: n, in: path, required: true, schema: { type: integer, minimum: 3 } }
        - { name: optional, in: query, schema: { type: string } }
      requestBody: { required: true, content: { application/json: { schema: { type: string, enum: [x] } } } }
      responses: { '204': { description: Done } }
`);
    expect(lines(plan)).toEqual(['a generated {"path:n":3} "x" undefined']);
  });

  it('puts examples of one name together, and gives lone ones to all', async () => {
    const plan = await planText(`
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    put:
      operationId: a
      parameters:
        - { name: lone, in: query, example: 1, schema: { type: integer } }
        - { name: both, in: query, schema: { type: string }, examples: { x: { value: bx }, y: { value: by } } }
        - { name: one, in: query, schema: { type: string }, examples: { x: { value: ox }, z: { value: oz } } }
        - { name: needed, in: query, required: true, schema: { type: string }, examples: { p: { value: np }, q: { value: nq } } }
      responses: { '204': { description: Done } }
`);
    expect(lines(plan).slice(0, 2)).toEqual([
      'a x {"query:lone":1,"query:both":"bx","query:one":"ox","query:needed":"np"} undefined undefined',
      'a y {"query:lone":1,"query:both":"by","query:needed":"np"} undefined undefined',
    ]);
    expect(plan.map(({ name }) => name)).toEqual(['x', 'y', 'z', 'p', 'q']);
  });

  it('takes a name for a name, also when it is default', async () => {
    const plan = await planText(`
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get:
      operationId: a
      parameters: [{ name: q, in: query, schema: { type: string }, examples: { default: { value: d }, other: { value: o } } }]
      responses: { '204': { description: Done } }
`);
    expect(lines(plan)).toEqual(['a default {"query:q":"d"} undefined undefined', 'a other {"query:q":"o"} undefined undefined']);
  });

  it('has a request for each media type that has the example, JSON first', async () => {
    const plan = await planText(`
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    put:
      operationId: a
      requestBody:
        content:
          text/plain: { example: hi }
          application/json: { example: { a: 1 } }
      responses: { '204': { description: Done } }
`);
    expect(plan.map(({ body }) => body?.mediaType.name)).toEqual(['application/json', 'text/plain']);
  });
});

function planShop(pair: JsonObject = {}): Promise<readonly TestCase[]> {
  return planText(SHOP_CONTRACT, pair);
}

async function planText(text: string, pair: JsonObject = {}): Promise<readonly TestCase[]> {
  const contract = await readContract('c.yaml', textPort({ 'c.yaml': text }));
  const read = pairFromJson({ consumer: 'a', provider: 'b', ...pair }, '');
  return chooseOperations(contract, read).operations.flatMap((operation) => {
    const plan = planExamples(operation, read);
    return plan.kind === 'cases' ? plan.cases : [];
  });
}

function lines(cases: readonly TestCase[]): readonly string[] {
  return cases.map(
    ({ operation, name, parameters, body, expectedStatus }) =>
      `${operation.id} ${name} ${JSON.stringify(Object.fromEntries(parameters))} ${JSON.stringify(body?.value)} ${expectedStatus}`,
  );
}
