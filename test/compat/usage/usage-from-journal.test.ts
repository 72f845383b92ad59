import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { jsonFromUsage } from '../../../src/compat/usage/json-from-usage.js';
import { usageFromJournal } from '../../../src/compat/usage/usage-from-journal.js';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import type { MessageRecord } from '../../../src/journal/message-record.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';
import { textPort } from '../../support/text-port.js';

const SPEC = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: /v1 }]
components: { securitySchemes: { key: { type: apiKey, in: query, name: shopkey } } }
paths:
  /orders:
    post:
      parameters:
        - { name: dry, in: query, schema: { type: boolean } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: X-Auth-Token, in: header, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties: { sku: { type: string }, count: { type: integer }, pin: { $ref: '#/components/schemas/Pin' }, note: { type: string } }
      responses: { 201: { description: made } }
`.replace('components: {', 'components: { schemas: { Pin: { type: string, format: password } },');

const PAIR = { consumer: 'web', provider: 'shop' };
const AT_MS = Date.UTC(2026, 2, 31, 23, 59);
let contract: Contract;
beforeAll(async () => {
  contract = await readContract('shop.yaml', textPort({ 'shop.yaml': SPEC }));
});

interface Call {
  readonly target?: string;
  readonly headers?: readonly string[];
  readonly body?: unknown;
}

function call({ target = '/v1/orders', headers = [], body }: Call, members: Partial<Exchange> = {}): Exchange {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return exchangeWith({
    side: 'egress',
    consumer: 'web',
    provider: 'shop',
    receivedFirstAtMs: AT_MS,
    request: { method: 'POST', target, headers: ['content-type', 'application/json; charset=utf-8', ...headers], body: text },
    response: { status: 201, headers: [], body: undefined },
    fault: undefined,
    outcome: 'answered',
    ...members,
  });
}

function sentOf(...exchanges: readonly Exchange[]) {
  return usageFromJournal({ exchanges }, contract, PAIR).operations[0];
}

describe('the usage that a journal shows', () => {
  test('is what was sent, by operation, with the day and what came back', () => {
    const exchanges = [call({ target: '/v1/orders?dry=true', headers: ['X-Trace', 'abc'], body: { sku: 'a' } })];
    expect(usageFromJournal({ exchanges }, contract, PAIR)).toEqual({
      ...PAIR,
      sources: ['journal'],
      operations: [
        {
          method: 'POST',
          path: '/orders',
          interactionCount: 1,
          lastSeenOn: '2026-03-31',
          sent: [{ parameters: { 'header:X-Trace': 'abc', 'query:dry': true }, mediaType: 'application/json', body: { sku: 'a' } }],
          received: [{ status: 201, mediaType: undefined, reads: undefined, headers: undefined }],
        },
      ],
      messages: [],
    });
  });

  test('passes over calls of others, to others, and by others to the consumer', () => {
    const foreign: readonly Partial<Exchange>[] = [{ consumer: 'mobile' }, { provider: 'bank' }, { side: 'ingress' }];
    expect(usageFromJournal({ exchanges: foreign.map((each) => call({ body: { sku: 'a' } }, each)) }, contract, PAIR).operations).toEqual(
      [],
    );
    expect(sentOf(call({ body: { sku: 'a' } }, { consumer: undefined }))?.interactionCount).toBe(1);
    expect(sentOf(call({ body: { sku: 'a' } }, { consumer: 'web#3' }))?.interactionCount).toBe(1);
  });

  test('counts, but does not keep, what the contract refuses; what a fault made up is no answer', () => {
    expect(sentOf(call({ body: { count: 'x' } }))).toMatchObject({ interactionCount: 1, sent: [] });
    expect(sentOf(call({ body: { sku: 'a' } }, { fault: 'f', response: { status: 503, headers: [], body: undefined } }))?.received).toEqual(
      [],
    );
  });

  test('says that a body was sent that was not kept whole', () => {
    const { request } = call({ body: { sku: 'a' } });
    expect(sentOf(call({}, { request: { ...request, body: '{"sku":', truncatedBytes: 9 } }))?.sent).toEqual([
      { parameters: {}, mediaType: 'application/json', body: undefined },
    ]);
  });

  test('has no days from a clock that does not count from 1970', () => {
    expect(sentOf(call({ body: { sku: 'a' } }, { receivedFirstAtMs: 5_000 }))?.lastSeenOn).toBeUndefined();
  });

  test.each([
    ['by the name of a member', { body: { sku: 'a', password: 's3cr3t-1' } }],
    ['by its schema, through a reference', { body: { sku: 'a', pin: 's3cr3t-2' } }],
    ['by the name of a header', { headers: ['X-Auth-Token', 's3cr3t-3'], body: { sku: 'a' } }],
    ['by the security scheme of the contract', { target: '/v1/orders?shopkey=s3cr3t-4', body: { sku: 'a' } }],
    ['by its form', { body: { sku: 'a', note: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzM2NyM3QifQ.s3cr3t-5' } }],
    ['by its value', { body: { sku: 'a', note: 'my s3cr3t-6' } }],
    ['deep inside a list', { body: { sku: 'a', parts: [{ api_key: 's3cr3t-7' }] } }],
  ])('holds no secret: told %s', (_, parts: Call) => {
    const usage = usageFromJournal({ exchanges: [call(parts)] }, contract, { ...PAIR, secrets: ['s3cr3t-6'] });
    expect(usage.operations[0]?.sent).toHaveLength(1);
    expect(jsonFromUsage(usage)).not.toContain('s3cr3t');
  });

  test('is the same whatever the order of the calls, and small whatever their number', () => {
    const body = fc.record(
      { sku: fc.constantFrom('a', 'bb', 'c 1'), count: fc.integer({ min: 0, max: 1_000 }) },
      { requiredKeys: ['sku'] },
    );
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 60 }), (bodies) => {
        const there = sentOf(...bodies.map((each) => call({ body: each })));
        expect(sentOf(...bodies.toReversed().map((each) => call({ body: each })))).toEqual(there);
        expect(there?.sent.length).toBeLessThanOrEqual(10);
        const counts = bodies.flatMap(({ count }) => count ?? []);
        const kept = there?.sent.flatMap(({ body: each }) => (each as { count?: number }).count ?? []) ?? [];
        if (counts.length > 0) expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...counts), Math.max(...counts)]);
      }),
      { seed: 2, numRuns: 40 },
    );
  });
});

describe('the messages that a journal shows', () => {
  const events = `
asyncapi: 3.0.0
info: { title: Shop, version: '1' }
channels:
  orders: { address: 'orders/{id}', messages: { created: { payload: { type: object, properties: { id: { type: string } } } } } }
  refunds: { address: refunds, messages: { asked: { payload: { type: object, properties: { reason: { type: string } } } } } }
operations:
  publish: { action: send, channel: { $ref: '#/channels/orders' } }
  take: { action: receive, channel: { $ref: '#/channels/refunds' } }
`;
  const record = (members: Partial<MessageRecord>): MessageRecord => ({
    id: '1',
    side: 'sent',
    provider: 'shop',
    sender: 'web',
    receiver: undefined,
    channel: 'refunds',
    operation: 'take',
    message: 'asked',
    messageKey: '',
    key: undefined,
    correlationId: undefined,
    headers: [],
    payload: '{"reason":"late","api_key":"s3cr3t"}',
    atMs: AT_MS,
    settledAtMs: undefined,
    outcome: 'accepted',
    attempt: 1,
    fault: undefined,
    problems: [],
    ...members,
  });
  const delivered = {
    side: 'delivered',
    sender: 'shop',
    receiver: 'web',
    channel: 'orders/7',
    operation: 'publish',
    message: 'created',
  } as const;

  test('are those it sent, with payloads, and those it received, each delivery once', async () => {
    const contractOfEvents = await readContract('events.yaml', textPort({ 'events.yaml': events }));
    const messages = [
      record({}),
      record({ sender: 'mobile' }),
      record({ payload: '{"reason":5}', problems: [{ on: 'request', kind: 'body', location: [], code: 'type', message: 'no' }] }),
      record({ ...delivered, payload: '{"id":"7"}' }),
      record({ ...delivered, payload: '{"id":"7"}', attempt: 2 }),
    ];
    const usage = usageFromJournal({ exchanges: [], messages }, contractOfEvents, PAIR);
    expect(usage.messages).toEqual([
      { channel: 'orders', action: 'receive', message: 'created', count: 1, lastSeenOn: '2026-03-31', sent: [], reads: undefined },
      {
        channel: 'refunds',
        action: 'send',
        message: 'asked',
        count: 2,
        lastSeenOn: '2026-03-31',
        sent: [{ reason: 'late', api_key: '[redacted]' }],
        reads: undefined,
      },
    ]);
  });
});
