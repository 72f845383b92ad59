import type { Clock } from '../../base/clock.js';
import type { BrokerMessage } from '../../broker/broker.js';
import { DONE } from '../../broker/done.js';
import type { RecordedBroker } from '../../broker/recorded-broker.js';
import type { Contract } from '../../contract/contract.js';
import type { EventOperation } from '../../contract/channel.js';
import { matchAddress } from '../../wire/channel-address.js';
import { judgeAmong } from '../../wire/match-message.js';
import type { MockEvent } from '../../workspace/mock-event.js';
import type { EventMaker } from './event-maker.js';
import { createEventMaker } from './event-maker.js';
import { eventWith } from './event-with.js';
import type { KeptEvent } from './kept-event.js';
import { madeReply } from './made-reply.js';

export interface EventMockParts {
  readonly contract: Contract;
  /** Gives a message to the broker in the name of the system that is stood in for. */
  readonly publish: RecordedBroker['publish'];
  readonly clock: Clock;
  readonly seed: string;
  /** Values are drawn anew for each message, instead of those of the first example. */
  readonly isVaried: boolean;
  /** Told of what was not sent, though somebody might wait for it. */
  readonly onTrouble: (error: unknown) => void;
}

/** Stands in for a system that sends and receives. */
export interface EventMock {
  /** Somebody receives at an address from now on: is sent the first message of the operation that sends there. */
  greet(address: string): Promise<void>;
  /** Somebody receives there no more. */
  leave(address: string): void;
  /** Somebody listens at an address, and is sent what goes by the clock. */
  attend(address: string): void;
  /** A program has sent something: it is answered when the contract says so, and it keeps the contract. */
  answer(message: BrokerMessage): Promise<void>;
  /**
   * Sends the next message of every operation that sends, to each address where somebody listens, else to the one that the contract shows.
   *
   * @returns how many
   */
  sendAll(): Promise<number>;
  /**
   * Sends the next message of one operation.
   *
   * @param id - of an operation that sends
   * @returns what was sent; `undefined` when there is no such operation, or no message of it keeps the contract
   */
  sendOne(id: string): Promise<BrokerMessage | undefined>;
  /**
   * Sends what the workspace says: what comes every so often, and what comes one after the other, from when somebody first listens anywhere.
   *
   * @param script - of operations that send
   * @param signal - ends it
   */
  play(script: readonly MockEvent[], signal: AbortSignal): Promise<void>;
  /** Sends all again and again. @param signal - ends it */
  sendEvery(everyMs: number, signal: AbortSignal): Promise<void>;
}

/**
 * A system as its contract of events describes it: sends what it says, and answers what it is asked.
 *
 * @param parts - the contract, the broker, time and chance
 */
