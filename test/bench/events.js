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
/** As a run whose journal is written out and begun again. */
const RECORDED_COUNT = 50_000;

/**
 * Messages from a sampled pool through the broker in process to one receiver: bare, and recorded and judged at both ends.
 *
 * @param {string} folder
 */
export async function benchEvents(folder) {
  const count = process.argv.includes('--full') ? 10_000_000 : 1_000_000;
  const file = join(folder, 'payments.asyncapi.yaml');
  writeFileSync(file, CONTRACT);
  const contract = await readContract(file, createDocumentPort({ cwd: folder, stdin: Readable.from([]) }));
  const messages = samples(contract);
  const bare = createInProcessBroker({ clock: machineClock });
  const bareRate = await rateThrough({
    sender: bare.connect(),
    receiver: bare.connect(),
    messages,
    count: count / 10,
    afterPart: () => undefined,
  });
  await bare.close();

  const broker = createInProcessBroker({ clock: machineClock });
  let recorder = createRunRecorder();
  let recordedCount = 0;
  const renewing = {
    /** @param {import('../../src/journal/message-record.js').MessageRecord} record */
    message: (record) => {
      recordedCount += 1;
      if (recordedCount % RECORDED_COUNT === 0) recorder = createRunRecorder();
      recorder.message(record);
    },
  };
  const shared = { injector: undefined, recorder: renewing, clock: machineClock, provider: 'payments', contract };
  /** @type {number[]} */
  const heaps = [];
  const rate = await rateThrough({
    sender: recordedBroker(broker.connect(), { ...shared, member: 'payments' }),
    receiver: recordedBroker(broker.connect(), { ...shared, member: 'shop' }),
    messages,
    count,
    afterPart: () => heaps.push(heapMiB()),
  });
  await broker.close();
  printRatio({ what: 'the broker alone', ratio: `${textOf(bareRate)} messages/s`, sides: '', aim: '-' });
  printRatio({
    what: 'sampled, journal and validation at both ends',
    ratio: `${textOf(rate)} messages/s`,
    sides: `${textOf(rate / bareRate)} of the broker alone`,
    aim: '100,000 messages/s',
  });
  printRatio({
    what: `heap over ${textOf(count)} messages, each tenth`,
    ratio: `${textOf(Math.max(...heaps) - (heaps[0] ?? 0))} MiB more at most`,
    sides: `${heaps.map(textOf).join(' ')} MiB`,
    aim: 'flat',
  });
}

/**
 * @param {{ readonly sender: Broker, readonly receiver: Broker, readonly messages: readonly BrokerMessage[], readonly count: number, readonly afterPart: () => unknown }} run
 * @returns {Promise<number>} messages per second of this thread's processor time
 */
async function rateThrough({ sender, receiver, messages, count, afterPart }) {
  let receivedCount = 0;
  const subscription = { channel: CHANNEL, group: 'bench', from: /** @type {const} */ ('new'), prefetchCount: 100 };
  const subscribed = await receiver.subscribe(subscription, async ({ settle }) => {
    receivedCount += 1;
    await settle('ack');
  });
  let spentMs = 0;
  for (let part = 0; part < PART_COUNT; part += 1) {
    const before = process.cpuUsage();
    for (let index = 0; index < count / PART_COUNT; index += BATCH_COUNT) {
      /** @type {Promise<void>[]} */
      const batch = [];
      for (let offset = 0; offset < BATCH_COUNT; offset += 1) {
        const message = messages[(index + offset) % messages.length];
        if (message !== undefined) batch.push(sender.publish(message));
      }
      await Promise.all(batch);
    }
    while (receivedCount < (count / PART_COUNT) * (part + 1)) await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.cpuUsage(before);
    spentMs += (user + system) / 1_000;
    afterPart();
  }
  await subscribed.stop();
  return (count / spentMs) * 1_000;
}

/**
 * @param {import('../../src/contract/contract.js').Contract} contract
 * @returns {readonly BrokerMessage[]}
 */
function samples(contract) {
  const message = contract.channels[0]?.messages[0];
  if (message === undefined) throw new Error('the contract has no message');
  const random = randomFromSeed('events');
  return Array.from({ length: SAMPLE_COUNT }, (_, index) => {
    const { payload } = sampleMessage(message, random);
    return {
      channel: CHANNEL,
      key: `key-${index % 10}`,
      headers: [['ce-id', `id-${index}`]],
      payload: bytesFromPayload(payload, message),
      contentType: message.contentType,
      messageId: undefined,
      correlationId: undefined,
      replyTo: undefined,
    };
  });
}

function heapMiB() {
  setFlagsFromString('--expose_gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1_048_576;
}
