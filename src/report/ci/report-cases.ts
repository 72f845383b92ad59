import { textFromPair } from '../../workspace/workspace.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { ReportScenario } from '../run/report-scenario.js';
import type { ReportLane, ReportTest } from '../run/report-test.js';
import type { RunReport } from '../run/run-report.js';

/** One suite of a report: a pair, the lint of the contracts, the scenarios. */
export interface ReportSuite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly ReportCase[];
}

/** One test case as a person reads it: `createOrder · coverage`. */
export interface ReportCase {
  readonly name: string;
  /** 0 when it was not measured by itself. */
  readonly durationMs: number;
  /** All that were found by it; those of severity error that nobody accepted make it fail. */
  readonly findings: readonly ReportFinding[];
  /** Why it was not run; `undefined` when it was. */
  readonly skipped?: string | undefined;
  /** Why it could not be run: the world's failure. */
  readonly error?: string | undefined;
}

/**
 * A report as suites of test cases, as CI servers show it: each finding is in exactly one of them.
 *
 * @param report - of a run
 */
export function suitesFromReport(report: RunReport): readonly ReportSuite[] {
  const left = new Set(report.findings);
  const take = (isWanted: (finding: ReportFinding) => boolean): readonly ReportFinding[] => {
    const taken = [...left].filter(isWanted);
    for (const finding of taken) left.delete(finding);
    return taken;
  };
  const suites = [
    lintSuite(report, take),
    compatSuite(report, take),
    ...report.tests.map((test) => pairSuite(test, take)),
    transformationSuite(report, take),
    scenarioSuite(report, take),
  ];
  // Of the run as a whole: a baseline, an acceptance; or of what was cut off.
  const rest = take(() => true);
  const others = rest.length === 0 ? [] : [{ name: 'run', durationMs: 0, cases: [{ name: 'run', durationMs: 0, findings: rest }] }];
  return [...suites.filter(({ cases }) => cases.length > 0), ...others];
}

type Take = (isWanted: (finding: ReportFinding) => boolean) => readonly ReportFinding[];

function durationOf({ run }: RunReport, part: 'lint' | 'compat' | 'scenario'): number {
  return run.parts.find((one) => one.part === part)?.durationMs ?? 0;
}

/** A case for each contract that is known, and for each other file that a finding names. */
function lintSuite(report: RunReport, take: Take): ReportSuite {
  const hasRun = report.run.parts.some(({ part }) => part === 'lint');
  const files = new Set(hasRun ? report.workspace.systems.flatMap(({ contractFiles }) => contractFiles) : []);
  for (const { part, place } of report.findings) if (part === 'lint') files.add(place?.file ?? '');
  const cases = [...files].map((file) => ({
    name: file === '' ? 'workspace' : file,
    durationMs: 0,
    findings: take((finding) => finding.part === 'lint' && (finding.place?.file ?? '') === file),
  }));
  return { name: 'lint', durationMs: durationOf(report, 'lint'), cases };
}

function compatSuite(report: RunReport, take: Take): ReportSuite {
  const cases = (report.compat?.contracts ?? []).map(({ provider, kind, findingIds, accepted }) => {
    const ids = new Set([...findingIds, ...accepted.map(({ findingId }) => findingId)]);
    return { name: `${provider} (${kind})`, durationMs: 0, findings: take(({ id, part }) => part === 'compat' && ids.has(id)) };
  });
  const rest = take(({ part }) => part === 'compat');
  const all = rest.length === 0 ? cases : [...cases, { name: 'acceptances', durationMs: 0, findings: rest }];
  return { name: 'compat', durationMs: durationOf(report, 'compat'), cases: all };
}

function pairSuite(test: ReportTest, take: Take): ReportSuite {
  const name = textFromPair(test);
  const own = take(({ part, pair }) => part === 'test' && pair?.consumer === test.consumer && pair.provider === test.provider);
  const alone = (one: Partial<ReportCase>): ReportSuite => ({
    name,
    durationMs: 0,
    cases: [{ name, durationMs: 0, findings: own, ...one }],
  });
  if (test.kind === 'failed') return alone({ error: test.message });
  if (test.kind === 'skipped') return alone({ skipped: test.reason });
  return { name, durationMs: test.durationMs, cases: casesOfLanes(name, test.lanes, own) };
}

function casesOfLanes(pair: string, lanes: readonly ReportLane[], findings: readonly ReportFinding[]): readonly ReportCase[] {
  const byLane = new Map<ReportLane | undefined, ReportFinding[]>();
  for (const finding of findings) {
    const lane = laneOf(finding, lanes);
    const known = byLane.get(lane);
    if (known === undefined) byLane.set(lane, [finding]);
    else known.push(finding);
  }
  const homeless = byLane.get(undefined) ?? [];
  return [
    ...(homeless.length === 0 ? [] : [{ name: pair, durationMs: 0, findings: homeless }]),
    ...lanes.map((lane) => {
      const found = byLane.get(lane) ?? [];
      const skipped = lane.durationMs === undefined && found.length === 0 ? 'not run to its end' : undefined;
      return { name: lane.title, durationMs: lane.durationMs ?? 0, findings: found, skipped };
    }),
  ];
}

/** The lane that shows a finding: of its phase and its operation, or of the operation that began its sequence. */
function laneOf({ operation, replay }: ReportFinding, lanes: readonly ReportLane[]): ReportLane | undefined {
  const [first] = replay?.steps ?? [];
  const phase = replay?.steps.at(-1)?.phase;
  const isOfEvents = replay?.steps.some(({ event }) => event !== undefined) === true;
  const ofPhase = lanes.filter((lane) => (phase === undefined || lane.phase === phase) && (lane.isOfEvents === true) === isOfEvents);
  return ofPhase.find((lane) => lane.operation === operation) ?? ofPhase.find((lane) => lane.operation === first?.operation);
}

function transformationSuite({ transformations }: RunReport, take: Take): ReportSuite {
  const cases = transformations.map(({ name, findingIds }) => {
    const ids = new Set(findingIds);
    return { name, durationMs: 0, findings: take(({ id }) => ids.has(id)) };
  });
  return { name: 'transformations', durationMs: 0, cases };
}

function scenarioSuite(report: RunReport, take: Take): ReportSuite {
  const cases = report.scenarios.map((scenario) => scenarioCase(scenario, take));
  return { name: 'scenarios', durationMs: durationOf(report, 'scenario'), cases };
}

function scenarioCase({ name, outcome, error, world, durationMs }: ReportScenario, take: Take): ReportCase {
  return {
    name,
    // Simulated time is nobody's time.
    durationMs: world === 'real' ? durationMs : 0,
    findings: take((finding) => finding.part === 'scenario' && finding.scenario === name),
    skipped: outcome === 'skipped' ? 'not run: stopped' : undefined,
    error: outcome === 'failed' ? (error?.message ?? 'failed') : undefined,
  };
}
