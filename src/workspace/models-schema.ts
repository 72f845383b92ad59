const places = {
  type: 'array',
  description: 'Each as <system>#<JSON pointer>: auth#/components/schemas/User.',
  items: { type: 'string', pattern: '^[^#]+#/.*$' },
} as const;

/** The models that several contracts share. */
export const modelsSchema = {
  type: 'object',
  description: 'Models that must mean the same in each contract that has them; one that stands nowhere ([]) shares only its name.',
  additionalProperties: {
    description: 'A list of places, or { contracts, consistency }.',
    anyOf: [
      places,
      {
        type: 'object',
        additionalProperties: false,
        required: ['contracts'],
        properties: {
          description: { type: 'string', minLength: 1 },
          contracts: places,
          consistency: { enum: ['real time', 'eventual'], description: 'How soon all systems hold the same value: told, not judged.' },
        },
      },
    ],
  },
} as const;
