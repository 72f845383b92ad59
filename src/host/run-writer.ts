import type { RunHeader } from '../check/run-record.js';
import { invariant } from '../base/errors.js';
import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { FindingAfterwards, RecordLine } from '../report/run/record-line.js';
import { textFromRecordLine } from '../report/run/record-line.js';
import { createReportCollector } from '../report/run/report-collector.js';
import type { ReportFinding, ReportPartName } from '../report/run/report-finding.js';
import type { RunReport } from '../report/run/run-report.js';
import type { RecordFile } from './record-file.js';

/** A run as it goes: what is told is written down at once, and makes the report. */
export interface RunWriter {
  /** Of the record; `undefined` when there is none. */
  readonly file: string | undefined;
  /** The line of a call: of the record only, no report reads it. */
  exchange(line: string): void;
  add(line: RecordLine): void;
  /** Gives a finding what it is in this run: an id of its own, and whether it is new. */
  finding(finding: Finding, as: FindingRole): ReportFinding;
  /**
   * Tells what is known of the findings of a part only now that it is over.
   *
   * @param texts - of contracts, by file: where places are looked up
   * @param counted - findings that have their `args.count`, by id
   */
  settle(part: ReportPartName, texts: ReadonlyMap<string, string>, counted?: readonly Finding[]): void;
  /** Tells that findings are accepted. */
  accept(ids: ReadonlySet<string>): void;
  report(): RunReport;
  /** A second time does nothing. */
  close(): void;
}

/** What a finding is in its run. */
export interface FindingRole {
  readonly part: ReportPartName;
  /** The name of the scenario that showed it. */
  readonly scenario?: string | undefined;
  readonly isAccepted?: boolean | undefined;
}

/** A run before: what it had is not new. */
export interface EarlierRun {
  readonly id: string;
  readonly startedAtMs: number;
  readonly findingIds: ReadonlySet<string>;
}

/**
 * The writer of a run that begins.
 *
 * @param header - of the run
 * @param record - where it goes, its header already written; `undefined` for nowhere
 * @param since - the run that it is compared with
 */
export function createRunWriter(header: RunHeader, record: RecordFile | undefined, since?: EarlierRun): RunWriter {
  const collector = createReportCollector();
  const ids = new Map<string, number>();
  let isClosed = false;
  const { id, version, command, seed, args, startedAtMs } = header;
  const earlier = header.since === undefined ? {} : { since: header.since };
  collector.add({ type: 'run', id, version, command, seed, args, startedAtMs, ...earlier });
  const add = (line: RecordLine): void => {
    collector.add(line);
    record?.write(textFromRecordLine(line));
  };
  const tellAfterwards = (findings: readonly FindingAfterwards[]): void => {
    if (findings.length > 0) add({ type: 'afterwards', findings });
  };
  const ofPart = (part: ReportPartName): readonly ReportFinding[] => collector.findings().filter((finding) => finding.part === part);
  return {
    file: record?.file,
    exchange: (line) => record?.write(line),
    add,
    finding: (finding, role) => {
      const known = reportedFinding(finding, role, ids);
      const reported = since === undefined ? known : { ...known, isNew: !since.findingIds.has(known.id) };
      add({ type: 'finding', ...reported });
      return reported;
    },
    settle: (part, texts, counted = []) => {
      const counts = new Map(counted.map((finding) => [finding.id, finding.args['count']] as const));
      const own = ofPart(part);
      const located = locateFindings(own, texts);
      tellAfterwards(own.flatMap((finding, index) => afterwardsOf(finding, located[index], counts.get(finding.id))));
    },
    accept: (accepted) => tellAfterwards([...accepted].map((one) => ({ id: one, isAccepted: true }))),
    report: () => {
      const report = collector.report();
      invariant(report !== undefined, 'the line of the run was told first');
      return report;
    },
    close: () => {
      if (!isClosed) record?.close();
      isClosed = true;
    },
  };
}

/** Of the same cause a second time the id says so: no report may take two findings for one. */
function reportedFinding(finding: Finding, { part, scenario, isAccepted = false }: FindingRole, ids: Map<string, number>): ReportFinding {
  const cause = finding.id ?? fingerprintOf(finding);
  const count = (ids.get(cause) ?? 0) + 1;
  ids.set(cause, count);
  const id = count === 1 ? cause : `${cause}.${count}`;
  // As JSON has it: what is absent is not there.
  const plain = JSON.parse(JSON.stringify(finding)) as Finding;
  return { ...plain, id, part, isAccepted, ...(scenario === undefined ? {} : { scenario }) };
}

function afterwardsOf(finding: ReportFinding, located: Finding | undefined, count: unknown): readonly FindingAfterwards[] {
  const { line, column } = located?.place ?? {};
  const isLocated = line !== undefined && finding.place?.line === undefined;
  const isCounted = typeof count === 'number' && finding.args['count'] !== count;
  if (!isLocated && !isCounted) return [];
  return [
    {
      id: finding.id,
      ...(isLocated ? { line, ...(column === undefined ? {} : { column }) } : {}),
      ...(isCounted ? { count } : {}),
    },
  ];
}
