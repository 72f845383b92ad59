import type { BrokerMessage } from './broker.js';

/**
 * What travels with a payload where a protocol knows nothing but headers: the message's own, its properties under the names that are usual unless it has
 * a header of that name already, and one header that names the properties, so that they can be told from headers again.
 *
 * @param message - to be sent
 * @returns in the order they are written
 */
export function headersWithProperties(message: BrokerMessage): BrokerMessage['headers'] {
  const own = new Set(message.headers.map(([name]) => name.toLowerCase()));
  const added = PROPERTIES.flatMap(([property, name]): [string, string][] => {
    const value = message[property];
    return value === undefined || own.has(name) ? [] : [[name, value]];
  });
  if (added.length === 0) return message.headers;
  return [...message.headers, ...added, [NAMES_OF_PROPERTIES, added.map(([name]) => name).join(',')]];
}

/**
 * Headers and properties of a message that arrived. What another program sent under the name of a property is that property, and stays a header:
 * its contract may ask for it.
 *
 * @param all - as they arrived
 */
export function propertiesFromHeaders(
  all: BrokerMessage['headers'],
): Pick<BrokerMessage, 'headers' | 'contentType' | 'messageId' | 'correlationId' | 'replyTo'> {
  const valueNamed = (name: string): string | undefined => all.find(([other]) => other.toLowerCase() === name)?.[1];
  const named = new Set(valueNamed(NAMES_OF_PROPERTIES)?.split(',') ?? []);
  const isOwn = ([name]: readonly [string, string]): boolean => !named.has(name) && name !== NAMES_OF_PROPERTIES;
  return {
    headers: named.size === 0 ? all : all.filter(isOwn),
    contentType: valueNamed('content-type'),
    messageId: valueNamed('message-id'),
    correlationId: valueNamed('correlation-id'),
    replyTo: valueNamed('reply-to'),
  };
}

const PROPERTIES = [
  ['contentType', 'content-type'],
  ['messageId', 'message-id'],
  ['correlationId', 'correlation-id'],
  ['replyTo', 'reply-to'],
] as const;
const NAMES_OF_PROPERTIES = 'mortise-properties';
