import { DURATION_PATTERN } from '../base/duration.js';

const duration = { type: 'string', pattern: DURATION_PATTERN, description: 'A number and its unit: 100ms, 2s, 1m, 1h.' } as const;
const count = { type: 'integer', minimum: 1, maximum: 1_000_000 } as const;
const thresholds = {
  anyOf: [
    { type: 'string', maxLength: 60 },
    { type: 'array', minItems: 1, maxItems: 20, items: { type: 'string', maxLength: 60 } },
  ],
} as const;

/** What must hold of a whole run, as published: `expect` of `x-recovery`, and of `mortise judge`. */
export const expectationsSchema = {
  description: 'What must hold of a run, whatever policy brings it about.',
  type: 'object',
  additionalProperties: false,
  patternProperties: { '^x-': true },
  properties: {
    nothingLost: { type: 'boolean', description: 'Everything the consumer accepted has its effect in the end.' },
    nothingTwice: { type: 'boolean', description: 'Nothing has its effect twice.' },
    sameOutcome: { type: 'boolean', description: 'All answers and effects are those of the same run without faults, which is made first.' },
    inOrderBy: {
      type: 'string',
      pattern: '^(?:key|(?:/.*)?)$',
      description:
        'Effects come in the order asked for, or sent, within each value at this JSON pointer of the body or payload; an empty text: over all; "key": within the key of a message.',
    },
    atLeastOnce: { type: 'boolean', description: 'Every message that the broker accepted is processed in the end.' },
    effectivelyOnce: { type: 'boolean', description: 'No message is processed twice, however often it is delivered.' },
    deadLetterWithin: {
      type: 'object',
      description: 'A message that cannot be processed is put aside after so many deliveries, and the others are processed.',
      additionalProperties: false,
      required: ['attempts'],
      properties: { attempts: count },
    },
    resubscribedWithin: { ...duration, description: 'What is sent after the broker is back is received within this time.' },
    flushedWithin: {
      ...duration,
      description: 'What the broker did not take while it was away is sent within this time after it is back: all of it, once, in order.',
    },
    lagAtMost: { ...duration, description: 'From sending a message until it is processed.' },
    recoveredWithin: { ...duration, description: 'The first success comes so long after the fault has gone, at the latest.' },
    answeredWithin: { ...duration, description: 'Every ask is answered within this time.' },
    attemptsAtMost: { ...count, description: 'Of one call.' },
    amplificationAtMost: { type: 'number', minimum: 1, maximum: 1_000_000, description: 'Attempts for each call, over the run.' },
    fallback: {
      type: 'object',
      description: 'How every ask is answered while the fault is in force.',
      additionalProperties: false,
      properties: {
        status: { type: 'integer', minimum: 100, maximum: 599 },
        body: { type: 'object', description: 'Values by JSON pointer into the answer.', propertyNames: { pattern: '^(?:/.*)?$' } },
        within: duration,
      },
    },
    noSilentCorruption: { type: 'boolean', description: 'No success is told of a body that came damaged.' },
    herd: {
      type: 'object',
      description: 'Retries within one window are a herd when they are more than this share of the fleet.',
      additionalProperties: false,
      required: ['window', 'maxRatio'],
      properties: { window: duration, maxRatio: { type: 'number', exclusiveMinimum: 0, maximum: 1 } },
    },
    settlesWithin: { ...duration, description: 'After an overload the attempts return to the offered load within this time.' },
    thresholds: {
      type: 'object',
      description: "k6's words: http_req_failed: ['rate<0.05'], http_req_duration: ['p(95)<2000'].",
      additionalProperties: false,
      properties: {
        http_req_duration: thresholds,
        http_req_failed: thresholds,
        http_reqs: thresholds,
        message_rate: thresholds,
        queue_depth: thresholds,
        checks: thresholds,
      },
    },
  },
} as const;
