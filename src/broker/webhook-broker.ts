import type { Clock } from '../base/clock.js';
import { InputError } from '../base/errors.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, BrokerMessage, Delivery, Subscribed, Subscription } from './broker.js';
import { brokerLost, brokerRefused, shownUrl } from './broker-error.js';
import { headersWithProperties } from './header-properties.js';

/** HTTP, for a room without sockets. */
export interface WebhookPort {
  /**
   * @returns the status that was answered
   * @throws when nobody answered
   */
  post(request: WebhookRequest): Promise<number>;
  /** Listens for what is posted to a channel; `undefined` where nobody listens. */
  readonly listen?:
    | ((subscription: Subscription, receive: (delivery: Delivery) => void | Promise<void>) => Promise<Subscribed>)
    | undefined;
}

export interface WebhookRequest {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/**
 * Webhooks: to publish is to POST to `<url>/<channel>`, and any 2xx is an acceptance. A try is one request: whoever sends decides whether to send again.
 * What others post arrives at a listener of the host.
 *
 * @param url - `http://host:port/path`, below which the channels are
 * @param parts - how to send, and where to listen
 * @throws InputError `E_BROKER_URL` when there is no way to send
 * @see https://www.standardwebhooks.com/
 */
export async function openWebhookBroker(
  url: string,
  { webhooks }: { readonly clock: Clock; readonly random: Random; readonly webhooks?: WebhookPort | undefined },
): Promise<Broker> {
  const shown = shownUrl(url);
  if (webhooks === undefined) throw new InputError({ code: 'E_BROKER_URL', args: { seen: shown } });
  const base = new URL(url);
  const opened = new Set<Subscribed>();
  let isClosed = false;

  const publish = async (message: BrokerMessage): Promise<void> => {
    if (isClosed) throw brokerLost(shown, 'the connection was closed');
    const target = new URL(base);
    target.pathname = `${base.pathname.replace(/\/$/, '')}/${pathFromChannel(message.channel)}`;
    const request: WebhookRequest = { url: target.href, headers: headersWithProperties(message), body: message.payload };
    const status = await webhooks.post(request).catch((cause: unknown) => Promise.reject(brokerLost(shown, cause)));
    if (AWAY.has(status)) throw brokerLost(shown, `it answered ${status}`);
    if (status < 200 || status > 299) throw brokerRefused(shown, message.channel, `it answered ${status}`);
  };

  return {
    kind: 'webhook',
    guarantees: GUARANTEES,
    publish,
    subscribe: async (subscription, receive) => {
      if (webhooks.listen === undefined) throw brokerRefused(shown, subscription.channel, 'webhooks are received where they are sent to');
      const subscribed = await webhooks.listen(subscription, receive);
      opened.add(subscribed);
      return subscribed;
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...opened].map((one) => one.stop()));
    },
  };
}

/**
 * The path of a channel, without the first slash: its parts stay parts.
 *
 * @param channel - an address
 */
export function pathFromChannel(channel: string): string {
  return channel.split('/').map(encodeURIComponent).join('/');
}

/** A gateway, or a door, says that nobody is behind it. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-most-once',
  order: 'channel',
  keepsForAbsent: false,
  settles: false,
  deadLetters: false,
  groups: false,
  headers: true,
  keys: false,
  survivesRestart: false,
};
