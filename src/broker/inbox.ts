import type { BrokerMessage, Delivery } from './broker.js';
import { handOver } from './hand-over.js';

/** What arrived by a protocol that settles nothing, handed over in order, so many at once. */
export interface Inbox {
  push(message: BrokerMessage): void;
  /** Resolves once all that was pushed before is handed over, or nothing is any more. */
  handedOver(): Promise<void>;
  /** Nothing is handed over any more. */
  close(): void;
}

export interface InboxParts {
  readonly prefetchCount: number;
  readonly receive: (delivery: Delivery) => void | Promise<void>;
  /** Whether the connection is to be read on: what waits here is bounded by not reading. */
  readonly onFull?: ((isFull: boolean) => void) | undefined;
  /** What comes while so many wait is dropped; default: nothing is. */
  readonly maxWaitingCount?: number | undefined;
}

/**
 * An empty inbox.
 *
 * @param parts - who receives
 */
export function createInbox({ prefetchCount, receive, onFull, maxWaitingCount = Number.POSITIVE_INFINITY }: InboxParts): Inbox {
  let waiting: BrokerMessage[] = [];
  let underWayCount = 0;
  let isClosed = false;
  let isFull = false;
  let pushedCount = 0;
  let handedCount = 0;
  let asked: { readonly count: number; readonly answer: () => void }[] = [];

  const tellFull = (): void => {
    const isNowFull = isFull ? waiting.length > FULL_COUNT / 2 : waiting.length >= FULL_COUNT;
    if (isNowFull !== isFull) onFull?.(isNowFull);
    isFull = isNowFull;
  };

  const answerAsked = (): void => {
    if (asked.length === 0) return;
    const isOver = ({ count }: { readonly count: number }): boolean => isClosed || handedCount >= count;
    for (const one of asked) if (isOver(one)) one.answer();
    asked = asked.filter((one) => !isOver(one));
  };

  const handOn = (): void => {
    while (!isClosed && underWayCount < prefetchCount) {
      const message = waiting.shift();
      if (message === undefined) break;
      underWayCount += 1;
      const through = handOver({ message, attempt: 1, settle: async () => undefined }, receive);
      handedCount += 1;
      void through.then(() => {
        underWayCount -= 1;
        handOn();
      });
    }
    tellFull();
    answerAsked();
  };

  return {
    push: (message) => {
      if (isClosed || waiting.length >= maxWaitingCount) return;
      pushedCount += 1;
      waiting.push(message);
      handOn();
    },
    handedOver: () =>
      new Promise((answer) => {
        asked.push({ count: pushedCount, answer });
        answerAsked();
      }),
    close: () => {
      isClosed = true;
      waiting = [];
      tellFull();
      answerAsked();
    },
  };
}

const FULL_COUNT = 1_000;
