import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { recordedBroker } from '../../dist/broker/recorded-broker.js';
import {
  createDocumentPort,
  createInProcessBroker,
  createRunRecorder,
  machineClock,
  randomFromSeed,
  readContract,
} from '../../dist/index.js';
import { createEventMock } from '../../dist/mock/events/event-mock.js';
import { sampleMessage } from '../../dist/mock/events/sample-message.js';
import { bytesFromPayload } from '../../dist/wire/message-content.js';
import { printRatio, textOf } from './lib/figures.js';

/** @typedef {import('../../src/broker/broker.js').Broker} Broker */
/** @typedef {import('../../src/broker/broker.js').BrokerMessage} BrokerMessage */

const CHANNEL = 'events:payment:payment.created';
const CONTRACT = `
asyncapi: 3.0.0
info: { title: Payments, version: 1.0.0 }
channels:
  created:
    address: ${CHANNEL}
    messages:
      created:
        headers: { type: object, required: [ce-id], properties: { ce-id: { type: string } } }
        payload:
          type: object
          required: [event_id, event_type, timestamp, data]
          additionalProperties: false
          properties:
            event_id: { type: string, format: uuid }
            event_type: { const: payment.created }
            timestamp: { type: string, format: date-time }
            data:
              type: object
              required: [paymentId, amount, currency]
              properties:
                paymentId: { type: string, pattern: '^pay_[a-z0-9]{8}$' }
                amount: { type: integer, minimum: 1, maximum: 1000000 }
                currency: { enum: [USD, EUR, GBP] }
operations:
  sendCreated: { action: send, channel: { $ref: '#/channels/created' } }
`;
const SAMPLE_COUNT = 1_000;
const PART_COUNT = 10;
/** Confirmations a sender does not wait for. */
const BATCH_COUNT = 100;
/** Before any clock runs: code that is still being compiled tells nothing of a run. */
const WARM_UP_COUNT = 50_000;
const RATE_COUNT = 200_000;
/** Made one by one, each takes longer. */
const MOCK_COUNT = 50_000;
/** As a run whose journal is written out and begun again: nothing that is counted in a rate goes unrecorded. */
const RECORDED_COUNT = 50_000;
/** As the mock server has it: through its doors nobody asks for what was before. */
const BROKER = { clock: machineClock, rememberedCount: 0 };
/** Messages have no journal that drops its oldest: of the recorder, which keeps what it has, the bound stands in. */
const JOURNAL_BYTES = 16_777_216;

/**
 * Messages from a sampled pool through the broker in process to one receiver: bare, recorded, and recorded and judged at one end (as a mock does) and
 * at both; then messages that the mock itself makes. Each is an object of its own with bytes and an id of its own, so that nothing is known of it before it is sent.
 *
 * @param {string} folder
 */
export async function benchEvents(folder) {
  const count = process.argv.includes('--full') ? 10_000_000 : 1_000_000;
  const file = join(folder, 'payments.asyncapi.yaml');
  writeFileSync(file, CONTRACT);
  const contract = await readContract(file, createDocumentPort({ cwd: folder, stdin: Readable.from([]) }));
  const next = messagesFrom(contract);
  const [bare, recorded] = [{ kind: /** @type {const} */ ('bare') }, { kind: /** @type {const} */ ('recorded') }];
  const judged = { kind: /** @type {const} */ ('recorded'), contract };
  const aloneRate = await rateOf({ sender: bare, receiver: bare, recorder: renewingRecorder(), next });
  printRate('the broker alone', aloneRate, { ofRate: undefined, aim: '-' });
  for (const [what, sender, receiver, aim] of /** @type {const} */ ([
    ['recorded at both ends, without a contract', recorded, recorded, '-'],
    ['recorded and judged at the sender, as a mock does', judged, bare, '100,000 messages/s'],
    ['recorded and judged at both ends', judged, judged, '-'],
  ])) {
    const rate = await rateOf({ sender, receiver, recorder: renewingRecorder(), next });
    printRate(what, rate, { ofRate: aloneRate, aim });
  }
  printRate('made by the mock, recorded and judged', await mockRate(contract), { ofRate: aloneRate, aim: '100,000 messages/s' });
  const recorder = createRunRecorder({ maxBytes: JOURNAL_BYTES });
  const line = await openLine({ sender: judged, receiver: judged, recorder, next });
  /** @type {number[]} */
  const heaps = [];
  for (let part = 0; part < PART_COUNT; part += 1) {
    await line.pass(count / PART_COUNT);
    heaps.push(heapMiB());
  }
  await line.close();
  printRatio({
    what: `heap over ${textOf(count)} messages, each tenth`,
    ratio: `${textOf(Math.max(...heaps) - (heaps[0] ?? 0))} MiB more at most`,
    sides: `${heaps.map(textOf).join(' ')} MiB, journal bounded to ${textOf(JOURNAL_BYTES / 1_048_576)} MiB`,
    aim: 'flat',
  });
}

/** @typedef {{ readonly kind: 'bare' } | { readonly kind: 'recorded', readonly contract?: import('../../src/contract/contract.js').Contract }} End */
/** @typedef {{ message(record: import('../../src/journal/message-record.js').MessageRecord): void }} Recorder */
/** @typedef {{ readonly sender: End, readonly receiver: End, readonly recorder: Recorder, readonly next: () => BrokerMessage }} Run */

