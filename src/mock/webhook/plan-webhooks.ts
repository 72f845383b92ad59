import type { Contract, Operation } from '../../contract/contract.js';
import { type CalledBack, callbacksOf, webhooksOf } from '../../contract/openapi/called-back.js';
import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { decodePercent } from '../../wire/percent.js';
import type { CallbackRule, WebhookDelivery, WebhookRule, WebhookTarget } from '../../workspace/mock-webhooks.js';
import { createRouter, type Router } from '../router.js';
import { calledUrl, mayBeCalled } from './called-url.js';
import { type WebhookCause, webhookCause } from './webhook-cause.js';

/** A call that a mock is to make. */
export interface PlannedWebhook extends WebhookDelivery {
  /** The name of the webhook, or of the callback with its expression. */
  readonly name: string;
  readonly operation: Operation;
  /** That it is judged by. */
  readonly contract: Contract;
  readonly to: WebhookTarget;
  /** What made it so; `undefined` for one that is sent by hand. */
  readonly cause: WebhookCause | undefined;
}

export interface WebhookPlan {
  readonly calls: readonly PlannedWebhook[];
  /** URLs that a request gave and that nobody allows to be called. */
  readonly refused: readonly { readonly name: string; readonly url: string }[];
}

/** Knows what one system sends because of a call. */
export interface WebhookPlanner {
  /** @param exchange - of the system, over */
  plan(exchange: Exchange): WebhookPlan;
  /** The webhooks of its contract. */
  readonly webhooks: readonly CalledBack[];
  readonly contract: Contract;
}

/**
 * What a system sends because of a call: the callbacks of its operation, and the webhooks that the workspace ties to it.
 *
 * @param contract - of the system
 * @param rules - of the workspace
 */
export function createWebhookPlanner(
  contract: Contract,
  { webhooks: rules, callbacks }: { readonly webhooks: readonly WebhookRule[]; readonly callbacks: CallbackRule },
): WebhookPlanner {
  const router = createRouter(contract.operations, [...new Set(['', ...contract.basePaths])]);
  const webhooks = webhooksOf(contract);
  const entries = new Map(contract.operations.map((entry) => [entry.id, entry]));
  const byOperation = new Map<Operation, readonly CalledBack[]>();
  const callbacksFor = (operation: Operation): readonly CalledBack[] => {
    const known = byOperation.get(operation) ?? callbacksOf(contract, operation);
    byOperation.set(operation, known);
    return known;
  };
  const tied = new Map(rules.flatMap(({ on }) => (on === undefined ? [] : [[on, rules.filter((rule) => rule.on === on)] as const])));

  const plan = (exchange: Exchange): WebhookPlan => {
    const operation = entries.get(exchange.operation ?? '')?.read();
    if (operation === undefined) return NOTHING;
    const called = callbacksFor(operation);
    const asked = tied.get(operation.id) ?? [];
    const cause = called.length + asked.length === 0 ? undefined : webhookCause(exchange, (request) => pathValuesOf(router, request));
    if (cause === undefined) return NOTHING;
    const sent = asked.flatMap((rule) => callsOf({ webhooks, contract }, rule.webhook, { ...rule, cause }));
    const urls = called.map((one) => ({ one, url: calledUrl(one.expression ?? '', cause) }));
    const answered = urls.flatMap(({ one, url }) =>
      url !== undefined && mayBeCalled(url, callbacks.hosts)
        ? callsTo([one], contract, { ...callbacks, to: { kind: 'url', url }, cause })
        : [],
    );
    const refused = urls.flatMap(({ one: { name }, url }) =>
      url === undefined || mayBeCalled(url, callbacks.hosts) ? [] : [{ name, url }],
    );
    return { calls: [...sent, ...answered], refused };
  };
  return { plan, webhooks, contract };
}

/**
 * The calls of one webhook.
 *
 * @param planner - that knows it
 * @param name - of the webhook
 * @param delivery - how it goes out
 * @returns empty where the contract has none of the name
 */
export function callsOf(
  { webhooks, contract }: Pick<WebhookPlanner, 'webhooks' | 'contract'>,
  name: string,
  delivery: Delivery,
): readonly PlannedWebhook[] {
  return callsTo(
    webhooks.filter((one) => one.name === name),
    contract,
    delivery,
  );
}

type Delivery = Omit<PlannedWebhook, 'name' | 'operation' | 'contract'>;

function callsTo(
  called: readonly CalledBack[],
  contract: Contract,
  { delayMs, retry, signing, to, cause }: Delivery,
): readonly PlannedWebhook[] {
  return called.flatMap(({ name, entries }) =>
    entries.map((entry) => ({ name, operation: entry.read(), contract, to, cause, delayMs, retry, signing })),
  );
}

function pathValuesOf(router: Router, { method, target }: HttpRequest): ReadonlyMap<string, string> {
  const [path = '', query = ''] = target.split('?', 2);
  const route = router.route(method, path, query);
  if (route.kind !== 'operation') return new Map();
  return new Map([...route.pathValues].map(([name, text]) => [name, decodePercent(text) ?? text]));
}

const NOTHING: WebhookPlan = { calls: [], refused: [] };
