import type { EventOperation, Message } from '../../contract/channel.js';
import { messageKeyOf } from '../../wire/message-key.js';
import type { EventTemplate } from './event-template.js';
import { eventTemplate } from './event-template.js';
import type { KeptEvent } from './kept-event.js';
import { madeEvent } from './made-event.js';

/** Which message of a stream. */
export interface EventTurn {
  /** From 0: what comes after the first has ids of its own. */
  readonly index: number;
  /** Where it goes; `undefined` for the address that the contract shows. */
  readonly address: string | undefined;
}

/**
 * Makes the messages of one operation, each as `madeEvent` makes it, by a template where there is one.
 *
 * @param message - one of the operation's
 * @returns `undefined` when there is none that keeps the contract, or none that belongs to the address
 */
export type EventMaker = (message: Message, turn: EventTurn) => KeptEvent | undefined;

interface EventMakerOptions {
  readonly seed: string;
  /** Values are drawn anew for each message. */
  readonly isVaried: boolean;
}

/**
 * The maker of an operation's messages.
 *
 * @param operation - that sends
 * @param options - chance
 */
export function createEventMaker(operation: EventOperation, { seed, isVaried }: EventMakerOptions): EventMaker {
  const streams = new Map<Message, Map<string | undefined, EventTemplate | undefined>>();
  const templateOf = (message: Message, address: string | undefined): EventTemplate | undefined => {
    let templates = streams.get(message);
    if (templates === undefined) {
      templates = new Map();
      streams.set(message, templates);
    }
    const known = templates.get(address);
    if (known !== undefined || templates.has(address)) return known;
    if (templates.size >= MAX_ADDRESS_COUNT) templates.clear();
    const template = eventTemplate(operation, message, { seed, address });
    templates.set(address, template);
    return template;
  };
  return (message, { index, address }) => {
    const made = isVaried || index === 0 ? undefined : templateOf(message, address)?.(index);
    if (made !== undefined) return made;
    const event = madeEvent(operation, message, { seed, index, isVaried, address });
    return event === undefined ? undefined : { event, message, messageKey: messageKeyOf(event) };
  };
}

const MAX_ADDRESS_COUNT = 100;
