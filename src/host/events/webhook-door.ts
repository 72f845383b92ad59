import { createServer, type IncomingMessage } from 'node:http';
import type { Broker, BrokerMessage } from '../../broker/broker.js';
import { propertiesFromHeaders } from '../../broker/header-properties.js';
import { readBody } from '../read-body.js';
import { channelFromTarget } from './channel-from-target.js';
import { type DoorAddress, listen } from './listen.js';
import type { Door } from './mqtt-door.js';

export interface WebhookDoorOptions extends DoorAddress {
  /** Channels that there are; others are answered 404. Default: all. */
  readonly hasChannel?: ((channel: string) => boolean) | undefined;
  /** Default 10 MiB; more is answered 413. */
  readonly maxBodyBytes?: number | undefined;
  /** Told of what broke beside the answer. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/**
 * An HTTP server in this process before any broker: what is posted to `/<channel>` is published there. 202 once the broker has it, 503 when it has not, so
 * that whoever sent it sends it again.
 *
 * @param broker - not closed with the door
 * @param options - where it listens
 * @throws HostError `E_PORT_BUSY`, `E_LISTEN`
 */
export async function startWebhookDoor(broker: Broker, options: WebhookDoorOptions): Promise<Door> {
  const { hasChannel = () => true, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;

  const answer = async (incoming: IncomingMessage, payload: Uint8Array): Promise<number> => {
    const channel = channelFromTarget(incoming.url ?? '/');
    if (channel === undefined || !hasChannel(channel)) return 404;
    if (incoming.method !== 'POST') return 405;
    try {
      await broker.publish({
        channel,
        key: undefined,
        payload,
        ...propertiesFromHeaders(messageHeaders(incoming)),
      } satisfies BrokerMessage);
      return 202;
    } catch (error) {
      options.onTrouble?.(error);
      return 503;
    }
  };

  const server = createServer((incoming, outgoing) => {
    const end = (status: number): void => void outgoing.writeHead(status, { 'content-length': 0 }).end();
    readBody(incoming, maxBodyBytes, (result) => {
      if (result.kind === 'tooLarge') {
        outgoing.shouldKeepAlive = false;
        end(413);
      } else if (result.kind === 'whole') {
        answer(incoming, result.body === undefined ? NOTHING : new Uint8Array(result.body)).then(end, (error: unknown) => {
          options.onTrouble?.(error);
          end(500);
        });
      }
    });
  });
  const address = await listen(server, options);
  return {
    url: `http://${address}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * The headers of a request as a message's: as they were written, but for those of the connection.
 *
 * @param incoming - whole or not
 */
export function messageHeaders({ rawHeaders }: IncomingMessage): BrokerMessage['headers'] {
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
    if (!OF_THE_CONNECTION.has(name.toLowerCase())) headers.push([name, value]);
  }
  return headers;
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect'],
  ...['accept', 'accept-encoding', 'accept-language', 'user-agent', 'sec-fetch-mode', 'proxy-connection'],
]);
const NOTHING = new Uint8Array(0);
const DEFAULT_MAX_BODY_BYTES = 10_485_760;
