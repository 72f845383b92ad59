import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { exampleCases } from '../../../src/check/events/event-cases.js';
import type { EventCase } from '../../../src/check/events/event-case.js';
import { MESSAGE_CHECKS, RECEIVER_CHECKS } from '../../../src/check/events/event-checks.js';
import type { ReceiverTrace } from '../../../src/check/events/receiver-trace.js';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { matchAddress } from '../../../src/wire/channel-address.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';
import { matchMessage } from '../../../src/wire/match-message.js';

const contract = await readContract(
  'fixtures/specs/order-events.yaml',
  createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) }),
);
const [created, changed] = contract.eventOperations;
const valid = created === undefined ? undefined : exampleCases(created, { hasHeaders: true })[0];
if (created === undefined || changed === undefined || valid === undefined) throw new Error('the fixture has two operations');

const CREATED = {
  event_id: 'e1',
  event_type: 'order.created',
  correlation_id: 'c',
  data: { order_id: 'o1', total: 1, items: [{ sku: 'a', quantity: 1 }] },
};
const CHANGED = { event_id: 'e1', event_type: 'order.changed', data: { order_id: 'o1', status: 'paid' } };

function judged(
  operation: NonNullable<typeof created>,
  value: unknown,
  more: Partial<BrokerMessage> = {},
  carries = { headers: true, keys: true },
) {
  const message: BrokerMessage = {
    channel: operation === created ? 'orders.created' : 'orders/o1/changed',
    key: 'order-1',
    headers: [],
    payload: Buffer.from(JSON.stringify(value)),
    contentType: 'application/json',
    messageId: undefined,
    correlationId: undefined,
    replyTo: undefined,
    ...more,
  };
  const { channel } = operation;
  const declared = matchMessage(operation.messages, message);
  const problems = declared === undefined ? [] : judgeMessage(declared, message);
  const parameters = matchAddress(channel, message.channel) ?? {};
  return MESSAGE_CHECKS.filter(
    (check) =>
      check.judge({ heard: { sender: 'orders', message }, operation, channel, parameters, declared, problems, carries }).length > 0,
  ).map(({ code }) => code);
}

describe('the laws about sent messages', () => {
  it('have nothing against what keeps the contract', () => {
    expect(judged(created, CREATED)).toEqual([]);
    expect(judged(changed, CHANGED)).toEqual([]);
  });

  it('each see their own mistake', () => {
    expect(judged(created, { ...CREATED, data: 1 })).toEqual(['check/payload-matches-schema']);
    expect(judged(created, { ...CREATED, correlation_id: undefined })).toEqual(['check/correlation-id-present']);
    expect(judged(created, CREATED, { key: 'o1' })).toEqual(['check/message-key-matches']);
    expect(judged(created, CREATED, { key: undefined })).toEqual(['check/message-key-matches']);
    expect(judged(created, CREATED, { contentType: 'text/plain' })).toEqual(['check/message-content-type']);
    expect(judged(changed, CHANGED, { channel: 'orders/o2/changed' })).toEqual(['check/address-agrees']);
  });

  it('blame nobody for what the way to the broker does not carry', () => {
    expect(judged(created, CREATED, { key: undefined, contentType: undefined }, { headers: false, keys: false })).toEqual([]);
  });
});

const invalid: EventCase = {
  ...valid,
  intent: { kind: 'invalid', breach: { keyword: 'type', location: ['payload'], place: { file: 'f', pointer: '' } } },
};

function broken(trace: Partial<ReceiverTrace>): readonly string[] {
  const whole: ReceiverTrace = {
    experiment: 'once',
    testCase: valid as EventCase,
    fate: 'processed',
    reason: undefined,
    followed: undefined,
    effectCount: undefined,
    isDeadLettered: false,
    isAcknowledged: false,
    effectOrder: undefined,
    reply: undefined,
    promise: undefined,
    waitMs: 2_000,
    ...trace,
  };
  return RECEIVER_CHECKS.filter((check) => check.judge(whole).length > 0).map(({ code }) => code.slice('check/'.length));
}

describe('the laws about receivers', () => {
  it('hold for a message that is done once, and for one that is refused in any way', () => {
    expect(broken({ effectCount: 1 })).toEqual([]);
    expect(broken({ testCase: invalid, fate: 'unseen', followed: 'processed', effectCount: 0 })).toEqual([]);
    expect(
      broken({ testCase: invalid, fate: 'dead-lettered', followed: 'processed', isDeadLettered: true, promise: 'dead-letter' }),
    ).toEqual([]);
  });

  it.each<readonly [string, Partial<ReceiverTrace>, readonly string[]]>([
    ['a valid message without an effect', { fate: 'silent' }, ['valid-message-processed']],
    ['a valid message that was put aside', { fate: 'dead-lettered' }, ['valid-message-processed']],
    ['a program that ended', { fate: 'ended', reason: 'it exited with code 1' }, ['receiver-lives']],
    ['nothing done after an invalid message', { testCase: invalid, fate: 'unseen', followed: 'silent' }, ['receiver-lives']],
    [
      'an invalid message that was done',
      { testCase: invalid, fate: 'unseen', followed: 'processed', effectCount: 1 },
      ['invalid-message-refused'],
    ],
    [
      'no dead letter though promised',
      { testCase: invalid, fate: 'silent', followed: 'processed', effectCount: 0, promise: 'dead-letter' },
      ['invalid-message-as-promised'],
    ],
    [
      'an acknowledgement though a rejection is promised',
      { testCase: invalid, followed: 'processed', isAcknowledged: true, promise: 'reject' },
      ['invalid-message-as-promised'],
    ],
    ['two effects of a message sent twice', { experiment: 'twice', effectCount: 2 }, ['duplicate-has-one-effect']],
    ['another order', { experiment: 'burst', effectOrder: [0, 2, 1] }, ['messages-in-order']],
    ['no reply', { experiment: 'request', fate: 'unseen', reply: { kind: 'none' } }, ['reply-sent']],
    [
      'a reply that breaks the contract',
      { experiment: 'request', reply: { kind: 'reply', correlationId: 'a', expectedCorrelationId: 'a', problems: ['no'] } },
      ['reply-sent'],
    ],
    [
      'a reply to another request',
      { experiment: 'request', reply: { kind: 'reply', correlationId: 'b', expectedCorrelationId: 'a', problems: [] } },
      ['reply-correlates'],
    ],
  ])('see %s', (_, trace, laws) => {
    expect(broken(trace)).toEqual(laws);
  });

  it.each<readonly [string, Partial<ReceiverTrace>]>([
    ['effects that cannot be seen', { experiment: 'twice', effectCount: undefined }],
    ['two effects of a message sent once', { effectCount: 2 }],
    ['what nobody could see', { fate: 'unseen' }],
    ['effects in order', { experiment: 'burst', effectOrder: [0, 1, 2] }],
    [
      'a reply whose contract speaks of no correlation',
      { experiment: 'request', reply: { kind: 'reply', correlationId: undefined, expectedCorrelationId: undefined, problems: [] } },
    ],
  ])('conclude nothing from %s', (_, trace) => {
    expect(broken(trace)).toEqual([]);
  });
});
