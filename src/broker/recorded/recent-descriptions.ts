import type { BrokerMessage } from '../broker.js';

/** What was found of the last messages that were published. */
export interface RecentDescriptions<Description> {
  add(message: BrokerMessage, description: Description): void;
  /** @returns finds what was found of a message: mostly of the one after that which it was asked for last. `undefined` when it is too long ago */
  reader(): (message: BrokerMessage) => Description | undefined;
}

/**
 * Nothing yet. Messages are delivered in about the order in which they were published, so looking where the last one was is enough; to find each by
 * itself, in a map that lets go of what nobody else holds, costs as much as reading its headers.
 */
export function createRecentDescriptions<Description>(): RecentDescriptions<Description> {
  const messages: (BrokerMessage | undefined)[] = [];
  const descriptions: (Description | undefined)[] = [];
  let addedCount = 0;
  return {
    add: (message, description) => {
      const slot = addedCount % REMEMBERED_COUNT;
      messages[slot] = message;
      descriptions[slot] = description;
      addedCount += 1;
    },
    reader: () => {
      let next = 0;
      return (message) => {
        const oldest = Math.max(0, addedCount - REMEMBERED_COUNT);
        const from = Math.max(next, oldest);
        for (let offset = 0; offset < addedCount - oldest; offset += 1) {
          // Once around: what is delivered again stands before the last one.
          const index = from + offset < addedCount ? from + offset : from + offset - addedCount + oldest;
          if (messages[index % REMEMBERED_COUNT] !== message) continue;
          next = index + 1;
          return descriptions[index % REMEMBERED_COUNT];
        }
        return undefined;
      };
    },
  };
}

/** A receiver that is further behind has its messages judged again, which gives the same. */
const REMEMBERED_COUNT = 1_024;
