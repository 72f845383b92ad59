import { Buffer } from 'node:buffer';
import type { IClientPublishOptions, IPublishPacket } from 'mqtt';
import type { BrokerMessage } from './broker.js';
import { headersWithProperties, propertiesFromHeaders } from './header-properties.js';

/**
 * The topic that a channel's address is: itself, but for what a topic's name may not have (wildcards, NUL, a leading `$`), which is percent-encoded.
 *
 * @param channel - an address
 * @see https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901241
 */
export function topicFromChannel(channel: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what the specification forbids.
  return channel.replace(/[#+\u0000]|^\$/g, encodeURIComponent) || '%';
}

/**
 * How a message is published: at least once; with version 5 its headers are user properties, and what it says of itself has a property each.
 *
 * @param message - to be sent
 * @param version - before 5 a message is its payload
 */
export function publishOptions(message: BrokerMessage, version: 4 | 5): IClientPublishOptions {
  if (version === 4) return { qos: 1 };
  const { contentType, correlationId, replyTo } = message;
  const headers = headersWithProperties({ ...message, contentType: undefined, correlationId: undefined, replyTo: undefined });
  const userProperties: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of headers) userProperties[name] = [...(userProperties[name] ?? []), value];
  return {
    qos: 1,
    properties: {
      ...(contentType === undefined ? {} : { contentType }),
      ...(correlationId === undefined ? {} : { correlationData: Buffer.from(correlationId) }),
      ...(replyTo === undefined ? {} : { responseTopic: topicFromChannel(replyTo) }),
      ...(headers.length === 0 ? {} : { userProperties }),
    },
  };
}

/**
 * The message of a packet.
 *
 * @param packet - as it arrived
 * @param channel - the address it was subscribed for
 */
export function messageFromPacket(
  { payload, properties = {} }: Pick<IPublishPacket, 'payload' | 'properties'>,
  channel: string,
): BrokerMessage {
  const all = Object.entries(properties.userProperties ?? {}).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => [name, value] as const),
  );
  const { headers, messageId, ...said } = propertiesFromHeaders(all);
  return {
    channel,
    key: undefined,
    headers,
    payload: typeof payload === 'string' ? new TextEncoder().encode(payload) : new Uint8Array(payload),
    messageId,
    contentType: properties.contentType ?? said.contentType,
    correlationId: properties.correlationData?.toString() ?? said.correlationId,
    replyTo: properties.responseTopic ?? said.replyTo,
  };
}