export function createEventMock(parts: EventMockParts): EventMock {
  const { contract, publish, clock, seed, isVaried, onTrouble } = parts;
  const sending = contract.eventOperations.filter(({ action }) => action === 'send');
  const receiving = contract.eventOperations.filter(({ action }) => action === 'receive');
  const listeners = new Map<string, number>();
  let tellAttended = (): void => undefined;
  const attended = new Promise<void>((resolve) => {
    tellAttended = resolve;
  });
  const counts = new Map<EventOperation, number>();
  const nextIndex = (operation: EventOperation): number => {
    const index = counts.get(operation) ?? 0;
    counts.set(operation, index + 1);
    return index;
  };

  /** Not an async function: it stands on the way of every message. */
  const send = (event: BrokerMessage | undefined, kept?: KeptEvent): Promise<boolean> => {
    if (event === undefined) return NOT_SENT;
    const sent = publish(event, kept);
    return sent === DONE ? SENT : sent.then(yes, failed);
  };
  const failed = (error: unknown): boolean => {
    onTrouble(error);
    return false;
  };

  const makers = new Map<EventOperation, EventMaker>(
    sending.map((operation) => [operation, createEventMaker(operation, { seed, isVaried })]),
  );
  const next = (operation: EventOperation, address: string | undefined, isFirst: boolean): KeptEvent | undefined => {
    const index = nextIndex(operation);
    const message = operation.messages[isFirst ? 0 : index % Math.max(1, operation.messages.length)];
    return message === undefined ? undefined : makers.get(operation)?.(message, { index, address });
  };
  const sendNext = (operation: EventOperation, address: string | undefined, isFirst = false): Promise<boolean> => {
    const made = next(operation, address, isFirst);
    return send(made?.event, made);
  };

  const sendScripted = async ({ operation: id, message: wanted, set }: MockEvent): Promise<void> => {
    const operation = sending.find((one) => one.id === id);
    const message = operation?.messages.find((one) => wanted === undefined || one.id === wanted);
    if (operation !== undefined && message !== undefined)
      await send(eventWith(operation, message, { set, seed, index: nextIndex(operation) }));
  };
  const repeat = async (event: MockEvent, everyMs: number, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(Math.max(everyMs, MIN_EVERY_MS), signal);
      if (!signal.aborted) await sendScripted(event);
    }
  };

  /** Until somebody comes or goes. */
  const heardBy = new Map<EventOperation, readonly (string | undefined)[]>();
  const addressesOf = (operation: EventOperation): readonly (string | undefined)[] => {
    let addresses = heardBy.get(operation);
    if (addresses === undefined) {
      const heard = [...listeners.keys()].filter((address) => matchAddress(operation.channel, address) !== undefined);
      addresses = heard.length === 0 ? [undefined] : heard.slice(0, MAX_ADDRESS_COUNT);
      heardBy.set(operation, addresses);
    }
    return addresses;
  };

  const sendAll = async (): Promise<number> => {
    let count = 0;
    for (const operation of sending) {
      for (const address of addressesOf(operation)) {
        const sent = sendNext(operation, address);
        // What a broker in this process has taken need not be waited for.
        if (sent === SENT || (await sent)) count += 1;
      }
    }
    return count;
  };

  return {
    sendAll,
    greet: async (address) => {
      const operation = sending.find(({ channel }) => matchAddress(channel, address) !== undefined);
      if (operation !== undefined) await sendNext(operation, address, true);
    },
    attend: (address) => {
      tellAttended();
      listeners.set(address, (listeners.get(address) ?? 0) + 1);
      heardBy.clear();
    },
    leave: (address) => {
      const left = (listeners.get(address) ?? 0) - 1;
      if (left > 0) listeners.set(address, left);
      else listeners.delete(address);
      heardBy.clear();
    },
    sendOne: async (id) => {
      const operation = sending.find((one) => one.id === id);
      const made = operation === undefined ? undefined : next(operation, undefined, false);
      return (await send(made?.event, made)) ? made?.event : undefined;
    },
    answer: async (content) => {
      // Several operations may receive on one channel, each its own messages.
      for (const operation of receiving) {
        if (operation.reply === undefined || matchAddress(operation.channel, content.channel) === undefined) continue;
        const { message, problems } = judgeAmong(operation.messages, content);
        if (message === undefined || problems.length > 0) continue;
        await send(madeReply(operation, { content, message, index: nextIndex(operation), seed }));
        return;
      }
    },
    play: async (script, signal) => {
      const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      if (!signal.aborted) await Promise.race([attended, ended]);
      const inTurn = async (): Promise<void> => {
        for (const event of script) {
          if (event.afterMs === undefined) continue;
          await clock.sleep(event.afterMs, signal);
          if (signal.aborted) return;
          await sendScripted(event);
        }
      };
      const repeated = script.flatMap((event) => (event.everyMs === undefined ? [] : [repeat(event, event.everyMs, signal)]));
      await Promise.all([inTurn(), ...repeated]);
    },
    sendEvery: async (everyMs, signal) => {
      while (!signal.aborted) {
        await clock.sleep(Math.max(everyMs, MIN_EVERY_MS), signal);
        if (!signal.aborted) await sendAll();
      }
    },
  };
}

const NOT_SENT = Promise.resolve(false);
const SENT = Promise.resolve(true);
const yes = (): boolean => true;
/** A thousand addresses that are served a hundred times a second would leave no time for anything else. */
const MAX_ADDRESS_COUNT = 100;
const MIN_EVERY_MS = 10;
