import type { BrokerMessage, Delivery } from './broker.js';
import { handOver } from './hand-over.js';

/** What arrived by a protocol that settles nothing, handed over in order, so many at once. */
export interface Inbox {
  push(message: BrokerMessage): void;
  /** Nothing is handed over any more. */
  close(): void;
}

export interface InboxParts {
  readonly prefetchCount: number;
  readonly receive: (delivery: Delivery) => void | Promise<void>;
  /** Whether the connection is to be read on: what waits here is bounded by not reading. */
  readonly onFull: (isFull: boolean) => void;
}

/**
 * An empty inbox.
 *
 * @param parts - who receives
 */
export function createInbox({ prefetchCount, receive, onFull }: InboxParts): Inbox {
  let waiting: BrokerMessage[] = [];
  let underWayCount = 0;
  let isClosed = false;
  let isFull = false;

  const tellFull = (): void => {
    const isNowFull = isFull ? waiting.length > FULL_COUNT / 2 : waiting.length >= FULL_COUNT;
    if (isNowFull !== isFull) onFull(isNowFull);
    isFull = isNowFull;
  };

  const handOn = (): void => {
    while (!isClosed && underWayCount < prefetchCount) {
      const message = waiting.shift();
      if (message === undefined) break;
      underWayCount += 1;
      const through = handOver({ message, attempt: 1, settle: async () => undefined }, receive);
      void through.then(() => {
        underWayCount -= 1;
        handOn();
      });
    }
    tellFull();
  };

  return {
    push: (message) => {
      if (isClosed) return;
      waiting.push(message);
      handOn();
    },
    close: () => {
      isClosed = true;
      waiting = [];
      tellFull();
    },
  };
}

const FULL_COUNT = 1_000;
