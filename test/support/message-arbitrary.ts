import * as fc from 'fast-check';
import type { MessageRecord } from '../../src/journal/message-record.js';

/** One plain passage: `orders` sent an event that `stock` was given, with some members of one's own. */
export function messageWith(members: Partial<MessageRecord> = {}): MessageRecord {
  const isSent = members.side === 'sent';
  return {
    id: '1',
    side: 'delivered',
    provider: 'orders',
    sender: isSent ? 'orders' : undefined,
    receiver: isSent ? undefined : 'stock',
    channel: 'order.created',
    operation: 'orderCreated',
    message: 'OrderCreated',
    messageKey: 'k1',
    key: undefined,
    correlationId: undefined,
    headers: [],
    payload: '{"order":"1"}',
    atMs: 10,
    settledAtMs: 12,
    outcome: isSent ? 'accepted' : 'acked',
    attempt: 1,
    fault: undefined,
    problems: [],
    ...members,
  };
}

/** Any passage at all: odd texts, payloads of bytes that are no text, secrets among the headers. */
export function messageArbitrary(): fc.Arbitrary<MessageRecord> {
  const time = fc.double({ min: 0, max: 1e13, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const anyText = fc.string({ unit: 'grapheme', maxLength: 12 });
  const maybe = fc.option(anyText, { nil: undefined });
  const header = fc.tuple(fc.constantFrom('ce-id', 'Authorization', 'x-api-key', 'trace'), anyText);
  return fc
    .record({
      id: anyText,
      side: fc.constantFrom('sent' as const, 'delivered' as const),
      provider: anyText,
      sender: maybe,
      receiver: maybe,
      channel: anyText,
      operation: maybe,
      message: maybe,
      messageKey: anyText,
      key: maybe,
      correlationId: maybe,
      headers: fc.array(header, { maxLength: 4 }),
      payload: fc.oneof(anyText, fc.uint8Array({ maxLength: 20 }), fc.constant('{"password":"hunter2","id":1}')),
      atMs: time,
      settledAtMs: fc.option(time, { nil: undefined }),
      outcome: fc.constantFrom('accepted' as const, 'acked' as const, 'requeued' as const, 'dead-lettered' as const, 'unsettled' as const),
      attempt: fc.integer({ min: 1, max: 5 }),
      fault: maybe,
      effect: maybe,
    })
    .map(({ effect, ...record }) => ({ ...record, ...(effect === undefined ? {} : { effect }), problems: [] }));
}
