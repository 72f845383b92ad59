import { members, number, oneOf, optional, text } from './shape.js';

/** What a judge came to. */
export const verdictShape = members({
  kind: oneOf('proved', 'refuted', 'consistent', 'inconclusive'),
  caseCount: optional(number),
  reason: optional(text),
});
