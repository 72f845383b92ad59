import { DURATION_PATTERN } from '../base/duration.js';

const text = { type: 'string', minLength: 1 } as const;
const path = { type: 'string', pattern: '^/' } as const;
const pointer = { type: 'string', pattern: '^(/.*)?$' } as const;
const system = { ...text, description: 'Who is asked, by name; by default the one that sends or receives.' } as const;

const trigger = {
  description: 'How the sender is made to send: a call, an operation of its OpenAPI document, or schedule: true.',
  type: ['object', 'string'],
  pattern: '^schedule$',
  additionalProperties: false,
  oneOf: [
    { type: 'string' },
    { type: 'object', required: ['path'] },
    { type: 'object', required: ['operation'] },
    { type: 'object', required: ['schedule'] },
  ],
  properties: {
    system,
    method: text,
    path,
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: true,
    operation: text,
    schedule: { const: true, description: 'It sends by itself, within the timeout.' },
    sends: { type: 'array', items: text, description: 'The ids of the event operations whose messages must follow.' },
  },
} as const;

/** The shape of `events` of a pair. */
export const eventsSchema = {
  type: 'object',
  description: 'How the events between the two are tested.',
  additionalProperties: false,
  properties: {
    trigger,
    triggers: { type: 'array', items: trigger, description: 'Several, each called in turn.' },
    effects: {
      description:
        'Where the receiver shows what it has done: a path whose JSON answer lists the key of the message for each effect, in order.',
      type: ['object', 'string'],
      pattern: '^/',
      additionalProperties: false,
      required: ['path'],
      properties: {
        system,
        path,
        list: { ...pointer, description: 'JSON pointer to the list in the answer.' },
        key: { ...pointer, description: 'JSON pointer to the key in an entry of the list.' },
      },
    },
    timeout: {
      type: 'string',
      pattern: DURATION_PATTERN,
      description: 'From a cause to its message, and from a message to its effect: 2s.',
    },
    invalid: {
      enum: ['dead-letter', 'ignore', 'reject'],
      description: 'What the receiver promises to do with a message that breaks the contract.',
    },
    order: { enum: ['channel', 'key'], description: 'Within what the receiver promises effects in the order of sending.' },
    key: {
      type: 'string',
      pattern: '^(/.*|header:.+)$',
      description: 'What tells one message from another: a JSON pointer into the payload, or header:name.',
    },
  },
} as const;
