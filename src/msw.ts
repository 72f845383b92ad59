import type { HttpHandler } from 'msw';
import { http } from 'msw';
import { InputError } from './base/errors.js';
import type { Contract } from './contract/contract.js';
import { assertRulesFit } from './fault/assert-rules-fit.js';
import { createInjector } from './fault/create-injector.js';
import { inProcessTransport } from './host/client/in-process-transport.js';
import type { MockLife } from './mock/living/living-mock.js';
import { createMockClient } from './host/client/mock-client.js';
import type { MockClient } from './host/client/mock-handle.js';
import type { ControlledWebhooks } from './host/control/controlled-system.js';
import { controlledMock } from './host/control/controlled-mock.js';
import { webClock } from './host/web-clock.js';
import { openWebhooks } from './host/webhooks/open-webhooks.js';
import { createWebhookReceivers, type WebhookListener } from './host/webhooks/webhook-receivers.js';
import { webhookRuleFromJson } from './workspace/mock-webhooks.js';
import { createFetchHandler } from './mock/fetch-handler.js';
import { createMemoryJournal, type Journal } from './journal/memory-journal.js';
import { createMock, type Mock } from './mock/mock.js';
import { DEFAULT_MOCK_OPTIONS, type MockOptions } from './mock/mock-options.js';
import { secretNamesOfContract } from './mock/secret-names.js';
import { createMemoryStore } from './mock/state/memory-store.js';
import { createTokenAuthority } from './mock/tokens/token-authority.js';
import { createTokenLife, type TokenLife, tokenSettingsOf } from './mock/tokens/token-life.js';

export { jsonFromUsage } from './compat/usage/json-from-usage.js';
export {
  createReadTracker,
  type ReadTracker,
  type ReadTrackerOptions,
  type TrackedCall,
} from './compat/usage/track/create-read-tracker.js';

export type {
  CallCount,
  CallQuery,
  CallWishes,
  JournalQuestion,
  MockClient,
  OrderedOverride,
  SentWebhook,
  WebhookOrder,
} from './host/client/mock-handle.js';
export type { WebhookListener } from './host/webhooks/webhook-receivers.js';
export { readContract } from './contract/read-contract.js';

export interface MswOptions extends Partial<MockOptions> {
  /** What varied values are drawn from. */
  readonly seed?: string;
  /** Remember what is created and changed. Default false. */
  readonly stateful?: boolean;
  /** The webhooks that are sent because of calls, by their names. Those that are not named here are sent by hand alone. */
  readonly webhooks?: Readonly<Record<string, MswWebhook>>;
  /** Let people log in where the contract asks for OAuth 2 or OpenID Connect. Default true. */
  readonly tokens?: boolean;
}

/** When a webhook is sent. */
export interface MswWebhook {
  /** The id of the operation whose answer causes it. */
  readonly on?: string;
  /** After that answer: `2s`. Default: at once. */
  readonly delay?: string;
  /** The URL that it says it is sent to. Default `http://localhost/`. */
  readonly to?: string;
}

/** A mock in Mock Service Worker, and what a test says to it. */
export interface MswMock extends MockClient {
  /** For `setupServer` and `setupWorker`. */
  readonly handlers: readonly HttpHandler[];
  /**
   * From now on webhooks and callbacks come here: no network is between, so pages and unit tests receive them as well.
   *
   * @param listener - of several the newest one answers, and all are told
   * @returns ends it
   */
  onWebhook(listener: WebhookListener): () => void;
}

/**
 * Handlers for Mock Service Worker that answer every call below a base URL as the contract says: the same mock as `mortise mock`, in a
 * browser or a unit test.
 *
 * @param contract - as `readContract` gives it
 * @param baseUrl - where the real system would be: `https://api.example.com/v1`
 * @see https://mswjs.io/docs/http/intercepting-requests
 */
export function handlersFromContract(contract: Contract, baseUrl: string, options: MswOptions = {}): readonly HttpHandler[] {
  return createMswMock(contract, baseUrl, options).handlers;
}

