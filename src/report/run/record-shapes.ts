import { FINDING_WORDINGS } from '../wording/finding-wording.js';
import type { RecordLine } from './record-line.js';
import type { Shape } from './shape.js';
import { either, flag, json, listOf, mapOf, members, number, oneOf, optional, text } from './shape.js';

const texts = listOf(text);
const severity = oneOf('error', 'warning', 'info');
const part = oneOf('lint', 'compat', 'test', 'scenario');
const pair = members({ consumer: text, provider: text });
const args = mapOf(either(text, number, flag, texts));
const place = members({ file: text, line: optional(number), column: optional(number), pointer: optional(text) });
const message = members({
  line: text,
  headers: listOf((field) => texts(field) && (field as readonly unknown[]).length === 2),
  body: optional(text),
});
const witness = members({ request: optional(message), response: optional(message), curl: optional(text) });
const verdict = members({
  kind: oneOf('proved', 'refuted', 'consistent', 'inconclusive'),
  caseCount: optional(number),
  reason: optional(text),
});
const step = members({
  operation: text,
  phase: text,
  name: text,
  intent: text,
  parameters: mapOf(json),
  headers: mapOf(text),
  credentials: text,
  captures: mapOf(json),
});
const replay = members({
  seed: text,
  steps: listOf(step),
  transformation: optional(members({ name: text, side: oneOf('a', 'b'), value: json })),
});
const consumer = members({
  consumer: text,
  verdict: oneOf('breaks', 'safe', 'unknown'),
  interactionCount: number,
  lastSeenOn: optional(text),
});
const compatDetail = members({
  direction: oneOf('consumer-writes', 'provider-writes', 'both'),
  effect: text,
  guards: texts,
  older: optional(place),
  operations: texts,
  elsewhere: optional(listOf(members({ operation: text, call: optional(text), location: texts, witness: optional(witness) }))),
  consumers: listOf((value) => consumer(value) && members({ evidence: text })(value)),
});
const finding = members({
  id: text,
  code: (code) => typeof code === 'string' && Object.hasOwn(FINDING_WORDINGS, code),
  severity,
  part,
  isAccepted: flag,
  isNew: optional(flag),
  scenario: optional(text),
  pair: optional(pair),
  operation: optional(text),
  place: optional(place),
  args,
  witness: optional(witness),
  replay: optional(replay),
  compat: optional(compatDetail),
});

const operation = members({
  id: text,
  call: optional(text),
  channel: optional(text),
  action: optional(oneOf('send', 'receive')),
  summary: optional(text),
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
  operations: listOf(operation),
  operationCount: number,
  security: listOf(members({ name: text, kind: text })),
  protocols: texts,
  stands: oneOf('mock', 'url', 'program', 'module'),
});
const workspace = members({
  name: text,
  file: text,
  systems: listOf(system),
  pairs: listOf(
    members({ consumer: text, provider: text, protocols: texts, uses: optional(texts), auth: texts, recovery: optional(mapOf(json)) }),
  ),
  models: listOf(members({ name: text, places: texts, consistency: optional(oneOf('real time', 'eventual')) })),
  transformations: listOf(members({ name: text, a: text, b: text, roundTrip: oneOf('none', 'a', 'b', 'both') })),
});

