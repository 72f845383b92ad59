import { isUtf8 } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.js';
import type { Broker, BrokerMessage, Delivery } from '../../broker/broker.js';

export interface EventStreamOptions {
  readonly channel: string;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * What is delivered at a channel, as Server-Sent Events, until the client goes: `id` is the message's, `data` its payload. A payload that is no text is
 * base64, and its event is called `base64`. A delivery is settled once it has been written.
 *
 * @param broker - that delivers
 * @param response - nothing of it was written yet; ended when the broker is lost, so that the client comes again
 * @param options - which channel
 * @throws HostError `E_BROKER_LOST` when nobody delivers at the moment; nothing was written then
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function streamEvents(broker: Broker, response: ServerResponse, options: EventStreamOptions): Promise<void> {
  const { channel, clock, onTrouble } = options;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const early: Delivery[] = [];
  let isOpen = false;
  const write = ({ message, settle }: Delivery): void => {
    response.write(textFromMessage(message), () => void settle('ack').catch(() => undefined));
  };
  const receive = (delivery: Delivery): void => {
    if (isOpen) write(delivery);
    else early.push(delivery);
  };
  const subscribed = await broker.subscribe({ channel, group: undefined, from: 'new', prefetchCount: IN_FLIGHT_COUNT }, receive);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.write(`: ${channel.replace(/[\r\n]/g, ' ')}\n\n`);
  isOpen = true;
  for (const delivery of early) write(delivery);
  void subscribed.lost?.then(() => response.end());
  while (!gone.signal.aborted) {
    await clock.sleep(ALIVE_EVERY_MS, gone.signal);
    if (!gone.signal.aborted) response.write(': alive\n\n');
  }
  await subscribed.stop().catch(onTrouble);
}

function textFromMessage({ payload, messageId }: BrokerMessage): string {
  const isText = isUtf8(payload);
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const data = isText ? bytes.toString('utf8') : bytes.toString('base64');
  const id = messageId === undefined ? '' : `id: ${messageId.replace(/[\r\n\0]/g, '')}\n`;
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${id}${isText ? '' : 'event: base64\n'}${lines.join('')}\n`;
}

const IN_FLIGHT_COUNT = 100;
const ALIVE_EVERY_MS = 15_000;
