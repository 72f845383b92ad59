import { DURATION_PATTERN } from '../base/duration.js';

const text = { type: 'string', minLength: 1 } as const;
const duration = { type: 'string', pattern: DURATION_PATTERN, description: 'A number and its unit: 100ms, 2s, 1m, 1h.' } as const;
const count = { type: 'integer', minimum: 1, maximum: 1_000_000 } as const;

/** How waits grow: the members that a backoff of each kind needs. */
const backoff = {
  backoff: {
    enum: ['none', 'constant', 'linear', 'exponential', 'decorrelated'],
    description: 'How the wait grows from attempt to attempt.',
  },
  base: { ...duration, description: 'The first wait, before jitter.' },
  factor: { type: 'number', minimum: 1, maximum: 1_000, description: 'Of an exponential backoff; 2 by default.' },
  cap: { ...duration, description: 'No wait is longer, before jitter.' },
  jitter: {
    description: 'What chance makes of a wait m: full [0, m], equal [m/2, m], ±20% around m, additive [m, m + max], double [m, 2m].',
    anyOf: [
      { enum: ['none', 'full', 'equal', 'decorrelated', 'additive', 'double'] },
      { type: 'string', pattern: '^±(?:\\d{1,2}(?:\\.\\d{1,3})?|100)%$' },
      {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'ratio'],
        properties: { kind: { const: 'proportional' }, ratio: { type: 'number', minimum: 0, maximum: 1 } },
      },
      {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'max'],
        properties: { kind: { const: 'additive' }, max: duration },
      },
    ],
  },
} as const;

/** A backoff that waits has a first wait; what shapes waits needs a backoff. */
const backoffRules = {
  if: { properties: { backoff: { enum: ['constant', 'linear', 'exponential', 'decorrelated'] } }, required: ['backoff'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['base'] },
  dependentRequired: { base: ['backoff'], factor: ['backoff'], cap: ['backoff'], jitter: ['backoff'] },
} as const;

/** What a consumer claims to do when a link breaks, as published: the key `recovery` of a pair, and the claims of a scenario. */
export const policySchema = {
  description: 'What the consumer claims to do when this link breaks.',
  type: 'object',
  additionalProperties: false,
  patternProperties: { '^x-': true },
  properties: {
    timeout: {
      description: 'Of one attempt: 2s; or { first: 2s, factor: 2, cap: 8s } when each is given more time than the one before.',
      if: { type: 'object' },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        additionalProperties: false,
        required: ['first', 'factor'],
        properties: {
          first: { ...duration, description: 'Of the first attempt.' },
          factor: { type: 'number', minimum: 1, maximum: 1_000, description: 'So many times that of the attempt before.' },
          cap: { ...duration, description: 'No attempt is given more.' },
        },
      },
      else: duration,
    },
    deadline: { ...duration, description: 'Of the whole call, all attempts together.' },
    retry: {
      type: 'object',
      additionalProperties: false,
      ...backoffRules,
      properties: {
        attempts: { ...count, description: 'The first one counts.' },
        ...backoff,
        on: {
          type: 'array',
          items: {
            description: 'A status, 500-504, 4XX, 5XX, network or timeout.',
            anyOf: [
              { type: 'integer', minimum: 100, maximum: 599 },
              { enum: ['network', 'timeout', '4XX', '5XX'] },
              { type: 'string', pattern: '^[1-5]\\d\\d-[1-5]\\d\\d$' },
            ],
          },
        },
      },
    },
    retryAfter: {
      description: 'What a Retry-After is worth: honour, ignore, or { cap: 30s }.',
      // A choice by kind, not by `anyOf`, so that a misspelt word is told as one.
      if: { type: 'object' },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { additionalProperties: false, required: ['cap'], properties: { cap: duration } },
      else: { enum: ['honour', 'ignore'] },
    },
    rateLimit: { enum: ['honour'], description: 'No more requests than RateLimit says are left, until it is reset.' },
    budget: {
      type: 'object',
      description: 'Retries at most as a share of the calls in a sliding window, and so many beside.',
      additionalProperties: false,
      required: ['ratio', 'window'],
      properties: {
        ratio: { type: 'number', minimum: 0, maximum: 100, description: 'Retries for each call: 0.2.' },
        floor: { type: 'integer', minimum: 0, maximum: 1_000_000, description: 'Retries that are always allowed.' },
        window: duration,
      },
    },
    breaker: {
      type: 'object',
      additionalProperties: false,
      required: ['failures', 'open'],
      properties: {
        failures: { ...count, description: 'So many in a row open it.' },
        open: { ...duration, description: 'Nothing is sent for so long.' },
        probes: { ...count, description: 'At most so many calls at once while half-open; 1 by default.' },
      },
    },
    bulkhead: { type: 'object', additionalProperties: false, required: ['concurrent'], properties: { concurrent: count } },
    hedge: {
      type: 'object',
      description: 'Further attempts beside the first when it is not answered.',
      additionalProperties: false,
      required: ['after'],
      properties: { after: duration, attempts: { ...count, minimum: 2, description: 'Of one call, all together; 2 by default.' } },
    },
    queue: {
      type: 'object',
      description: 'What is kept while the link is down is sent afterwards.',
      additionalProperties: false,
      properties: {
        ordered: { type: 'boolean', description: 'In the order in which it was asked for.' },
        drain: { ...duration, description: 'Empty again so long after the link is back.' },
      },
    },
    idempotency: { ...text, pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", description: 'The header that carries the key.' },
    fallback: { ...text, description: 'What is answered instead: queue, cache, default, or a word of your own.' },
    reconnect: {
      type: 'object',
      additionalProperties: false,
      ...backoffRules,
      properties: { attempts: count, ...backoff },
    },
  },
} as const;
