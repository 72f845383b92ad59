import { json, listOf, mapOf, members, number, oneOf, optional, text, texts, args } from './shape.js';
import { timelineShape } from './timeline-shape.js';
import { verdictShape } from './verdict-shape.js';

const times = { startedAtMs: number, durationMs: number };
const scenarioStep = members({
  step: text,
  attempt: number,
  outcome: oneOf('passed', 'failed'),
  failure: optional(text),
  system: optional(text),
  operation: optional(text),
  exchange: optional(text),
  status: optional(number),
  ...times,
});
const workflow = members({
  workflow: text,
  user: optional(number),
  outcome: oneOf('succeeded', 'failed', 'skipped'),
  failure: optional(text),
  steps: listOf(scenarioStep),
  ...times,
});
const claim = members({ claim: text, subject: optional(text), verdict: verdictShape, args, witness: texts, findingId: optional(text) });
const observed = members({
  attemptCount: number,
  retriedAfter: texts,
  leftAfter: texts,
  waits: optional(
    members({ backoff: text, baseMs: optional(number), factor: optional(number), capMs: optional(number), jitter: optional(text) }),
  ),
});
const mutant = members({
  mutant: text,
  system: text,
  verdict: oneOf('told', 'survived', 'misjudged', 'failed'),
  refutes: texts,
  refuted: texts,
  because: optional(text),
  error: optional(text),
  journalFile: optional(text),
});

/** What came of a scenario. */
export const scenarioShape = members({
  name: text,
  title: text,
  file: text,
  outcome: oneOf('held', 'refuted', 'failed', 'skipped'),
  error: optional(members({ code: text, message: text })),
  world: optional(oneOf('real', 'simulated')),
  workflows: listOf(workflow),
  workflowCount: number,
  links: listOf(members({ consumer: text, provider: text, declared: mapOf(json), claims: listOf(claim), observed: optional(observed) })),
  mutants: listOf(mutant),
  notes: texts,
  timeline: optional(timelineShape),
  journalFile: optional(text),
  ...times,
});