/**
 * @param {Run} run
 * @returns {Promise<number>} messages per second of this process's processor time, that of the garbage collector included
 */
async function rateOf(run) {
  const line = await openLine(run);
  await line.pass(WARM_UP_COUNT);
  const before = process.cpuUsage();
  await line.pass(RATE_COUNT);
  const { user, system } = process.cpuUsage(before);
  await line.close();
  return (RATE_COUNT / (user + system)) * 1_000_000;
}

/**
 * The whole mock: each message is made with ids of its own, judged, recorded, sent and received.
 *
 * @param {import('../../src/contract/contract.js').Contract} contract
 */
async function mockRate(contract) {
  const broker = createInProcessBroker(BROKER);
  const parts = {
    injector: undefined,
    recorder: renewingRecorder(),
    clock: machineClock,
    provider: 'payments',
    contract,
    member: 'payments',
  };
  const own = recordedBroker(broker.connect(), parts);
  const onTrouble = (/** @type {unknown} */ error) => {
    throw error;
  };
  const mock = createEventMock({ contract, publish: own.publish, clock: machineClock, seed: 'events', isVaried: false, onTrouble });
  const subscription = { channel: CHANNEL, group: 'bench', from: /** @type {const} */ ('new'), prefetchCount: BATCH_COUNT };
  const { stop } = await broker.connect().subscribe(subscription, ({ settle }) => settle('ack'));
  mock.attend(CHANNEL);
  for (let sent = 0; sent < MOCK_COUNT / 4; sent += 1) await mock.sendAll();
  const before = process.cpuUsage();
  for (let sent = 0; sent < MOCK_COUNT; sent += 1) await mock.sendAll();
  const { user, system } = process.cpuUsage(before);
  await stop();
  await broker.close();
  return (MOCK_COUNT / (user + system)) * 1_000_000;
}

/**
 * A broker with a sender and a receiver.
 *
 * @param {Run} run
 */
async function openLine({ sender: senderEnd, receiver: receiverEnd, recorder, next }) {
  const broker = createInProcessBroker(BROKER);
  /** @type {(end: End, member: string) => Broker} */
  const handleOf = (end, member) => {
    if (end.kind === 'bare') return broker.connect();
    const parts = { injector: undefined, recorder, clock: machineClock, provider: 'payments', contract: end.contract, member };
    return recordedBroker(broker.connect(), parts);
  };
  const sender = handleOf(senderEnd, 'payments');
  const receiver = handleOf(receiverEnd, 'shop');
  let sentCount = 0;
  let receivedCount = 0;
  const subscription = { channel: CHANNEL, group: 'bench', from: /** @type {const} */ ('new'), prefetchCount: BATCH_COUNT };
  const subscribed = await receiver.subscribe(subscription, async ({ settle }) => {
    receivedCount += 1;
    await settle('ack');
  });
  return {
    /** @param {number} count */
    pass: async (count) => {
      const untilCount = sentCount + count;
      while (sentCount < untilCount) {
        sentCount += BATCH_COUNT;
        await Promise.all(Array.from({ length: BATCH_COUNT }, () => sender.publish(next())));
      }
      while (receivedCount < sentCount) await new Promise((resolve) => setImmediate(resolve));
    },
    close: async () => {
      await subscribed.stop();
      await broker.close();
    },
  };
}

/** @returns {Recorder} */
function renewingRecorder() {
  let recorder = createRunRecorder();
  let recordedCount = 0;
  return {
    message: (record) => {
      recordedCount += 1;
      if (recordedCount % RECORDED_COUNT === 0) recorder = createRunRecorder();
      recorder.message(record);
    },
  };
}

/**
 * @param {string} what
 * @param {number} rate
 * @param {{ readonly ofRate: number | undefined, readonly aim: string }} beside
 */
function printRate(what, rate, { ofRate, aim }) {
  const sides = ofRate === undefined ? '' : `${textOf(rate / ofRate)} of the broker alone`;
  printRatio({ what, ratio: `${textOf(rate)} messages/CPU s`, sides, aim });
}

/**
 * @param {import('../../src/contract/contract.js').Contract} contract
 * @returns {() => BrokerMessage}
 */
function messagesFrom(contract) {
  const message = contract.channels[0]?.messages[0];
  if (message === undefined) throw new Error('the contract has no message');
  const random = randomFromSeed('events');
  const payloads = Array.from({ length: SAMPLE_COUNT }, () => bytesFromPayload(sampleMessage(message, random).payload, message));
  let count = 0;
  return () => {
    count += 1;
    const payload = payloads[count % SAMPLE_COUNT]?.slice() ?? new Uint8Array(0);
    return {
      channel: CHANNEL,
      key: `key-${count % 10}`,
      headers: [
        ['ce-specversion', '1.0'],
        ['ce-source', '/payments'],
        ['ce-type', 'payment.created'],
        ['ce-id', `id-${count}`],
      ],
      payload,
      contentType: message.contentType,
      messageId: undefined,
      correlationId: undefined,
      replyTo: undefined,
    };
  };
}

function heapMiB() {
  setFlagsFromString('--expose_gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1_048_576;
}