/**
 * The same handlers with a client beside them: a test orders answers, reads the journal and sees the state, as it does with `startMock`.
 *
 * @param contract - as `readContract` gives it
 * @param baseUrl - where the real system would be: `https://api.example.com/v1`
 */
export function createMswMock(contract: Contract, baseUrl: string, options: MswOptions = {}): MswMock {
  const { seed = '0', stateful = false, tokens = true, webhooks: causes = {}, ...mockOptions } = options;
  const base = baseUrl.replace(/\/+$/, '');
  const basePath = new URL(base).pathname.replace(/\/+$/, '');
  const name = contract.title;
  const mock = createMock(contract, { cors: 'off', ...mockOptions });
  const journal = createMemoryJournal();
  const secretNames = secretNamesOfContract(contract);
  const injector = createInjector({ seed, provider: name });
  const served = { contracts: new Map([[name, contract]]), isTls: false, isHttp: true };
  const faults = { injector, assertFit: (rules: Parameters<typeof assertRulesFit>[0]) => assertRulesFit(rules, served) };
  const life: Omit<MockLife, 'scopes'> = {
    ...(tokens ? tokenLife(mock, { base, seed, mockOptions }) : {}),
    ...(stateful ? { state: createMemoryStore() } : {}),
  };
  const receivers = createWebhookReceivers(webClock);
  const rules = Object.entries(causes).map(([webhook, cause]) => webhookRuleFromJson({ webhook, to: DEFAULT_RECEIVER, ...cause }));
  const sending = { seed, clock: webClock, send: receivers.send, hmac: undefined, append: journal.append, tell: () => undefined };
  const webhooks = openWebhooks([{ name, contract, webhooks: rules }], sending);
  const told: Journal = {
    append: (exchange) => {
      journal.append(exchange);
      webhooks.onCall(name, exchange);
    },
  };
  const byHand = webhooksTo(webhooks.of(name), DEFAULT_RECEIVER);
  const controlled = controlledMock({ name, mock, seed, clock: webClock, journal, secretNames, faults, life, webhooks: byHand });
  const answer = createFetchHandler(mock, {
    basePath,
    clock: webClock,
    seed,
    life: controlled.life,
    faults: { injector, clock: webClock },
    record: { provider: name, journal: told },
  });
  const send = inProcessTransport({ systems: () => [controlled.system], own: name });
  const client = createMockClient({
    url: base,
    system: name,
    scope: '',
    send,
    issue: async (_, url, order) => life.issuer?.issue(order, url),
  });
  return { ...client, onWebhook: receivers.add, handlers: [http.all(`${base}/*`, ({ request }) => answer(request))] };
}

/** Sent by hand it goes where all of them go. */
function webhooksTo(webhooks: ControlledWebhooks, receiver: string): ControlledWebhooks {
  return { ...webhooks, fire: ({ to = receiver, ...order }) => webhooks.fire({ to, ...order }) };
}

interface TokenParts {
  readonly base: string;
  readonly seed: string;
  readonly mockOptions: Partial<MockOptions>;
}

const DEFAULT_RECEIVER = 'http://localhost/';

/** Its key is made when somebody first logs in, and lives as long as the page. */
function tokenLife(mock: Mock, { base, seed, mockOptions }: TokenParts): TokenLife | Record<string, never> {
  const settings = tokenSettingsOf(mock.contract, undefined, false);
  if (settings === undefined) return {};
  const { nowMs } = webClock;
  const { algorithm } = settings;
  const authority = createTokenAuthority({ algorithm, seed, nowMs, store: createMemoryStore() });
  const { rules, cors } = { ...DEFAULT_MOCK_OPTIONS, cors: 'off' as const, ...mockOptions };
  const isSecure = base.startsWith('https:');
  const system = mock.contract.title;
  return createTokenLife({
    system,
    mock,
    settings,
    verifies: false,
    authority,
    loadJwks: noJwks,
    nowMs,
    rules,
    cors,
    isSecure,
    origin: base,
  });
}

/** Only who verifies tokens of others reads their keys. */
function noJwks(address: string): Promise<string> {
  return Promise.reject(new InputError({ code: 'E_REMOTE_REFUSED', at: { file: address }, args: { url: address } }));
}
