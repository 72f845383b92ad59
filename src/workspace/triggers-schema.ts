const text = { type: 'string', minLength: 1 } as const;

/** The shape of the `triggers` of a workspace. */
export const triggersSchema = {
  type: 'array',
  description: 'What the mocks do because of what happens elsewhere: an event for a call, a call for an event.',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['when'],
    oneOf: [{ required: ['publish'] }, { required: ['call'] }],
    properties: {
      description: text,
      when: {
        type: 'object',
        additionalProperties: false,
        required: ['system'],
        oneOf: [{ required: ['operation'] }, { required: ['event'] }],
        properties: {
          system: text,
          operation: { ...text, description: 'The id of an operation that was answered.' },
          status: {
            type: ['integer', 'string'],
            pattern: '^[1-5](\\d\\d|XX)$',
            description: 'With what: 201, 2XX; by default any below 400.',
          },
          event: { ...text, description: 'The id of an operation of its AsyncAPI document that had a message.' },
        },
      },
      publish: {
        type: 'object',
        additionalProperties: false,
        required: ['system', 'operation'],
        properties: {
          system: text,
          operation: { ...text, description: 'The id of an operation that sends.' },
          message: { ...text, description: 'Which of its messages; by default the first.' },
          set: {
            type: 'object',
            propertyNames: { pattern: '^(/.*|header:.+)$' },
            description: 'Values by their place in the message, as they stand or as expressions: { /data/id: $response.body#/id }.',
          },
        },
      },
      call: {
        type: 'object',
        additionalProperties: false,
        required: ['system', 'path'],
        properties: {
          system: text,
          method: text,
          path: { type: 'string', pattern: '^/', description: 'With expressions in braces: /orders/{$message.payload#/order_id}.' },
          headers: { type: 'object', additionalProperties: { type: 'string' } },
          body: true,
        },
      },
    },
  },
} as const;
