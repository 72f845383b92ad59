import type { Clock } from '../../base/clock.js';
import type { JsonValue } from '../../base/json.js';
import type { Send } from '../../check/ports.js';
import type { Exchange } from '../../journal/exchange.js';
import { callsOf, createWebhookPlanner, type WebhookPlanner } from '../../mock/webhook/plan-webhooks.js';
import { webhookRequest } from '../../mock/webhook/webhook-request.js';
import type { Hmac } from '../../mock/webhook/webhook-signature.js';
import { DEFAULT_CALLBACK_RULE, targetFromText } from '../../workspace/mock-webhooks.js';
import type { ControlledWebhooks } from '../control/controlled-system.js';
import type { ServedSystem } from '../served-system.js';
import { callsBack } from './calls-back.js';
import { createWebhookSender, type WebhookSender } from './webhook-sender.js';

/** A system that calls others because it was called. */
export type CallingSystem = Pick<ServedSystem, 'name' | 'contract' | 'webhooks' | 'callbacks' | 'nameOf' | 'urlOf'>;

/** The webhooks and callbacks of what is served. */
export interface Webhooks {
  /** Where the calls of a system go. */
  readonly urls: Map<string, string>;
  /** A call to a system was answered: what it causes is sent. */
  onCall(system: string, exchange: Exchange): void;
  /** What can be sent by hand. */
  of(system: string): ControlledWebhooks;
  /** From now on a system sends what this one does; what waits to be sent goes out as it was. */
  renew(system: CallingSystem): void;
  /** Gives up what was not sent yet. */
  close(): void;
}

interface WebhooksOptions {
  readonly seed: string;
  readonly clock: Clock;
  readonly send: Send;
  /** `undefined` where nothing is signed. */
  readonly hmac: Hmac | undefined;
  /** Told of every attempt when it is over. */
  readonly append: (exchange: Exchange) => void;
  readonly tell: (text: string) => void;
}

/**
 * The webhooks of all systems that are served. What a system sends is worked out when it is first called.
 *
 * @param systems - with contracts of calls
 * @param options - how they go out, and where they are written down
 */
export function openWebhooks(systems: readonly CallingSystem[], options: WebhooksOptions): Webhooks {
  const urls = new Map<string, string>();
  const served = new Map(systems.map((system) => [system.name, system]));
  const planners = new Map<string, WebhookPlanner>();
  const senders = new Map<string, WebhookSender>();

  const plannerOf = (name: string): WebhookPlanner | undefined => {
    const system = served.get(name);
    if (system === undefined || !callsBack(system)) return undefined;
    const { contract, webhooks = [], callbacks = DEFAULT_CALLBACK_RULE } = system;
    const planner = planners.get(name) ?? createWebhookPlanner(contract, { webhooks, callbacks });
    planners.set(name, planner);
    return planner;
  };
  const senderOf = (name: string): WebhookSender => {
    // A real one that runs somewhere is meant before a mock of it.
    const urlOf = (other: string): string | undefined =>
      served.get(name)?.urlOf?.get(other) ?? urls.get(served.get(name)?.nameOf?.get(other) ?? other);
    const sender = senders.get(name) ?? createWebhookSender({ ...options, system: name, urlOf });
    senders.set(name, sender);
    return sender;
  };
  const ruleOf = (name: string, webhook: string) => served.get(name)?.webhooks?.find((one) => one.webhook === webhook);

  return {
    urls,
    onCall: (name, exchange) => {
      const planner = plannerOf(name);
      if (planner === undefined) return;
      const { calls, refused } = planner.plan(exchange);
      for (const { name: callback, url } of refused) {
        const reason = `${new URL(url).host} is not this machine, and mock.callbacks.hosts does not name it`;
        options.tell(`the callback ${callback} of ${name} is not called: ${reason}`);
      }
      for (const call of calls)
        void senderOf(name)
          .send(call)
          .catch((error: unknown) => options.tell(String(error)));
    },
    of: (name) => ({
      list: () => (plannerOf(name)?.webhooks ?? []).map(({ name: webhook }) => ({ webhook, on: ruleOf(name, webhook)?.on })),
      fire: async ({ webhook, to, payload }) => {
        const planner = plannerOf(name);
        const rule = ruleOf(name, webhook);
        const target = to === undefined ? rule?.to : targetFromText(to);
        if (planner === undefined || target === undefined) return undefined;
        const delivery = { delayMs: 0, retry: rule?.retry, signing: rule?.signing, to: target, cause: undefined };
        const [call] = callsOf(planner, webhook, delivery);
        return call === undefined ? undefined : senderOf(name).send(call, payload);
      },
      sample: (webhook) => {
        const planner = plannerOf(name);
        const delivery = { delayMs: 0, retry: undefined, signing: undefined, to: NOWHERE, cause: undefined };
        const [call] = planner === undefined ? [] : callsOf(planner, webhook, delivery);
        const body = call === undefined ? undefined : webhookRequest(call, NOWHERE.url, { seed: options.seed, index: 0 }).body;
        return body === undefined ? undefined : jsonOrText(new TextDecoder().decode(body));
      },
    }),
    renew: (system) => {
      served.set(system.name, system);
      planners.delete(system.name);
    },
    close: () => {
      for (const sender of senders.values()) sender.close();
    },
  };
}

function jsonOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Of another media type: a text is shown as it is.
    return text;
  }
}

/** Of a webhook that is only looked at. */
const NOWHERE = { kind: 'url', url: 'http://localhost/' } as const;
