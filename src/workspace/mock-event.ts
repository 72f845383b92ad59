import { DURATION_PATTERN, msFromDuration } from '../base/duration.js';
import type { JsonObject } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { mockTokensSchema } from './mock-tokens-schema.js';
import { mockStreamsSchema } from './mock-streams.js';
import { callbacksSchema, webhooksSchema } from './mock-webhooks.js';

/** A message that the mock of a system sends by itself. */
export interface MockEvent {
  /** The id of an operation that sends. */
  readonly operation: string;
  /** Which of its messages; `undefined` for the first. */
  readonly message: string | undefined;
  /** Again and again. */
  readonly everyMs: number | undefined;
  /** Once, so long after the one before it in the list. */
  readonly afterMs: number | undefined;
  /** By JSON pointer into the payload, or `header:name`. */
  readonly set: JsonObject;
}

/**
 * One of the `mock.events` of a system.
 *
 * @param value - as the published schema has it
 */
export function mockEventFromJson({ operation, message, every, after, set }: JsonObject): MockEvent {
  return {
    operation: String(operation),
    message: message === undefined ? undefined : String(message),
    everyMs: every === undefined ? undefined : msFromDuration(String(every)),
    afterMs: after === undefined ? undefined : msFromDuration(String(after)),
    set: isJsonObject(set) ? set : {},
  };
}

/** The shape of `mock` of a system. */
export const mockEventsSchema = {
  type: 'object',
  description: 'What its mock does by itself.',
  additionalProperties: false,
  properties: {
    tokens: mockTokensSchema,
    stateful: { type: 'boolean', description: 'Whether it remembers what is created, changed and deleted.' },
    seed: {
      type: 'string',
      minLength: 1,
      description: 'A file of what is there to begin with, by collection: { /orders: [{ id: 1 }] }. With it the mock remembers.',
    },
    verify: { type: 'boolean', description: 'Whether it looks into tokens, or only whether there are any.' },
    streams: mockStreamsSchema,
    webhooks: webhooksSchema,
    callbacks: callbacksSchema,
    events: {
      type: 'array',
      description: 'Messages that it sends once somebody listens: every so often, or one after the other.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['operation'],
        oneOf: [{ required: ['every'] }, { required: ['after'] }],
        properties: {
          operation: { type: 'string', minLength: 1, description: 'The id of an operation that sends.' },
          message: { type: 'string', minLength: 1, description: 'Which of its messages; by default the first.' },
          every: { type: 'string', pattern: DURATION_PATTERN, description: 'Again and again: 2s.' },
          after: { type: 'string', pattern: DURATION_PATTERN, description: 'Once, so long after the one before it: 500ms.' },
          set: {
            type: 'object',
            propertyNames: { pattern: '^(/.*|header:.+)$' },
            description: 'Values by their place in the message: { /data/status: paid }.',
          },
        },
      },
    },
  },
} as const;
