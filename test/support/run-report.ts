import * as fc from 'fast-check';
import type { ReportPartName } from '../../src/report/run/report-finding.js';
import type { RunReport } from '../../src/report/run/run-report.js';
import { anyFinding, PARTS, settled } from './any-finding.js';
import { anyScenario } from './any-scenario.js';
import { anyPair, anySystem, pairKey } from './any-system.js';
import { anyTest } from './any-test.js';
import { withoutGaps } from './gapless.js';
import { hostileText } from './hostile-text.js';

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
