import { Buffer } from 'node:buffer';
import type { MqttClient } from 'mqtt';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, BrokerMessage } from './broker.js';
import { publishOptions, topicFromChannel } from './mqtt-message.js';
import { type MqttLink, openMqttLink } from './mqtt-link.js';
import { subscribeToTopic } from './mqtt-subscription.js';

interface MqttParts {
  readonly clock: Clock;
  readonly random: Random;
  /** A subscription ends with its connection and says so; default: it comes back by itself. */
  readonly endsWithConnection?: boolean | undefined;
}

/**
 * MQTT 3.1.1, or 5 with `?version=5`: a channel is a topic, everything at QoS 1. A group is a session that the broker keeps, so it has one member at a
 * time, who finds what was sent meanwhile; with `?version=5&shared` it is a shared subscription, which many
 * can be members of, but what a member that goes has not acknowledged need not reach another (MQTT-4.8.2-6). There is no past and no
 * place for dead letters: `from` changes nothing, what is put aside is dropped.
 *
 * @param url - `mqtt://user:password@host:port`
 * @param parts - time of ends, chance of names, and who comes back when a connection is lost
 * @throws HostError `E_PACKAGE_MISSING` without `mqtt`, `E_BROKER_LOST`, `E_BROKER_REFUSED`
 * @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html
 */
export async function openMqttBroker(url: string, { clock, random, endsWithConnection = false }: MqttParts): Promise<Broker> {
  const link = await openMqttLink(url, random);
  const isShared = link.version === 5 && new URL(url).searchParams.has('shared');
  const publisher = createPublisher(link);
  await publisher.connected();
  const stops = new Set<() => Promise<void>>();
  return {
    kind: 'mqtt',
    guarantees: { ...GUARANTEES, headers: link.version === 5, ...(isShared ? SHARED : {}) },
    publish: publisher.publish,
    subscribe: async (subscription, receive) => {
      const subscribed = await subscribeToTopic(subscription, receive, { link, isShared, clock, endsWithConnection });
      stops.add(subscribed.stop);
      return subscribed;
    },
    close: async () => {
      publisher.close();
      await Promise.all([...stops].map((stop) => stop()));
    },
  };
}

interface Publisher {
  connected(): Promise<MqttClient>;
  publish(message: BrokerMessage): Promise<void>;
  close(): void;
}

/** One connection, made anew by the publish that finds it gone: the client would send again by itself what its sender was told is lost. */
function createPublisher(link: MqttLink): Publisher {
  const { errors } = link;
  let connecting: Promise<MqttClient> | undefined;
  let isClosed = false;

  const connected = async (): Promise<MqttClient> => {
    if (isClosed) throw errors.lost('the connection was closed');
    connecting ??= link.connect({ reconnectPeriod: 0, clientId: link.freshId() }, (client) => {
      client.once('close', () => {
        connecting = undefined;
        client.end(true);
      });
    });
    return connecting;
  };

  const publish = async (message: BrokerMessage): Promise<void> => {
    const client = await connected();
    await new Promise<void>((resolve, reject) => {
      const lose = (): void => reject(errors.lost('the connection was closed before it was confirmed'));
      client.once('close', lose);
      client.publish(topicFromChannel(message.channel), Buffer.from(message.payload), publishOptions(message, link.version), (error) => {
        client.removeListener('close', lose);
        if (!error) resolve();
        else reject(client.connected ? errors.refused(message.channel, error) : errors.lost(error));
      });
    });
  };

  return {
    connected,
    publish,
    close: () => {
      isClosed = true;
      // A connection that is being made and fails has told its own publish.
      connecting?.then(
        (client) => client.end(true),
        () => undefined,
      );
    },
  };
}

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-least-once',
  order: 'channel',
  keepsForAbsent: true,
  settles: true,
  deadLetters: false,
  groups: false,
  headers: true,
  keys: false,
  survivesRestart: false,
};

const SHARED: Partial<BrokerGuarantees> = { delivery: 'at-most-once', groups: true, keepsForAbsent: false };
