import fc from 'fast-check';
import type { MessageUsage, OperationUsage, ReadMember, ReceivedAnswer, SentRequest, Usage } from '../../src/compat/usage/usage.js';
import { smallJson } from '../laws/schema-arbitrary.js';

const day = fc.option(fc.constantFrom('2026-01-02', '2026-03-31', '2025-12-31'), { nil: undefined });
const count = fc.integer({ min: 1, max: 50 });
const flags = fc.record({ null: fc.boolean(), absent: fc.boolean(), newValue: fc.boolean() });

const read: fc.Arbitrary<ReadMember> = fc.record({
  pointer: fc.constantFrom('', '/a', '/a/*', '/a/*/b', '/c~1d'),
  count,
  survives: flags,
});

const reads = fc.option(fc.array(read, { maxLength: 4 }), { nil: undefined });

const sent: fc.Arbitrary<SentRequest> = fc.record({
  parameters: fc.dictionary(fc.constantFrom('query:limit', 'path:id', 'header:x-a'), smallJson, { maxKeys: 2, noNullPrototype: true }),
  mediaType: fc.constantFrom(undefined, 'application/json'),
  body: fc.option(smallJson, { nil: undefined }),
});

const received: fc.Arbitrary<ReceivedAnswer> = fc.record({
  status: fc.constantFrom(200, 201, 404),
  mediaType: fc.constantFrom(undefined, 'application/json'),
  reads,
  headers: fc.option(fc.uniqueArray(fc.constantFrom('etag', 'link'), { maxLength: 2 }), { nil: undefined }),
});

const operation: fc.Arbitrary<OperationUsage> = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom('/orders', '/orders/{id}'),
  interactionCount: count,
  lastSeenOn: day,
  sent: fc.array(sent, { maxLength: 12 }),
  received: fc.array(received, { maxLength: 3 }),
});

const message: fc.Arbitrary<MessageUsage> = fc.record({
  channel: fc.constantFrom('orders', 'refunds'),
  action: fc.constantFrom('send', 'receive'),
  message: fc.constantFrom(undefined, 'created'),
  count,
  lastSeenOn: day,
  sent: fc.array(smallJson, { maxLength: 4 }),
  reads,
});

/** What a consumer may have been seen to do, in no order, some of it twice. */
export const someUsage: fc.Arbitrary<Usage> = fc.record({
  consumer: fc.constant('web'),
  provider: fc.constant('shop'),
  sources: fc.subarray(['pact', 'journal', 'reads'] as const),
  operations: fc.array(operation, { maxLength: 4 }),
  messages: fc.array(message, { maxLength: 3 }),
});
