import { Readable } from 'node:stream';
import type { Aedes, AedesPublishPacket, Client } from 'aedes';

/** Which packets are on their way to a client, and what it subscribed to before. */
export interface MqttSessions {
  /**
   * Sends to one client, at least once.
   *
   * @returns once the client has acknowledged it; never when it is gone before
   */
  send(client: Client, packet: OutgoingPacket): Promise<void>;
  /** What the client asked for itself: `false` when its session is to be kept. */
  isClean(client: Client): boolean;
}

export interface OutgoingPacket {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  readonly dup: boolean;
  readonly retain: boolean;
}

/**
 * Takes the keeping of messages out of aedes' hands: what a session is owed stands in the queue of a group, and PUBACK settles a delivery there.
 * aedes tells the number of a packet only to its store of outgoing packets, and only for sessions that are kept: so all are kept for it, and the store is this one.
 *
 * @param aedes - listens already
 * @param onForgotten - a client began anew: what its session was subscribed to before
 */
export function createMqttSessions(aedes: Aedes, onForgotten: (clientId: string, topics: readonly string[]) => void): MqttSessions {
  const store = (aedes as unknown as { readonly persistence: Store }).persistence;
  const states = new WeakMap<object, { readonly isClean: boolean; readonly onAck: Map<number, () => void> }>();
  const waiting = new Map<number, () => void>();
  const own = { addSubscriptions: store.addSubscriptions.bind(store), subscriptionsByClient: store.subscriptionsByClient.bind(store) };
  const ownClean = store.cleanSubscriptions.bind(store);
  let packetCount = 0;

  aedes.preConnect = (client, packet, callback) => {
    states.set(client, { isClean: packet.clean === true, onAck: new Map() });
    packet.clean = false;
    callback(null, true);
  };

  const connectingById = new Map<string, Client>();
  const isClean = (client: object): boolean => states.get(client)?.isClean !== false;

  store.outgoingEnqueue = async () => undefined;
  store.outgoingStream = () => Readable.from([]);
  store.outgoingUpdate = async (client, { brokerId, brokerCounter, messageId }) => {
    const onAck = brokerId === OWN_BROKER ? waiting.get(brokerCounter) : undefined;
    waiting.delete(brokerCounter);
    if (onAck !== undefined && messageId !== undefined) states.get(client)?.onAck.set(messageId, onAck);
  };
  store.outgoingClearMessageId = async (client, { messageId }) => {
    if (messageId === undefined) return undefined;
    const onAck = states.get(client)?.onAck;
    onAck?.get(messageId)?.();
    onAck?.delete(messageId);
    return undefined;
  };
  store.addSubscriptions = async (client, subscriptions) => {
    if (!isClean(client)) await own.addSubscriptions(client, subscriptions);
  };

  store.subscriptionsByClient = async (client) => {
    const known = await own.subscriptionsByClient(client);
    const connecting = connectingById.get(client.id);
    if (connecting === undefined || !isClean(connecting)) return known;
    await ownClean(client);
    if (known.length > 0)
      onForgotten(
        client.id,
        known.map(({ topic }) => topic),
      );
    return [];
  };
  aedes.authenticate = (client, _username, _password, done) => {
    connectingById.set(client.id, client);
    done(null, true);
  };
  aedes.on('clientReady', ({ id }) => connectingById.delete(id));
  aedes.on('clientDisconnect', ({ id }) => connectingById.delete(id));

  const send = (client: Client, packet: OutgoingPacket): Promise<void> =>
    new Promise((resolve) => {
      packetCount += 1;
      if (packet.qos === 1) waiting.set(packetCount, resolve);
      const numbered = { ...packet, cmd: 'publish' as const, brokerId: OWN_BROKER, brokerCounter: packetCount };
      client.publish(numbered, () => {
        waiting.delete(numbered.brokerCounter);
        if (packet.qos === 0) resolve();
      });
    });

  return { send, isClean };
}

interface Store {
  addSubscriptions(client: Client, subscriptions: readonly { readonly topic: string }[]): Promise<unknown>;
  subscriptionsByClient(client: { readonly id: string }): Promise<readonly { readonly topic: string }[]>;
  cleanSubscriptions(client: { readonly id: string }): Promise<unknown>;
  outgoingEnqueue(subscription: unknown, packet: unknown): Promise<unknown>;
  outgoingStream(client: unknown): Readable;
  outgoingUpdate(client: object, packet: AedesPublishPacket & { readonly messageId?: number }): Promise<unknown>;
  outgoingClearMessageId(client: object, packet: { readonly messageId?: number }): Promise<unknown>;
}

const OWN_BROKER = 'mortise';
