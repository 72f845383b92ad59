import type { ReportFinding } from '../../src/report/run/report-finding.js';
import type { ReportTest } from '../../src/report/run/report-test.js';
import type { ReportSystem } from '../../src/report/run/report-workspace.js';
import type { RunReport } from '../../src/report/run/run-report.js';
import type { ReportScenario } from '../../src/report/run/report-scenario.js';
import type { ScenarioTimeline } from '../../src/report/timeline/scenario-timeline.js';
import { timelineFromJournal } from '../../src/report/timeline/timeline-from-journal.js';
import type { LinkPlan } from './link-world.js';
import { claimedBy, expectedOf, runLink, uniqueValuesOf } from './link-world.js';

/** A report as a small team has it: three pairs, an outage, one breaking version, and so many findings of the tests. */
export function exampleReport(findingCount = 12): RunReport {
  return {
    run: {
      id: 'r-1',
      version: '1.2.3',
      command: 'check',
      seed: '42',
      args: ['mortise.yaml'],
      startedAtMs: 1_795_310_411_000,
      durationMs: 48_213,
      stopped: false,
      parts: (['lint', 'compat', 'test', 'scenario'] as const).map((part) => ({ part, durationMs: 12, subjectCount: 3 })),
      isComplete: true,
      since: { id: 'r-0', startedAtMs: 1_795_210_411_000 },
      passedOverCount: 0,
    },
    workspace: {
      name: 'Shop',
      file: 'mortise.yaml',
      systems: [system('shop', 'consumer'), system('payments', 'calls'), system('ledger', 'events'), system('audit', 'calls')],
      pairs: [
        { consumer: 'shop', provider: 'payments', protocols: ['http'], auth: ['bearer'] },
        { consumer: 'payments', provider: 'ledger', protocols: ['kafka'], auth: [] },
        { consumer: 'payments', provider: 'audit', protocols: ['http'], uses: ['operation1'], auth: [] },
      ],
      models: [
        { name: 'Order', places: ['payments#/components/schemas/Order', 'audit#/components/schemas/Order'], consistency: 'real time' },
        { name: 'Note', places: [] },
      ],
      transformations: [{ name: 'order to entry', a: 'payments#/a', b: 'audit#/b', roundTrip: 'both' }],
    },
    findings: [...Array.from({ length: findingCount }, (_, index) => testFinding(index)), RECOVERY_FINDING, COMPAT_FINDING],
    tests: [
      tested('shop', 'payments', { kind: 'refuted' }),
      {
        ...tested('payments', 'ledger', { kind: 'consistent', caseCount: 40 }),
        lanes: [{ id: 'l', phase: 'coverage', operation: 'operation1', title: 'l', isOfEvents: true }],
      },
      { consumer: 'payments', provider: 'audit', kind: 'skipped', reason: 'it stands nowhere' },
    ],
    transformations: [{ name: 'order to entry', systems: ['payments', 'audit'], valueCount: 40, findingIds: [] }],
    scenarios: [outageScenario()],
    compat: {
      contracts: [
        {
          provider: 'payments',
          kind: 'openapi',
          older: { file: 'payments.yaml', version: '1.4.0' },
          newer: { file: 'payments.yaml', version: '1.5.0' },
          isUnchanged: false,
          verdict: 'breaking',
          semver: 'major',
          deployment: 'consumers-first',
          consumers: [{ consumer: 'shop', verdict: 'breaks', interactionCount: 12, lastSeenOn: '2026-01-02' }],
          unwatched: ['desk'],
          findingIds: [COMPAT_FINDING.id],
          accepted: [],
        },
      ],
      findingIds: [],
    },
  };
}

function testFinding(index: number): ReportFinding {
  const body = JSON.stringify(
    { id: index, items: [{ total: -index - 0.5, currency: 'EUR' }], note: 'the smallest that shows it' },
    undefined,
    1,
  );
  return {
    id: `m-${String(index).padStart(10, '0')}`,
    part: 'test',
    code: index % 3 === 2 ? 'check/status-declared' : 'check/body-matches-schema',
    severity: index % 3 === 2 ? 'warning' : 'error',
    isAccepted: index % 11 === 10,
    isNew: index % 5 === 0,
    pair: { consumer: 'shop', provider: 'payments' },
    operation: `operation${index % 40}`,
    place: {
      file: 'payments.yaml',
      line: 10 + Math.floor(index / 3),
      column: 5,
      pointer: `/components/schemas/Order/properties/total${Math.floor(index / 3)}`,
    },
    args: {
      check: 'body-matches-schema',
      location: ['body', 'items', '0', 'total'],
      expected: 'a number that is at least 0',
      seen: `-${index}.5`,
    },
    witness: {
      request: { line: `POST /things/${index}?limit=20`, headers: [['content-type', 'application/json']], body },
      response: { line: '200 OK', headers: [['content-type', 'application/json']], body },
      curl: `curl -X POST 'http://127.0.0.1:4010/things/${index}?limit=20' -H 'content-type: application/json' --data '${body.replaceAll('\n', '')}'`,
    },
    replay: { seed: '42', steps: [] },
  };
}

const RECOVERY_FINDING: ReportFinding = {
  id: 'm-recovery000',
  part: 'scenario',
  code: 'recovery/breaker',
  severity: 'error',
  isAccepted: false,
  pair: { consumer: 'shop', provider: 'payments' },
  scenario: 'provider-down',
  place: { file: 'provider-down.arazzo.yaml', line: 40, column: 3 },
  args: {
    expected: 'open after 2 failures in a row for 1000 ms',
    seen: 'a call 50 ms after the last of 2 failures in a row',
    witness: ['1', '2'],
  },
};