const lane = members({ id: text, phase: text, operation: text, title: text, isOfEvents: optional(flag), durationMs: optional(number) });
const clauses = { exercisedClauseCount: number, clauseCount: number };
const covered = members({
  operation: text,
  requestCount: number,
  isReached: flag,
  statuses: mapOf(number),
  cases: mapOf(mapOf(number)),
  ...clauses,
});
const test = either(
  members({
    kind: oneOf('tested'),
    consumer: text,
    provider: text,
    providerKind: oneOf('url', 'program', 'mock'),
    operationCount: number,
    testedOperationCount: number,
    reachedOperationCount: number,
    requestCount: number,
    lanes: listOf(lane),
    durationMs: number,
    coverage: members({ operations: listOf(covered), ...clauses }),
    verdict,
  }),
  members({ kind: oneOf('skipped'), consumer: text, provider: text, reason: text }),
  members({ kind: oneOf('failed'), consumer: text, provider: text, code: text, message: text }),
);

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
const claim = members({ claim: text, subject: optional(text), verdict, args, witness: texts, findingId: optional(text) });
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
const mark = members({
  id: text,
  atMs: number,
  durationMs: optional(number),
  outcome: oneOf('ok', 'refused', 'failed', 'open'),
  end: text,
  text,
  call: optional(number),
  attempt: optional(number),
  fault: optional(text),
  member: optional(text),
});
const wait = members({
  kind: oneOf('backoff', 'retry-after'),
  call: number,
  retryIndex: number,
  fromMs: number,
  toMs: number,
  lowMs: number,
  highMs: optional(number),
  verdict: oneOf('kept', 'broken', 'unclear'),
});
const timelineLane = members({
  kind: oneOf('asks', 'calls', 'sent', 'delivered'),
  consumer: text,
  provider: text,
  marks: listOf(mark),
  leftOutCount: number,
  waits: listOf(wait),
  leftOutWaitCount: number,
  breaker: listOf(members({ state: oneOf('closed', 'open', 'half-open'), fromMs: number, toMs: number })),
  queue: listOf(members({ atMs: number, count: number })),
  recoveries: listOf(members({ fromMs: number, restoredAtMs: number, recoveredAtMs: optional(number) })),
});
const faultWindow = members({
  label: text,
  fault: text,
  look: oneOf('outage', 'limit', 'slow', 'damage', 'message', 'other'),
  provider: text,
  fromMs: number,
  toMs: optional(number),
});
const bucket = members({
  askCount: number,
  attemptCount: number,
  okCount: number,
  failedCount: number,
  p50Ms: optional(number),
  p95Ms: optional(number),
});
const timeline = members({
  lengthMs: number,
  lanes: listOf(timelineLane),
  leftOutLaneCount: number,
  leftOutMarkCount: number,
  faults: listOf(faultWindow),
  leftOutFaultCount: number,
  load: optional(members({ bucketMs: number, buckets: listOf(bucket) })),
  isIncomplete: flag,
});
const scenario = members({
  name: text,
  title: text,
  file: text,
  outcome: oneOf('held', 'refuted', 'failed', 'skipped'),
  error: optional(members({ code: text, message: text })),
  world: optional(oneOf('real', 'simulated')),
  workflows: listOf(workflow),
  workflowCount: number,
  links: listOf(members({ consumer: text, provider: text, declared: mapOf(json), claims: listOf(claim) })),
  mutants: listOf(mutant),
  notes: texts,
  timeline: optional(timeline),
  journalFile: optional(text),
  ...times,
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
  consumers: listOf(consumer),
  unwatched: texts,
  findingIds: texts,
  accepted: listOf(members({ findingId: text, reason: text, owner: optional(text), until: optional(text), untilMajor: optional(number) })),
});

const afterwards = members({
  id: text,
  line: optional(number),
  column: optional(number),
  count: optional(number),
  isAccepted: optional(oneOf(true)),
});

/** What each line of a record must be, so that whoever reads the report need not look: what was written by others, or by a later version, is passed over. */
export const RECORD_SHAPES: Readonly<Record<RecordLine['type'], Shape>> = {
  run: members({
    id: text,
    version: text,
    command: oneOf('check', 'test', 'scenario', 'lint', 'compat'),
    seed: text,
    args: texts,
    startedAtMs: number,
    since: optional(members({ id: text, startedAtMs: number })),
  }),
  workspace,
  finding,
  afterwards: members({ findings: listOf(afterwards) }),
  pair: test,
  transformation: members({
    name: text,
    systems: (value) => texts(value) && (value as readonly unknown[]).length === 2,
    valueCount: number,
    findingIds: texts,
  }),
  scenario,
  compat: members({ contracts: listOf(compatContract), findingIds: texts }),
  part: members({ part, durationMs: number, subjectCount: number }),
  summary: members({ durationMs: number, stopped: oneOf(false, 'max-time', 'interrupt') }),
};
