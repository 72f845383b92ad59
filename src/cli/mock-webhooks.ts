import type { JsonValue } from '../base/json.js';
import type { ControlledWebhooks } from '../host/control/controlled-system.js';
import { createHttpClient } from '../host/http-client.js';
import { machineClock } from '../host/machine-clock.js';
import { createWebhookSender, type WebhookSender } from '../host/webhooks/webhook-sender.js';
import type { Exchange } from '../journal/exchange.js';
import type { Journal } from '../journal/memory-journal.js';
import { callsOf, createWebhookPlanner, type WebhookPlanner } from '../mock/webhook/plan-webhooks.js';
import { webhookRequest } from '../mock/webhook/webhook-request.js';
import { DEFAULT_CALLBACK_RULE, targetFromText } from '../workspace/mock-webhooks.js';
import { callsBack } from './calls-back.js';
import type { ServedSystem } from '../host/served-system.js';

/** The webhooks and callbacks of what is served. */
export interface MockWebhooks {
  /** Where the calls of a system go. */
  readonly urls: Map<string, string>;
  /** A call to a system was answered: what it causes is sent. */
  onCall(system: string, exchange: Exchange): void;
  /** What can be sent by hand. */
  of(system: string): ControlledWebhooks;
  close(): Promise<void>;
}

interface MockWebhooksOptions {
  readonly seed: string;
  readonly journal: Journal;
  readonly durableJournal: Journal | undefined;
  readonly tell: (text: string) => void;
}

/**
 * The webhooks of all systems that are served. What a system sends is worked out when it is first called.
 *
 * @param systems - with contracts of calls
 * @param options - where they are written down
 */
export function openMockWebhooks(systems: readonly ServedSystem[], options: MockWebhooksOptions): MockWebhooks {
  const client = createHttpClient({ timeoutMs: CALL_TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
  const urls = new Map<string, string>();
  const calling = new Map(systems.filter(callsBack).map((system) => [system.name, system]));
  const parts = new Map<string, WebhookParts>();
  const partsFor = (name: string): WebhookParts | undefined => {
    const system = calling.get(name);
    const made = parts.get(name) ?? (system === undefined ? undefined : partsOf(system, { ...options, send: client.send, urls }));
    if (made !== undefined) parts.set(name, made);
    return made;
  };
  return {
    urls,
    onCall: (name, exchange) => {
      const part = partsFor(name);
      if (part === undefined) return;
      const { calls, refused } = part.planner.plan(exchange);
      for (const { name: callback, url } of refused) {
        const reason = `${new URL(url).host} is not this machine, and mock.callbacks.hosts does not name it`;
        options.tell(`the callback ${callback} of ${name} is not called: ${reason}`);
      }
      for (const call of calls) void part.sender.send(call).catch((error: unknown) => options.tell(String(error)));
    },
    of: (name) => ({
      list: () => {
        const part = partsFor(name);
        const rules = part?.system.webhooks ?? [];
        return (part?.planner.webhooks ?? []).map(({ name: webhook }) => ({
          webhook,
          on: rules.find((rule) => rule.webhook === webhook)?.on,
        }));
      },
      fire: async ({ webhook, to, payload }) => {
        const part = partsFor(name);
        const rule = part?.system.webhooks?.find((one) => one.webhook === webhook);
        const target = to === undefined ? rule?.to : targetFromText(to);
        if (part === undefined || target === undefined) return undefined;
        const delivery = { delayMs: 0, retry: rule?.retry, signing: rule?.signing, to: target, cause: undefined };
        const [call] = callsOf(
          part.planner.webhooks.filter((one) => one.name === webhook),
          delivery,
        );
        return call === undefined ? undefined : part.sender.send(call, payload);
      },
      sample: (webhook) => {
        const entry = partsFor(name)?.planner.webhooks.find((one) => one.name === webhook)?.entries[0];
        const operation = entry?.read();
        if (operation === undefined) return undefined;
        const call = { name: webhook, operation, to: NOWHERE, cause: undefined, delayMs: 0, retry: undefined, signing: undefined };
        const { body } = webhookRequest(call, NOWHERE.url, { seed: options.seed, index: 0 });
        return body === undefined ? undefined : jsonOrText(new TextDecoder().decode(body));
      },
    }),
    close: async () => {
      for (const { sender } of parts.values()) sender.close();
      await client.close();
    },
  };
}

interface WebhookParts {
  readonly system: ServedSystem;
  readonly planner: WebhookPlanner;
  readonly sender: WebhookSender;
}

type Sending = MockWebhooksOptions &
  Pick<Parameters<typeof createWebhookSender>[0], 'send'> & { readonly urls: ReadonlyMap<string, string> };

function partsOf(system: ServedSystem, { seed, journal, durableJournal, tell, send, urls }: Sending): WebhookParts {
  const { name, contract, webhooks = [], callbacks = DEFAULT_CALLBACK_RULE, nameOf, urlOf } = system;
  const sender = createWebhookSender({
    system: name,
    contract,
    seed,
    clock: machineClock,
    send,
    // A real one that runs somewhere is meant before a mock of it.
    urlOf: (other) => urlOf?.get(other) ?? urls.get(nameOf?.get(other) ?? other),
    append: (exchange) => {
      durableJournal?.append(exchange);
      journal.append(exchange);
    },
    tell,
  });
  return { system, planner: createWebhookPlanner(contract, { webhooks, callbacks }), sender };
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
const CALL_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1_048_576;
