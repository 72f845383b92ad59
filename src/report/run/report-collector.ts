import type { FindingAfterwards, RecordLine, RunBeginning, RunEnding } from './record-line.js';
import type { ReportCompat } from './report-compat.js';
import type { ReportFinding } from './report-finding.js';
import type { ReportScenario } from './report-scenario.js';
import type { ReportTest, ReportTransformationResult } from './report-test.js';
import type { ReportWorkspace } from './report-workspace.js';
import type { ReportPart, RunReport } from './run-report.js';

/** Takes the lines of a record one by one: a run that goes on and one that is read back come to their report in the same way. */
export interface ReportCollector {
  add(line: RecordLine): void;
  /** Notes a line that says nothing to us. */
  passOver(): void;
  /** Of all findings so far, those that came last included. */
  findings(): readonly ReportFinding[];
  /** @returns `undefined` when no line said which run it is */
  report(): RunReport | undefined;
}

/** A report of nothing yet. */
export function createReportCollector(): ReportCollector {
  const seen: Seen = { findings: new Map(), tests: [], transformations: [], scenarios: [], parts: [], passedOverCount: 0 };
  return {
    add: (line) => addTo(seen, line),
    passOver: () => {
      seen.passedOverCount += 1;
    },
    findings: () => [...seen.findings.values()],
    report: () => (seen.beginning === undefined ? undefined : reportFrom(seen, seen.beginning)),
  };
}

interface Seen {
  beginning?: RunBeginning;
  workspace?: ReportWorkspace;
  /** By id. */
  readonly findings: Map<string, ReportFinding>;
  readonly tests: ReportTest[];
  readonly transformations: ReportTransformationResult[];
  readonly scenarios: ReportScenario[];
  compat?: ReportCompat;
  readonly parts: ReportPart[];
  ending?: RunEnding;
  passedOverCount: number;
}

function addTo(seen: Seen, line: RecordLine): void {
  switch (line.type) {
    case 'run':
      seen.beginning ??= withoutType(line);
      return;
    case 'workspace':
      seen.workspace = withoutType(line);
      return;
    case 'finding':
      seen.findings.set(line.id, withoutType(line));
      return;
    case 'afterwards':
      for (const known of line.findings) complete(seen.findings, known);
      return;
    case 'pair':
      seen.tests.push(withoutType(line));
      return;
    case 'transformation':
      seen.transformations.push(withoutType(line));
      return;
    case 'scenario':
      seen.scenarios.push(withoutType(line));
      return;
    case 'compat':
      seen.compat = withoutType(line);
      return;
    case 'part':
      seen.parts.push(withoutType(line));
      return;
    case 'summary':
      seen.ending = withoutType(line);
  }
}

function complete(findings: Map<string, ReportFinding>, { id, line, column, count, isAccepted }: FindingAfterwards): void {
  const finding = findings.get(id);
  if (finding === undefined) return;
  const { place } = finding;
  findings.set(id, {
    ...finding,
    ...(place === undefined || line === undefined ? {} : { place: { ...place, line, ...(column === undefined ? {} : { column }) } }),
    ...(count === undefined ? {} : { args: { ...finding.args, count } }),
    ...(isAccepted === undefined ? {} : { isAccepted }),
  });
}

function reportFrom(seen: Seen, beginning: RunBeginning): RunReport {
  const { findings, tests, transformations, scenarios, compat, parts, ending, passedOverCount } = seen;
  const { id, version, command, seed, args, startedAtMs, since } = beginning;
  return {
    run: {
      id,
      version,
      command,
      seed,
      args,
      startedAtMs,
      durationMs: ending?.durationMs ?? 0,
      stopped: ending?.stopped ?? false,
      parts: [...parts],
      isComplete: ending !== undefined,
      ...(since === undefined ? {} : { since }),
      passedOverCount,
    },
    workspace: seen.workspace ?? NO_WORKSPACE,
    findings: [...findings.values()],
    tests: [...tests],
    transformations: [...transformations],
    scenarios: [...scenarios],
    ...(compat === undefined ? {} : { compat }),
  };
}

const NO_WORKSPACE: ReportWorkspace = { name: '', file: '', systems: [], pairs: [], models: [], transformations: [] };

/** Of a union each by itself. */
type Untyped<Line> = Line extends RecordLine ? Omit<Line, 'type'> : never;

function withoutType<Line extends RecordLine>({ type: _, ...rest }: Line): Untyped<Line> {
  return rest as Untyped<Line>;
}
