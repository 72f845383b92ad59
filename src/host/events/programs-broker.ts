import type { Clock } from '../../base/clock.js';
import type { Broker } from '../../broker/broker.js';
import { DONE } from '../../broker/done.js';
import type { EventMock } from '../../mock/events/event-mock.js';

export interface ProgramsBrokerParts {
  /** Records what passes, and puts faults in between. */
  readonly record: (broker: Broker) => Broker;
  readonly mock: EventMock;
  readonly clock: Clock;
  /** Whoever begins to listen is sent a message. */
  readonly greets: boolean;
  /** Aborted when all is over. */
  readonly signal: AbortSignal;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * The broker as programs use it through its doors: what they send and no fault takes away is answered, and where they listen is known.
 *
 * @param ground - closed with this one
 * @param parts - who answers
 */
export function programsBroker(ground: Broker, { record, mock, clock, greets, signal, onTrouble }: ProgramsBrokerParts): Broker {
  const running = new Set<Promise<void>>();
  const run = (work: Promise<void>): void => {
    const done = work.catch(onTrouble).finally(() => running.delete(done));
    running.add(done);
  };
  const greet = async (address: string): Promise<void> => {
    // So that a client hears that it is subscribed before it hears a message.
    await clock.sleep(GREETING_AFTER_MS, signal);
    if (!signal.aborted) await mock.greet(address);
  };
  const broker = record({
    ...ground,
    // Not an async function: what the broker has taken already need not be waited for.
    publish: (message) => {
      const sent = ground.publish(message);
      // In a task of its own: what is answered stands in the record behind what was asked.
      const answered = sent.then(() => run(mock.answer(message)));
      return sent === DONE ? DONE : answered;
    },
  });
  return {
    ...broker,
    subscribe: async (subscription, receive) => {
      const { channel } = subscription;
      const subscribed = await broker.subscribe(subscription, receive);
      let isHere = true;
      const leave = (): void => {
        if (isHere) mock.leave(channel);
        isHere = false;
      };
      mock.attend(channel);
      void subscribed.lost?.then(leave);
      if (greets) run(greet(channel));
      return {
        ...subscribed,
        stop: async () => {
          leave();
          await subscribed.stop();
        },
      };
    },
    close: async () => {
      await Promise.all(running);
      await broker.close();
    },
  };
}

const GREETING_AFTER_MS = 10;
