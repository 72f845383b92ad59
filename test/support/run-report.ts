import * as fc from 'fast-check';
import type { Finding } from '../../src/finding/finding.js';
import type { Verdict } from '../../src/finding/severity.js';
import type { FindingCode } from '../../src/finding/finding-code.js';
import type { ReportFinding, ReportPartName } from '../../src/report/run/report-finding.js';
import type { ReportScenario } from '../../src/report/run/report-scenario.js';
import type { ReportTest } from '../../src/report/run/report-test.js';
import type { ReportPair, ReportSystem } from '../../src/report/run/report-workspace.js';
import type { RunReport } from '../../src/report/run/run-report.js';

/** What texts of a report may be: plain ones, and those that break a format which does not escape. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 8 }).map((codes) => String.fromCodePoint(...codes)),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '<!-- ]]> &amp; -->',
    '\u2028\u2029',
    '\u0000\u001b[31mred',
    '\ud800',
    '\r\n::error::no\r\n',
    '%0A%25,:',
    '"quoted", \'both\' \\ `ticks` ```',
    '| a | b |\n# head\n- item',
    '[link](https://example.test) @someone #1 ![image](x)',
    '$(rm -rf /) $HOME {{ x }}',
    '../../etc/passwd',
    '\ufffe\uffff',
    '🧱 ünïcode 漢字 \u202egnp',
    '__proto__',
    '',
  ),
);

const severity = fc.constantFrom('error', 'warning', 'info' as const);
const CODES: Readonly<Record<ReportPartName, readonly FindingCode[]>> = {
  lint: ['contract/ref-unresolved', 'contract/example-invalid', 'models/drift'],
  test: ['check/status-declared', 'check/body-matches-schema', 'check/flaky', 'models/transformation-fails'],
  scenario: ['recovery/attempts', 'recovery/backoff', 'scenario/step-failed', 'scenario/mutant-survived'],
  compat: ['compat/operation-removed', 'compat/member-removed', 'compat/acceptance-stale'],
};
const PARTS: readonly ReportPartName[] = ['lint', 'compat', 'test', 'scenario'];

/** What a report is drawn with. */
export interface RunReportChoices {
  /** What its texts are. Default {@link hostileText}. */
  readonly text?: fc.Arbitrary<string>;
  readonly maxFindingCount?: number;
  readonly minFindingCount?: number;
}

/**
 * Reports that hold together: pairs are of systems, findings are of pairs, scenarios, contracts and transformations that are there, ids are unique.
 */
