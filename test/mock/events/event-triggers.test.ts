import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { filledFrom } from '../../../src/mock/events/cause.js';
import type { EventTriggers, TriggeredRequest, TriggerParts } from '../../../src/mock/events/event-triggers.js';
import { createEventTriggers } from '../../../src/mock/events/event-triggers.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { judgeAmong } from '../../../src/wire/match-message.js';
import { triggerFromJson } from '../../../src/workspace/event-trigger.js';
import { readFixture } from '../../fixtures/read-fixture.js';

interface Done {
  readonly triggers: EventTriggers;
  readonly published: BrokerMessage[];
  readonly called: TriggeredRequest[];
  readonly told: string[];
}

async function triggersOf(...written: readonly Parameters<typeof triggerFromJson>[0][]): Promise<Done> {
  const published: BrokerMessage[] = [];
  const called: TriggeredRequest[] = [];
  const told: string[] = [];
  const parts: TriggerParts = {
    triggers: written.map((one, index) => triggerFromJson(one, `/triggers/${index}`)),
    http: new Map([['gateway', await readFixture('contracts/gateway.openapi.yaml')]]),
    events: new Map([['domain-events', await readFixture('contracts/domain-events.asyncapi.yaml')]]),
    seed: 's',
    clock: createManualClock(0),
    publish: async (system, message) => {
      published.push(message);
      await triggers.onEvent(system, message);
    },
    call: async (_system, request) => void called.push(request),
    tell: (text) => void told.push(text),
  };
  const triggers = createEventTriggers(parts);
  return { triggers, published, called, told };
}

function captured(status = 200): Pick<Exchange, 'operation' | 'request' | 'response'> {
  return {
    operation: 'capturePayment',
    request: { method: 'POST', target: '/v1/commerce/payments/pay_77/capture?dry=no', headers: ['X-Trace', 't1'], body: '{}' },
    response: { status, headers: [], body: JSON.stringify({ order_id: 'ord_9', captured_amount: 12 }) },
  };
}

const WHEN_CAPTURED = { system: 'gateway', operation: 'capturePayment' };
const payload = (message: BrokerMessage | undefined): JsonValue => JSON.parse(new TextDecoder().decode(message?.payload)) as JsonValue;

describe('the triggers of a workspace', () => {
  it('send an event for a call, with its values, that keeps the contract', async () => {
    const set = {
      '/data/payment_id': '$request.path.payment_id',
      '/data/order_id': '$response.body#/order_id',
      '/data/amount': '$response.body#/captured_amount',
      '/data/currency': '$response.body#/nothing',
    };
    const { triggers, published, told } = await triggersOf({
      when: WHEN_CAPTURED,
      publish: { system: 'domain-events', operation: 'paymentCaptured', set },
    });
    await triggers.onCall('gateway', captured());
    await triggers.onCall('gateway', captured());
    expect(published.map(payload)).toMatchObject([
      { data: { payment_id: 'pay_77', order_id: 'ord_9', amount: 12, currency: 'EUR' } },
      { data: { payment_id: 'pay_77' } },
    ]);
    expect(new Set(published.map((message) => (payload(message) as { event_id: string }).event_id)).size).toBe(2);
    const { eventOperations } = await readFixture('contracts/domain-events.asyncapi.yaml');
    const messages = eventOperations.find(({ id }) => id === 'paymentCaptured')?.messages ?? [];
    for (const message of published) expect(judgeAmong(messages, message).problems).toEqual([]);
    expect(told).toEqual([]);
  });

  it('hear only the calls that they name, answered as they say', async () => {
    const publish = { system: 'domain-events', operation: 'paymentCaptured' };
    const { triggers, published } = await triggersOf(
      { when: { ...WHEN_CAPTURED, status: '2XX' }, publish },
      { when: { ...WHEN_CAPTURED, status: 409 }, publish },
      { when: WHEN_CAPTURED, publish },
    );
    for (const [status, count] of [
      [200, 2],
      [409, 3],
      [500, 3],
    ] as const) {
      await triggers.onCall('gateway', captured(status));
      expect(published).toHaveLength(count);
    }
    await triggers.onCall('payments', captured());
    await triggers.onCall('gateway', { ...captured(), operation: 'createOrder' });
    expect(published).toHaveLength(3);
  });

  it('do not send what would break the contract, and say so', async () => {
    const set = { '/data/amount': 'much' };
    const { triggers, published, told } = await triggersOf({
      when: WHEN_CAPTURED,
      publish: { system: 'domain-events', operation: 'paymentCaptured', set },
    });
    await triggers.onCall('gateway', captured());
    expect(published).toEqual([]);
    expect(told).toEqual(['the trigger at /triggers/0 has no message that keeps the contract of domain-events']);
  });

  it('never go round for ever', async () => {
    const on = (event: string, operation: string) => ({
      when: { system: 'domain-events', event },
      publish: { system: 'domain-events', operation },
    });
    const { triggers, published, told } = await triggersOf(
      { when: WHEN_CAPTURED, publish: { system: 'domain-events', operation: 'paymentCaptured' } },
      on('paymentCaptured', 'paymentCompleted'),
      on('paymentCompleted', 'paymentCaptured'),
    );
    await triggers.onCall('gateway', captured());
    expect(published).toHaveLength(8);
    expect(told.join()).toContain('leads back to itself');
  });

  it('stop where there are too many in a second', async () => {
    const { triggers, published, told } = await triggersOf({
      when: WHEN_CAPTURED,
      publish: { system: 'domain-events', operation: 'paymentCaptured' },
    });
    for (let call = 0; call < 1_005; call += 1) await triggers.onCall('gateway', captured());
    expect([published.length, told.length]).toEqual([1_000, 5]);
  });

  it('make a call for an event, and stop when their calls come back', async () => {
    const { triggers, called, told } = await triggersOf(
      {
        when: WHEN_CAPTURED,
        publish: { system: 'domain-events', operation: 'paymentCaptured', set: { '/data/order_id': '$response.body#/order_id' } },
      },
      {
        when: { system: 'domain-events', event: 'paymentCaptured' },
        call: { system: 'gateway', path: '/orders/{$message.payload#/data/order_id}', body: { order: '$message.payload#/data/order_id' } },
      },
    );
    let back = captured();
    for (let round = 0; round < 10; round += 1) {
      await triggers.onCall('gateway', back);
      const last = called.at(-1);
      back = { ...back, request: { ...back.request, headers: last?.headers ?? [] } };
    }
    expect(called[0]).toMatchObject({ method: 'POST', target: '/orders/ord_9', body: { order: 'ord_9' } });
    expect(called).toHaveLength(4);
    expect(told.join()).toContain('leads back to itself');
  });
});

describe('expressions of what caused a trigger', () => {
  it('are filled in wherever they stand, and other texts stay', () => {
    const cause = { kind: 'call', exchange: captured(), path: '/commerce/payments/{payment_id}/capture' } as const;
    const written = [
      '$method',
      '$statusCode',
      '$url',
      '$request.header.x-trace',
      '$request.query.dry',
      'a {$response.body#/captured_amount} b',
      '$5',
      7,
    ];
    expect(filledFrom(written, cause)).toEqual(['POST', 200, captured().request.target, 't1', 'no', 'a 12 b', '$5', 7]);
    expect(filledFrom({ gone: '$response.body#/none', kept: null }, cause)).toEqual({ kept: null });
    const event = { kind: 'event', values: { payload: { a: [1] }, headers: [['X', 'y']] } } as const;
    expect(filledFrom(['$message.payload#/a', '$message.header#/x', '$message.payload'], event)).toEqual([[1], 'y', { a: [1] }]);
  });
});
