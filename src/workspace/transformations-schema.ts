const text = { type: 'string', minLength: 1 } as const;
const place = { type: 'string', pattern: '^[^#]+#/.*$' } as const;

/** How models of two systems become each other. */
export const transformationsSchema = {
  type: 'object',
  description: "By name, how values of one system's model become values of another's: tested with drawn values of both models.",
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['a', 'b', 'module'],
    properties: {
      description: text,
      a: { ...place, description: 'The one model, as <system>#<JSON pointer>: shop#/components/schemas/Article.' },
      b: { ...place, description: 'The other model, in the same form.' },
      module: {
        ...text,
        description:
          'A module, relative to this file, that exports to (a value of a becomes one of b) and, when there is a way back, from.',
      },
      roundTrip: {
        enum: ['none', 'a', 'b', 'both'],
        description:
          'Whose values come back as they went, there and back again: those of a, of b, of both; by default none are claimed to.',
      },
    },
  },
} as const;