export function anyRunReport({ text = hostileText, ...counts }: RunReportChoices = {}): fc.Arbitrary<RunReport> {
  const { minFindingCount = 0, maxFindingCount = Math.max(12, minFindingCount) } = counts;
  return fc
    .record({
      names: fc.uniqueArray(text, { minLength: 2, maxLength: 5 }),
      command: fc.constantFrom('check', 'test', 'scenario', 'lint', 'compat' as const),
      texts: fc.array(text, { minLength: 8, maxLength: 8 }),
      isComplete: fc.boolean(),
      stopped: fc.constantFrom<false | 'max-time' | 'interrupt'>(false, 'max-time', 'interrupt'),
      hasSince: fc.boolean(),
    })
    .chain((base) => {
      const systems = base.names.map((name) => anySystem(name, text));
      return fc.record({
        base: fc.constant(base),
        systems: fc.tuple(...systems),
        pairs: fc.uniqueArray(anyPair(base.names, text), { selector: pairKey, maxLength: 5 }),
        scenarioNames: fc.uniqueArray(text, { maxLength: 3 }),
        findings: fc.array(anyFinding(base, text), {
          minLength: minFindingCount,
          maxLength: maxFindingCount,
          size: 'max',
          depthIdentifier: 'findings',
        }),
        since: fc.record({ id: text, startedAtMs: fc.nat() }),
        models: fc.array(
          withoutGaps({
            name: text,
            places: fc.array(text, { maxLength: 2 }),
            consistency: fc.constantFrom('eventual' as const, undefined),
          }),
          {
            maxLength: 2,
          },
        ),
      });
    })
    .chain(({ base, systems, pairs, scenarioNames, findings: drawn, since, models }) => {
      const findings = drawn.map((finding, index) => settled(finding, { index, pairs, scenarioNames, hasSince: base.hasSince }));
      const idsOf = (part: ReportPartName): readonly string[] => findings.filter((finding) => finding.part === part).map(({ id }) => id);
      const [name = '', file = '', seed = '', id = '', ...args] = base.texts;
      const compatIds = findings.filter(({ part, isAccepted }) => part === 'compat' && !isAccepted).map((finding) => finding.id);
      return fc.record({
        run: fc.constant({
          id,
          version: '1.2.3',
          command: base.command,
          seed,
          args,
          startedAtMs: 1_800_000_000_000,
          durationMs: base.isComplete ? 12_345 : 0,
          stopped: base.isComplete ? base.stopped : false,
          parts: PARTS.map((part) => ({ part, durationMs: 12, subjectCount: 3 })),
          isComplete: base.isComplete,
          passedOverCount: 0,
          ...(base.hasSince ? { since } : {}),
        }),
        workspace: fc.constant({
          name,
          file,
          systems,
          pairs,
          models,
          transformations: [{ name: 'orders to books', a: 'orders#/a', b: 'books#/b', roundTrip: 'both' as const }],
        }),
        findings: fc.constant(findings),
        tests: fc.tuple(...pairs.map((pair) => anyTest(pair, systems, text))),
        transformations: fc.constant([
          {
            name: 'orders to books',
            systems: ['orders', 'books'] as const,
            valueCount: 40,
            findingIds: findings.filter(({ code }) => code.startsWith('models/transformation')).map((finding) => finding.id),
          },
        ]),
        scenarios: fc.tuple(...scenarioNames.map((scenario) => anyScenario(scenario, findings, text))),
        compat: fc.constant({
          contracts: [
            {
              provider: base.names[0] ?? '',
              kind: 'openapi' as const,
              older: { file, version: seed },
              newer: { file, version: seed },
              isUnchanged: false,
              verdict: compatIds.length === 0 ? ('compatible' as const) : ('breaking' as const),
              semver: 'major' as const,
              deployment: 'consumers-first' as const,
              consumers: [{ consumer: base.names[1] ?? '', verdict: 'breaks' as const, interactionCount: 12, lastSeenOn: '2026-01-02' }],
              unwatched: [],
              findingIds: compatIds,
              accepted: idsOf('compat')
                .filter((one) => !compatIds.includes(one))
                .map((findingId) => ({ findingId, reason: name, owner: file, until: '2027-01-01' })),
            },
          ],
          findingIds: [],
        }),
      });
    })
    .map(asPlainJson);
}

/** Without prototypes of fast-check's own. */
function asPlainJson(report: RunReport): RunReport {
  return JSON.parse(JSON.stringify(report)) as RunReport;
}

/**
 * One report, the same for the same seed.
 *
 * @param seed - a whole number
 * @param findingCount - how many findings it has
 */
export function runReportFromSeed(seed: number, findingCount = 12, text: fc.Arbitrary<string> = hostileText): RunReport {
  const counts = { minFindingCount: findingCount, maxFindingCount: findingCount };
  const [report] = fc.sample(anyRunReport({ text, ...counts }), { seed, numRuns: 1 });
  if (report === undefined) throw new Error('fast-check draws as many as it is asked for');
  return report;
}

type Gapless<Model> = { [Key in keyof Model as undefined extends Model[Key] ? never : Key]: Model[Key] } & {
  [Key in keyof Model as undefined extends Model[Key] ? Key : never]?: Exclude<Model[Key], undefined>;
};

