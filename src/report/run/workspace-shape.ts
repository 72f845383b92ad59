import { json, listOf, mapOf, members, number, oneOf, optional, text, texts } from './shape.js';

const operation = members({
  id: text,
  call: optional(text),
  channel: optional(text),
  action: optional(oneOf('send', 'receive')),
  summary: optional(text),
  description: optional(text),
  isDeprecated: optional(oneOf(true)),
  messages: listOf(
    members({
      role: oneOf('request', 'response', 'event'),
      name: optional(text),
      mediaType: optional(text),
      schema: optional(text),
      example: optional(text),
    }),
  ),
});
const system = members({
  name: text,
  kind: oneOf('calls', 'events', 'both', 'consumer'),
  contractFiles: texts,
  title: optional(text),
  version: optional(text),
  description: optional(text),
  operations: listOf(operation),
  operationCount: number,
  security: listOf(members({ name: text, kind: text })),
  protocols: texts,
  stands: oneOf('mock', 'url', 'program', 'module'),
});

/** What a workspace holds. */
export const workspaceShape = members({
  name: text,
  file: text,
  systems: listOf(system),
  pairs: listOf(
    members({ consumer: text, provider: text, protocols: texts, uses: optional(texts), auth: texts, recovery: optional(mapOf(json)) }),
  ),
  models: listOf(members({ name: text, places: texts, consistency: optional(oneOf('real time', 'eventual')) })),
  transformations: listOf(members({ name: text, a: text, b: text, roundTrip: oneOf('none', 'a', 'b', 'both') })),
});
