import type { BrokerMessage, Subscribed } from '../../broker/broker.js';
import type { Contract } from '../../contract/contract.js';
import type { EventSession, Heard, Settled } from './event-session.js';

/** Keeps what flows, for those who look at it later. */
export interface Observer {
  /** A mark: what is heard from now on comes after it. */
  mark(): number;
  /** What programs sent after a mark, in order; without what the tester sent itself. */
  heardSince(mark: number): readonly Heard[];
  /** What became of deliveries of a message, in order. */
  fatesOf(message: BrokerMessage): readonly Settled['how'][];
  /** Whether a message was put aside since it was sent, by programs or by the broker itself. */
  isPutAside(message: BrokerMessage): boolean;
  /** Listens for what is put aside of an address from now on. */
  listenForDeadLetters(address: string): Promise<void>;
  /** Notes that a message is the tester's own. */
  own(message: BrokerMessage): void;
  stop(): Promise<void>;
}

/**
 * Listens to all channels of a contract whose addresses are known.
 *
 * @param session - of the pair
 * @param contract - of its provider
 */
export async function startObserver(session: EventSession, contract: Contract): Promise<Observer> {
  const heard: Heard[] = [];
  let droppedCount = 0;
  const own = new Set<string>();
  const fates = new Map<string, Settled['how'][]>();
  const deadLetters = new Map<string, BrokerMessage[]>();
  /** How many dead letters there were when a message was sent. */
  const positions = new WeakMap<BrokerMessage, number>();
  const subscribed: Subscribed[] = [];
  const addresses = contract.channels.flatMap(({ address, parameters }) =>
    address === undefined || parameters.length > 0 ? [] : [address],
  );
  const hearing = await session.hear(addresses, (one) => {
    heard.push(one);
    if (heard.length <= 2 * MAX_HEARD_COUNT) return;
    heard.splice(0, MAX_HEARD_COUNT);
    droppedCount += MAX_HEARD_COUNT;
  });
  const watching = session.watch(({ message, how }) => {
    const name = nameOf(message);
    const known = fates.get(name);
    if (known === undefined) fates.set(name, [how]);
    else if (known.length < MAX_FATE_COUNT) known.push(how);
    if (fates.size > MAX_HEARD_COUNT) fates.delete(fates.keys().next().value ?? '');
  });
  return {
    mark: () => droppedCount + heard.length,
    heardSince: (mark) =>
      heard.slice(Math.max(0, mark - droppedCount)).filter(({ sender, message }) => sender !== undefined || !own.has(nameOf(message))),
    fatesOf: (message) => fates.get(nameOf(message)) ?? [],
    isPutAside: (message) => {
      const letters = deadLetters.get(message.channel) ?? [];
      return letters.slice(positions.get(message) ?? 0).some((letter) => isLetterOf(letter, message, own));
    },
    listenForDeadLetters: async (address) => {
      if (deadLetters.has(address)) return;
      const letters: BrokerMessage[] = [];
      deadLetters.set(address, letters);
      const subscription = { channel: `${address}${DEAD_LETTER_SUFFIX}`, group: undefined, from: 'new', prefetchCount: 100 } as const;
      const listening = await session.broker.subscribe(subscription, async (delivery) => {
        if (letters.length < MAX_HEARD_COUNT) letters.push(delivery.message);
        await delivery.settle('ack');
      });
      subscribed.push(listening);
    },
    own: (message) => {
      if (!positions.has(message)) positions.set(message, deadLetters.get(message.channel)?.length ?? 0);
      own.add(nameOf(message));
      if (own.size > MAX_HEARD_COUNT) own.delete(own.keys().next().value ?? '');
    },
    stop: async () => {
      for (const one of subscribed) await one.stop();
      await hearing.stop();
      await watching.stop();
    },
  };
}

/** By its id, else by its content: not every protocol carries an id. */
function nameOf({ channel, payload, messageId }: BrokerMessage): string {
  return messageId ?? `${channel} ${Buffer.from(payload).toString('base64')}`;
}

/** A program that puts aside what it got may give it an id of its own, or none; with the id of another message of ours it is that one. */
function isLetterOf(letter: BrokerMessage, message: BrokerMessage, own: ReadonlySet<string>): boolean {
  if (letter.messageId !== undefined && own.has(letter.messageId)) return letter.messageId === message.messageId;
  return Buffer.from(letter.payload).equals(message.payload);
}

/** Where what nobody takes goes, by the name that brokers and programs give it here. */
export const DEAD_LETTER_SUFFIX = '.dead-letter';
const MAX_HEARD_COUNT = 10_000;
const MAX_FATE_COUNT = 100;