const COMPAT_FINDING: ReportFinding = {
  id: 'm-compat00000',
  part: 'compat',
  code: 'compat/member-removed',
  severity: 'error',
  isAccepted: false,
  operation: 'operation1',
  place: { file: 'payments.yaml', line: 77, column: 7 },
  args: { location: ['response', '200', 'body', 'total'] },
  compat: {
    direction: 'provider-writes',
    effect: 'removed',
    guards: [],
    operations: ['operation1'],
    consumers: [{ consumer: 'shop', verdict: 'breaks', interactionCount: 12, evidence: 'reads total' }],
  },
};

function system(name: string, kind: ReportSystem['kind']): ReportSystem {
  const place = kind === 'events' ? { channel: 'orders/{id}', action: 'send' as const } : { call: 'POST /things/{id}' };
  const operations = kind === 'consumer' ? [] : [1, 2, 3].map((number) => ({ id: `operation${number}`, ...place, messages: [] }));
  return {
    name,
    kind,
    contractFiles: kind === 'consumer' ? [] : [`${name}.yaml`],
    title: name,
    version: '1.5.0',
    operations,
    operationCount: operations.length,
    security: [],
    protocols: [kind === 'events' ? 'kafka' : 'http'],
    stands: 'mock',
  };
}

type Tested = Extract<ReportTest, { kind: 'tested' }>;

function tested(consumer: string, provider: string, verdict: Tested['verdict']): Tested {
  const operations = [1, 2, 3].map((number) => ({
    operation: `operation${number}`,
    requestCount: 120,
    isReached: number !== 3,
    statuses: { '200': 80, '404': 30, none: 10 },
    cases: { examples: { valid: 2 }, coverage: { valid: 58, invalid: 60 } },
    exercisedClauseCount: 12,
    clauseCount: 20,
  }));
  return {
    consumer,
    provider,
    kind: 'tested',
    providerKind: 'mock',
    operationCount: 3,
    testedOperationCount: 3,
    reachedOperationCount: 2,
    requestCount: 360,
    lanes: [{ id: 'operation1/coverage', phase: 'coverage', operation: 'operation1', title: 'operation1 · coverage' }],
    durationMs: 5_230,
    coverage: { operations, exercisedClauseCount: 36, clauseCount: 60 },
    verdict,
  };
}

function outageScenario(): ReportScenario {
  const plan: LinkPlan = {
    seed: 3,
    worstLatenessMs: 0,
    hasCanary: true,
    attemptCount: 2,
    baseMs: 50,
    timeoutMs: 300,
    hasKeys: true,
    breaker: { failureCount: 2, openMs: 1_000, probeCount: 1, level: 'call' },
    asks: Array.from({ length: 14 }, (_, index) => ({ atMs: index * 300, method: 'GET' as const })),
    isInTurn: true,
    outages: [{ fromMs: 550, toMs: 2_500, mode: '503' }],
    endMs: 40_000,
  };
  const claims = {
    consumer: 'shop',
    provider: 'payments',
    policy: claimedBy(plan),
    expectations: expectedOf(plan),
    hints: { uniqueValues: uniqueValuesOf(plan) },
  };
  return {
    name: 'provider-down',
    title: 'The provider is down for two seconds',
    file: 'provider-down.arazzo.yaml',
    outcome: 'refuted',
    world: 'simulated',
    startedAtMs: 0,
    durationMs: 40_000,
    workflows: [
      {
        workflow: 'checkout',
        outcome: 'succeeded',
        startedAtMs: 0,
        durationMs: 4_000,
        steps: [{ step: 'order', attempt: 1, outcome: 'passed', operation: 'operation1', status: 200, startedAtMs: 0, durationMs: 12 }],
      },
    ],
    workflowCount: 1,
    links: [
      {
        consumer: 'shop',
        provider: 'payments',
        declared: { timeout: '300ms' },
        claims: [
          {
            claim: 'breaker',
            verdict: { kind: 'refuted' },
            args: RECOVERY_FINDING.args,
            witness: ['1', '2'],
            findingId: RECOVERY_FINDING.id,
          },
          {
            claim: 'attempts',
            verdict: { kind: 'proved' },
            args: { expected: 'at most 2 attempts a call', seen: '2 attempts' },
            witness: ['1'],
          },
          {
            claim: 'backoff',
            verdict: { kind: 'inconclusive', reason: 'the machine may have been slow' },
            args: { expected: 'exponential', seen: 'longer' },
            witness: [],
          },
        ],
      },
    ],
    mutants: [{ mutant: 'wrong-hot-loop', system: 'shop', verdict: 'told', refutes: ['backoff'], refuted: ['backoff'] }],
    notes: ['audit printed a warning'],
    timeline: withQueue(timelineFromJournal(runLink(plan), [claims])),
  };
}

/** What waits while the provider is down. */
function withQueue(timeline: ScenarioTimeline): ScenarioTimeline {
  const queue = [
    { atMs: 700, count: 1 },
    { atMs: 1_400, count: 3 },
    { atMs: 2_700, count: 0 },
  ];
  return { ...timeline, lanes: timeline.lanes.map((lane) => (lane.kind === 'calls' ? { ...lane, queue } : lane)) };
}
