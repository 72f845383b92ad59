import type { Clock } from '../base/clock.js';
import { didYouMean } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import type { Random } from '../base/random.js';
import type { Broker } from './broker.js';
import { shownUrl } from './broker-error.js';
import type { WebhookPort } from './webhook-broker.js';

/** What a broker is opened with. */
export interface BrokerParts {
  readonly clock: Clock;
  readonly random: Random;
  /** How webhooks are sent and received; without it `http:` URLs cannot be opened. */
  readonly webhooks?: WebhookPort | undefined;
  /** MQTT: a subscription ends with its connection, as it does in process, instead of coming back by itself. */
  readonly endsWithConnection?: boolean | undefined;
}

/**
 * A broker by its URL: `memory:` (a new one in this process), `redis:` (`?mode=pubsub`, or streams), `mqtt:` (`?version=5`), `amqp:`, `nats:`
 * (`?jetstream`), `kafka:`, `ws:`, `http:`. What stands behind `?` is the adapter's.
 *
 * @param url - `undefined`: `memory:`
 * @param parts - time and chance
 * @throws InputError `E_BROKER_URL` when no broker has such a URL
 * @throws HostError `E_PACKAGE_MISSING` when its client library is not installed, `E_BROKER_LOST` when nobody answers, `E_BROKER_REFUSED` when it does not let us in
 */
export async function openBroker(url: string | undefined, parts: BrokerParts): Promise<Broker> {
  if (url === undefined || url.startsWith('memory:')) return (await import('./in-process-broker.js')).createInProcessBroker(parts);
  const open = URL.canParse(url) ? OPENERS[new URL(url).protocol] : undefined;
  if (open === undefined) {
    const schemes = ['memory:', ...Object.keys(OPENERS)];
    const suggestion = didYouMean(/^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? '', schemes);
    throw new InputError({ code: 'E_BROKER_URL', args: { seen: shownUrl(url), suggestion, schemes } });
  }
  return open(url, parts);
}

type Open = (url: string, parts: BrokerParts) => Promise<Broker>;

const redis: Open = async (url, parts) => {
  const isPubSub = new URL(url).searchParams.get('mode') === 'pubsub';
  return isPubSub
    ? (await import('./redis-pubsub-broker.js')).openRedisPubSubBroker(url, parts)
    : (await import('./redis-streams-broker.js')).openRedisStreamsBroker(url, parts);
};
const mqtt: Open = async (url, parts) => (await import('./mqtt-broker.js')).openMqttBroker(url, parts);
const amqp: Open = async (url, parts) => (await import('./amqp-broker.js')).openAmqpBroker(url, parts);
const nats: Open = async (url, parts) =>
  new URL(url).searchParams.has('jetstream')
    ? (await import('./jetstream-broker.js')).openJetStreamBroker(url, parts)
    : (await import('./nats-broker.js')).openNatsBroker(url, parts);
const kafka: Open = async (url, parts) => (await import('./kafka-broker.js')).openKafkaBroker(url, parts);
const webSocket: Open = async (url, parts) => (await import('./websocket-broker.js')).openWebSocketBroker(url, parts);
const webhook: Open = async (url, parts) => (await import('./webhook-broker.js')).openWebhookBroker(url, parts);

const OPENERS: Readonly<Record<string, Open>> = {
  'redis:': redis,
  'rediss:': redis,
  'mqtt:': mqtt,
  'mqtts:': mqtt,
  'amqp:': amqp,
  'amqps:': amqp,
  'nats:': nats,
  'kafka:': kafka,
  'ws:': webSocket,
  'wss:': webSocket,
  'http:': webhook,
  'https:': webhook,
};
