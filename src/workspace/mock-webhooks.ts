import { DURATION_PATTERN, msFromDuration } from '../base/duration.js';
import type { JsonObject } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { RetryPolicy } from '../policy/policy.js';
import { policyFromJson } from '../policy/policy-from-json.js';
import { policySchema } from '../policy/policy-schema.js';

/** How a mock sends what its contract says that the system sends. */
export interface WebhookDelivery {
  /** After the answer that caused it. */
  readonly delayMs: number;
  /** What becomes of a call that fails; `undefined`: nothing. */
  readonly retry: RetryPolicy | undefined;
  readonly signing: WebhookSigning | undefined;
}

/** A webhook that a mock sends because of a call. */
export interface WebhookRule extends WebhookDelivery {
  /** The name in the contract. */
  readonly webhook: string;
  /** The id of the operation whose answer causes it; `undefined`: it is sent by hand alone. */
  readonly on: string | undefined;
  readonly to: WebhookTarget;
}

/** How a mock calls back whoever gave it a URL. */
export interface CallbackRule extends WebhookDelivery {
  /** Hosts that may be called beside this machine. */
  readonly hosts: readonly string[];
}

export type WebhookTarget =
  | { readonly kind: 'url'; readonly url: string }
  /** Wherever the system is. */
  | { readonly kind: 'system'; readonly system: string; readonly path: string };

/** `standard`: Standard Webhooks; `stripe`: `Stripe-Signature`; `github`: `X-Hub-Signature-256`. */
export interface WebhookSigning {
  readonly scheme: 'standard' | 'stripe' | 'github';
  readonly secret: string;
}

export const DEFAULT_CALLBACK_RULE: CallbackRule = { delayMs: 0, retry: undefined, signing: undefined, hosts: [] };

/**
 * One of the `mock.webhooks` of a system.
 *
 * @param value - as the published schema has it
 */
export function webhookRuleFromJson(value: JsonObject): WebhookRule {
  const { webhook, on, to } = value;
  return {
    webhook: String(webhook),
    on: on === undefined ? undefined : String(on),
    to: targetFromText(String(to)),
    ...deliveryFromJson(value),
  };
}

/**
 * The `mock.callbacks` of a system.
 *
 * @param value - as the published schema has it
 */
export function callbackRuleFromJson(value: JsonObject): CallbackRule {
  const { hosts } = value;
  return { hosts: Array.isArray(hosts) ? hosts.map((host) => String(host).toLowerCase()) : [], ...deliveryFromJson(value) };
}

/**
 * Where a text sends webhooks: a URL, or the name of a system and a path below it.
 *
 * @param text - `http://127.0.0.1:9000/hooks`, `payments/webhooks/stripe`
 */
export function targetFromText(text: string): WebhookTarget {
  if (/^https?:\/\//i.test(text)) return { kind: 'url', url: text };
  const slash = text.indexOf('/');
  return slash === -1
    ? { kind: 'system', system: text, path: '/' }
    : { kind: 'system', system: text.slice(0, slash), path: text.slice(slash) };
}

function deliveryFromJson({ delay, retry, sign }: JsonObject): WebhookDelivery {
  return {
    delayMs: delay === undefined ? 0 : (msFromDuration(String(delay)) ?? 0),
    retry: isJsonObject(retry) ? policyFromJson({ retry }).retry : undefined,
    signing: isJsonObject(sign) ? signingFromJson(sign) : undefined,
  };
}

function signingFromJson({ scheme, secret }: JsonObject): WebhookSigning {
  return { scheme: SCHEMES.find((known) => known === scheme) ?? 'standard', secret: String(secret) };
}

const SCHEMES = ['standard', 'stripe', 'github'] as const;
const text = { type: 'string', minLength: 1 } as const;

const delivery = {
  delay: { type: 'string', pattern: DURATION_PATTERN, description: 'After the answer that caused it: 200ms.' },
  retry: policySchema.properties.retry,
  sign: {
    type: 'object',
    description: 'How the receiver can tell who sent it.',
    additionalProperties: false,
    required: ['scheme', 'secret'],
    properties: { scheme: { enum: SCHEMES }, secret: { ...text, description: 'Better a variable of the environment.' } },
  },
} as const;

/** The shape of `mock.webhooks` of a system. */
export const webhooksSchema = {
  type: 'array',
  description: 'Webhooks of the contract that the mock sends because of a call, or by hand.',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['webhook', 'to'],
    properties: {
      webhook: { ...text, description: 'Its name in the contract.' },
      on: { ...text, description: 'The id of the operation whose answer causes it.' },
      to: { ...text, description: 'A URL, or the name of a system and a path below it: payments/webhooks/stripe.' },
      ...delivery,
    },
  },
} as const;

/** The shape of `mock.callbacks` of a system. */
export const callbacksSchema = {
  type: 'object',
  description: 'How callbacks of the contract are called at the URL that a request gave.',
  additionalProperties: false,
  properties: {
    hosts: { type: 'array', items: text, description: 'Hosts that may be called beside this machine, which always may.' },
    ...delivery,
  },
} as const;