/** A record whose absent members are not there: as JSON has it. */
function withoutGaps<Model>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }): fc.Arbitrary<Gapless<Model>> {
  return (fc.record(model) as unknown as fc.Arbitrary<Readonly<Record<string, unknown>>>).map(
    (value) => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Gapless<Model>,
  );
}

function maybe<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

function anySystem(name: string, text: fc.Arbitrary<string>): fc.Arbitrary<ReportSystem> {
  const message = withoutGaps({
    role: fc.constantFrom('request', 'response', 'event' as const),
    name: maybe(text),
    mediaType: maybe(text),
    schema: maybe(text),
    example: maybe(text),
  });
  const operation = withoutGaps({
    id: text,
    call: maybe(text.map((path) => `POST /${path}`)),
    channel: maybe(text),
    action: fc.constantFrom('send', 'receive', undefined),
    summary: maybe(text),
    isDeprecated: fc.constantFrom(true, undefined),
    messages: fc.array(message, { maxLength: 3 }),
  });
  return withoutGaps({
    name: fc.constant(name),
    kind: fc.constantFrom('calls', 'events', 'both', 'consumer' as const),
    contractFiles: fc.array(text, { maxLength: 2 }),
    title: maybe(text),
    version: maybe(text),
    operations: fc.uniqueArray(operation, { maxLength: 4, selector: ({ id }) => id }),
    operationCount: fc.nat({ max: 9 }),
    security: fc.array(fc.record({ name: text, kind: fc.constantFrom('http', 'oauth2') }), { maxLength: 2 }),
    protocols: fc.uniqueArray(fc.constantFrom('http', 'kafka', 'mqtt'), { maxLength: 2 }),
    stands: fc.constantFrom('mock', 'url', 'program', 'module' as const),
  }).map((system) => ({ ...system, operationCount: system.operations.length }));
}

