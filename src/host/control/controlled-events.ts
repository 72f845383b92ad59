import type { BrokerMessage } from '../../broker/broker.js';
import type { Contract } from '../../contract/contract.js';
import { madeEvent } from '../../mock/events/made-event.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import type { EventMockServer } from '../events/event-mock-server.js';
import type { ControlledEvents, EventOrder, SentEvent } from './controlled-system.js';
import type { MessageBook } from './message-book.js';

interface ControlledEventsParts {
  readonly contract: Contract;
  readonly server: EventMockServer;
  readonly book: MessageBook;
  readonly seed: string;
}

/**
 * The events of a mock, for the control API.
 *
 * @param parts - the mock, and what it saw
 */
export function controlledEvents({ contract, server, book, seed }: ControlledEventsParts): ControlledEvents {
  const sample = (id: string, wanted: string | undefined, index = 0): SentEvent | undefined => {
    const operation = contract.eventOperations.find((one) => one.id === id);
    const message = operation?.messages.find((one) => wanted === undefined || one.id === wanted);
    if (operation === undefined || message === undefined) return undefined;
    const event = madeEvent(operation, message, { seed, index, isVaried: false });
    return event === undefined ? undefined : { event, problems: [] };
  };
  let writtenCount = 0;
  const written = (order: EventOrder): SentEvent | undefined => {
    writtenCount += 1;
    const made = sample(order.operation, order.message, writtenCount)?.event;
    const operation = contract.eventOperations.find((one) => one.id === order.operation);
    const message = operation?.messages.find((one) => order.message === undefined || one.id === order.message);
    if (made === undefined || message === undefined) return undefined;
    const payload = order.payload === undefined ? made.payload : bytesFromPayload(order.payload, message);
    const event: BrokerMessage = { ...made, payload, channel: order.channel ?? made.channel };
    return { event, problems: judgeMessage(message, event).map((problem) => problem.message) };
  };
  return {
    contract,
    urls: server.urls,
    sample: (operation, message) => sample(operation, message)?.event,
    send: async (order) => {
      if (order.payload === undefined && order.channel === undefined && order.message === undefined) {
        const event = await server.sendOne(order.operation);
        return event === undefined ? undefined : { event, problems: [] };
      }
      const sent = written(order);
      if (sent !== undefined) await server.publish(sent.event);
      return sent;
    },
    messages: book.items,
  };
}
