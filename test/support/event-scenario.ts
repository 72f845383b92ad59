import type { Broker, BrokerMessage } from '../../src/broker/broker.js';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { brokerLost } from '../../src/broker/broker-error.js';
import { recordedBroker } from '../../src/broker/recorded-broker.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { MessageRecord } from '../../src/journal/message-record.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { readScenario } from '../../src/scenario/read-scenario.js';
import { runScenario } from '../../src/scenario/run-scenario.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { ScenarioRun } from '../../src/scenario/scenario-run.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import { json, scriptedWorld } from './scripted-world.js';
import { SHOP_CONTRACT } from './scenario-of.js';
import { textPort } from './text-port.js';

const EVENTS = `
asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  placed:
    address: orders.placed
    messages: { placed: { $ref: '#/components/messages/placed' } }
  answers:
    address: 'answers/{shop}'
    parameters: { shop: { location: $message.payload#/shop } }
    messages:
      accepted: { $ref: '#/components/messages/accepted' }
      rejected: { $ref: '#/components/messages/rejected' }
operations:
  placeOrder: { action: receive, channel: { $ref: '#/channels/placed' } }
  acceptOrder: { action: send, channel: { $ref: '#/channels/answers' }, messages: [{ $ref: '#/channels/answers/messages/accepted' }] }
  answerOrder: { action: send, channel: { $ref: '#/channels/answers' } }
components:
  messages:
    placed:
      correlationId: { location: $message.header#/request-id }
      headers: { type: object, properties: { request-id: { type: string } } }
      payload: { type: object, required: [sku], properties: { sku: { type: string } } }
    accepted:
      correlationId: { location: $message.payload#/for }
      payload: { type: object, required: [kind, for], properties: { kind: { const: accepted }, for: { type: string }, price: { type: integer } } }
    rejected:
      correlationId: { location: $message.payload#/for }
      payload: { type: object, required: [kind, for], properties: { kind: { const: rejected }, for: { type: string } } }
`;
const WORKSPACE = `
systems:
  shop: { openapi: shop.yaml }
  orders: { asyncapi: events.yaml }
integrations: [{ consumer: shop, provider: orders }]
`;

/** A scenario over a shop that has orders by events, from the text of its workflows. */
export async function eventScenarioOf(rest: string): Promise<Scenario> {
  const text = `arazzo: 1.1.0\ninfo: { title: Test, version: 1.0.0 }\nsourceDescriptions: [{ name: shop, url: shop.yaml }, { name: events, url: events.yaml }]\n${rest}`;
  const port = textPort({ 'shop.yaml': SHOP_CONTRACT, 'events.yaml': EVENTS, 'mortise.yaml': WORKSPACE, 'test.arazzo.yaml': text });
  return readScenario('test.arazzo.yaml', port, await readWorkspace('mortise.yaml', port, {}));
}

/** What was sent by a scenario, in whose place, and at which time of its world. */
export interface SentMessage {
  readonly message: BrokerMessage;
  readonly member: string | undefined;
  readonly atMs: number;
}

/**
 * Runs a scenario in a world with one broker, where nobody but `react` sends.
 *
 * @param rest - of the document
 * @param react - told of what the scenario sends, after the broker has it
 * @param options - whether the broker is away, and whether what `react` sends stands on record, but only once that is waited for
 */
export async function eventRun(
  rest: string,
  react: (sent: BrokerMessage, broker: Broker) => void | Promise<void> = () => undefined,
  { isAway = false, isHeardLate = false }: { readonly isAway?: boolean; readonly isHeardLate?: boolean } = {},
): Promise<{ readonly run: ScenarioRun; readonly sent: readonly SentMessage[] }> {
  const world = scriptedWorld(() => json(200, []));
  const broker = createInProcessBroker({ clock: world.clock });
  const sent: SentMessage[] = [];
  const scenario = await eventScenarioOf(rest);
  const [late, onRecord]: [MessageRecord[], MessageRecord[]] = [[], []];
  const contract = await readContract('events.yaml', textPort({ 'events.yaml': EVENTS }));
  const recorder = { message: (record: MessageRecord) => void late.push(record) };
  const ends = { clock: world.clock, provider: 'orders', contract, member: 'orders', injector: undefined };
  const reacting = isHeardLate ? recordedBroker(broker.connect(), { ...ends, recorder }) : broker;
  const port = {
    recorded: async () => void onRecord.push(...late.splice(0)),
    publish: async (message: BrokerMessage, member: string | undefined) => {
      if (isAway) throw brokerLost('test', 'it is away');
      sent.push({ message, member, atMs: world.clock.nowMs() });
      await broker.publish(message);
      await react(message, reacting);
    },
    listen: (channel: string, onMessage: (message: BrokerMessage) => void) =>
      broker.subscribe({ channel, group: undefined, from: 'new', prefetchCount: 100 }, async (delivery) => {
        onMessage(delivery.message);
        await delivery.settle('ack');
      }),
  };
  const journal = (): RunJournal => ({ ...world.journal(), messages: onRecord });
  const run = await runScenario(scenario, { ...world, journal, events: (system) => (system === 'orders' ? port : undefined) });
  await broker.close();
  return { run, sent };
}

/** A message of the orders, as JSON. */
export function answerOf(payload: unknown, channel = 'answers/s1'): BrokerMessage {
  return {
    channel,
    key: undefined,
    headers: [],
    payload: new TextEncoder().encode(JSON.stringify(payload)),
    contentType: 'application/json',
    messageId: undefined,
    correlationId: undefined,
    replyTo: undefined,
  };
}