function anyPair(names: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<ReportPair> {
  return withoutGaps({
    consumer: fc.constantFrom(...names),
    provider: fc.constantFrom(...names),
    protocols: fc.constant(['http']),
    uses: maybe(fc.array(text, { maxLength: 3 })),
    auth: fc.uniqueArray(fc.constantFrom('bearer', 'basic', 'login' as const), { maxLength: 2 }),
    recovery: maybe(
      fc.constant({ timeout: '2s', retry: { attempts: 3, backoff: 'exponential', base: '100ms', factor: 2, jitter: 'full' } }),
    ),
  });
}

function pairKey({ consumer, provider }: { readonly consumer: string; readonly provider: string }): string {
  return JSON.stringify([consumer, provider]);
}

type DrawnFinding = Omit<ReportFinding, 'id' | 'scenario' | 'isNew' | 'pair'> & { readonly pick: number; readonly isNew: boolean };

function anyFinding({ names }: { readonly names: readonly string[] }, text: fc.Arbitrary<string>): fc.Arbitrary<DrawnFinding> {
  const header = fc.tuple(text, text);
  const message = withoutGaps({ line: text, headers: fc.array(header, { maxLength: 2 }), body: maybe(text) });
  const place = withoutGaps({
    file: text,
    line: maybe(fc.integer({ min: 1, max: 9_999 })),
    column: maybe(fc.integer({ min: 1, max: 200 })),
    pointer: maybe(text),
  });
  return fc.constantFrom(...PARTS).chain((part) =>
    withoutGaps({
      part: fc.constant(part),
      code: fc.constantFrom(...CODES[part]),
      severity,
      operation: maybe(text),
      place: maybe(place),
      args: fc.record({ expected: text, seen: text, count: fc.nat({ max: 99 }), location: fc.array(text, { maxLength: 3 }) }),
      witness: maybe(withoutGaps({ request: maybe(message), response: maybe(message), curl: maybe(text) })),
      replay: part === 'test' ? maybe(anyReplay(text)) : fc.constant(undefined),
      compat: part === 'compat' ? anyCompatDetail(names, text) : fc.constant(undefined),
      isAccepted: fc.boolean(),
      isNew: fc.boolean(),
      pick: fc.nat(),
    }),
  );
}

function anyReplay(text: fc.Arbitrary<string>): fc.Arbitrary<NonNullable<Finding['replay']>> {
  const step = fc.record({
    operation: text,
    phase: fc.constantFrom('examples', 'coverage', 'fuzzing'),
    name: text,
    intent: fc.constantFrom('valid', 'invalid'),
    parameters: fc.dictionary(text, text, { maxKeys: 2 }),
    headers: fc.dictionary(text, text, { maxKeys: 2 }),
    credentials: fc.constant('valid'),
    captures: fc.constant({}),
  });
  return fc.record({ seed: text, steps: fc.array(step, { maxLength: 2 }) });
}

function anyCompatDetail(names: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<NonNullable<Finding['compat']>> {
  return fc.record({
    direction: fc.constantFrom('consumer-writes', 'provider-writes', 'both' as const),
    effect: fc.constantFrom('removed', 'added', 'narrowed' as const),
    guards: fc.constant([]),
    operations: fc.array(text, { maxLength: 2 }),
    consumers: fc.array(
      fc.record({
        consumer: fc.constantFrom(...names),
        verdict: fc.constantFrom('breaks', 'safe', 'unknown' as const),
        interactionCount: fc.nat({ max: 99 }),
        evidence: text,
      }),
      { maxLength: 2 },
    ),
  });
}

interface Known {
  readonly index: number;
  readonly pairs: readonly ReportPair[];
  readonly scenarioNames: readonly string[];
  readonly hasSince: boolean;
}

/** Of a pair and a scenario that are there, with an id of its own. */
function settled({ pick, isNew, ...finding }: DrawnFinding, { index, pairs, scenarioNames, hasSince }: Known): ReportFinding {
  const pair = finding.part === 'lint' ? undefined : pairs[pick % Math.max(1, pairs.length)];
  const scenario = finding.part === 'scenario' ? scenarioNames[pick % Math.max(1, scenarioNames.length)] : undefined;
  return {
    ...finding,
    id: `m-${index.toString(32).padStart(10, '0')}`,
    ...(pair === undefined ? {} : { pair: { consumer: pair.consumer, provider: pair.provider } }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(hasSince ? { isNew } : {}),
  };
}

function anyTest(
  { consumer, provider }: ReportPair,
  systems: readonly ReportSystem[],
  text: fc.Arbitrary<string>,
): fc.Arbitrary<ReportTest> {
  const operations = systems.find(({ name }) => name === provider)?.operations ?? [];
  const tested: fc.Arbitrary<ReportTest> = fc.record({
    consumer: fc.constant(consumer),
    provider: fc.constant(provider),
    kind: fc.constant('tested' as const),
    providerKind: fc.constantFrom('url', 'program', 'mock' as const),
    operationCount: fc.constant(operations.length),
    testedOperationCount: fc.constant(operations.length),
    reachedOperationCount: fc.nat({ max: operations.length }),
    requestCount: fc.nat({ max: 9_999 }),
    lanes: fc.tuple(
      ...operations.map(({ id }) =>
        withoutGaps({
          id: fc.constant(`${id}/coverage`),
          phase: fc.constant('coverage'),
          operation: fc.constant(id),
          title: fc.constant(`${id} · coverage`),
          isOfEvents: maybe(fc.boolean()),
          durationMs: maybe(fc.nat({ max: 9_999 })),
        }),
      ),
    ),
    durationMs: fc.nat({ max: 99_999 }),
    coverage: fc.record({
      operations: fc.constant(
        operations.map(({ id }) => ({
          operation: id,
          requestCount: 7,
          isReached: true,
          statuses: { '200': 5, none: 2 },
          cases: { coverage: { valid: 5, invalid: 2 } },
          exercisedClauseCount: 3,
          clauseCount: 4,
        })),
      ),
      exercisedClauseCount: fc.constant(3 * operations.length),
      clauseCount: fc.constant(4 * operations.length),
    }),
    verdict: anyVerdict(text),
  });
  const untested = { consumer: fc.constant(consumer), provider: fc.constant(provider) };
  return fc.oneof(
    tested,
    fc.record({ ...untested, kind: fc.constant('skipped' as const), reason: text }),
    fc.record({ ...untested, kind: fc.constant('failed' as const), code: fc.constant('E_PORT_BUSY'), message: text }),
  );
}

function anyVerdict(text: fc.Arbitrary<string>): fc.Arbitrary<Verdict> {
  return fc.oneof(
    fc.constant({ kind: 'refuted' as const }),
    fc.constant({ kind: 'proved' as const }),
    fc.constant({ kind: 'consistent' as const, caseCount: 12 }),
    fc.record({ kind: fc.constant('inconclusive' as const), reason: text }),
  );
}

function anyScenario(name: string, findings: readonly ReportFinding[], text: fc.Arbitrary<string>): fc.Arbitrary<ReportScenario> {
  const own = findings.filter((finding) => finding.scenario === name);
  const [first] = own.filter(({ code, pair }) => code.startsWith('recovery/') && pair !== undefined);
  const step = withoutGaps({
    step: text,
    attempt: fc.constant(1),
    outcome: fc.constantFrom('passed', 'failed' as const),
    failure: maybe(text),
    system: maybe(text),
    operation: maybe(text),
    exchange: maybe(text),
    status: maybe(fc.constantFrom(200, 404, 503)),
    startedAtMs: fc.nat(),
    durationMs: fc.nat({ max: 9_999 }),
  });
  const workflow = withoutGaps({
    workflow: text,
    user: maybe(fc.nat({ max: 9 })),
    outcome: fc.constantFrom('succeeded', 'failed', 'skipped' as const),
    failure: maybe(text),
    startedAtMs: fc.nat(),
    durationMs: fc.nat({ max: 9_999 }),
    steps: fc.array(step, { maxLength: 3 }),
  });
  const mutant = withoutGaps({
    mutant: text,
    system: text,
    verdict: fc.constantFrom('told', 'survived', 'misjudged', 'failed' as const),
    refutes: fc.constant(['attempts']),
    refuted: fc.constant(['attempts']),
    because: maybe(text),
    error: maybe(text),
    journalFile: maybe(text),
  });
  const claim = withoutGaps({
    claim: fc.constantFrom('attempts', 'backoff', 'recovery-time'),
    subject: maybe(text),
    verdict: anyVerdict(text),
    args: fc.record({ expected: text, seen: text }),
    witness: fc.array(text, { maxLength: 2 }),
    findingId: fc.constant(first?.id),
  });
  const link = fc.record({
    consumer: text,
    provider: text,
    declared: fc.constant({ timeout: '2s' }),
    claims: fc.array(claim, { maxLength: 3 }),
  });
  return withoutGaps({
    name: fc.constant(name),
    title: text,
    file: text,
    outcome: own.some((finding) => finding.severity === 'error')
      ? fc.constant('refuted' as const)
      : fc.constantFrom('held', 'skipped', 'failed' as const),
    error: maybe(fc.record({ code: fc.constant('E_PORT_BUSY'), message: text })),
    world: fc.constantFrom('real', 'simulated', undefined),
    startedAtMs: fc.nat(),
    durationMs: fc.nat({ max: 9_999 }),
    workflows: fc.array(workflow, { maxLength: 2 }),
    workflowCount: fc.nat({ max: 2 }),
    links: fc.array(link, { maxLength: 2 }),
    mutants: fc.array(mutant, { maxLength: 2 }),
    notes: fc.array(text, { maxLength: 2 }),
    journalFile: maybe(text),
  });
}
