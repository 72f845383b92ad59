import { flag, listOf, members, number, oneOf, optional, text, texts } from './shape.js';

/** A consumer, and what became of it. */
export const consumerShape = members({
  consumer: text,
  verdict: oneOf('breaks', 'safe', 'unknown'),
  interactionCount: number,
  lastSeenOn: optional(text),
});

const version = members({ file: text, version: text });
const compatContract = members({
  provider: text,
  kind: oneOf('openapi', 'asyncapi'),
  older: optional(version),
  newer: optional(version),
  isUnchanged: flag,
  verdict: oneOf('breaking', 'compatible'),
  semver: oneOf('major', 'minor', 'patch', 'none'),
  deployment: oneOf('any-order', 'provider-first', 'consumers-first', 'none'),
  consumers: listOf(consumerShape),
  unwatched: texts,
  findingIds: texts,
  toldBeforeIds: optional(texts),
  accepted: listOf(members({ findingId: text, reason: text, owner: optional(text), until: optional(text), untilMajor: optional(number) })),
});

/** What a comparison of contracts came to. */
export const compatShape = members({ contracts: listOf(compatContract), findingIds: texts });
