import type { Finding } from '../finding/finding.js';
import type { RunWriter } from '../host/run-writer.js';
import type { CompatReport, ReportedAcceptance, ReportedContract } from '../report/compat/compat-report.js';
import type { ReportCompatAcceptance, ReportCompatContract } from '../report/run/report-compat.js';

/**
 * Tells a run what comparing versions came to.
 *
 * @param run - takes its findings, those that are accepted among them
 * @param report - located
 * @param durationMs - how long it took
 */
export function reportCompat(run: RunWriter, report: CompatReport, durationMs: number): void {
  const idOf = (finding: Finding, isAccepted: boolean): string => run.finding(finding, { part: 'compat', isAccepted }).id;
  const errors = new Set(
    report.contracts.flatMap(({ findings }) => findings.flatMap((one) => (one.severity === 'error' ? (one.id ?? []) : []))),
  );
  const contracts = report.contracts.map((contract) => ({
    ...reportedContract(contract, idOf),
    verdict: isBreaking(contract, errors) ? ('breaking' as const) : ('compatible' as const),
  }));
  run.add({ type: 'compat', contracts, findingIds: report.findings.map((finding) => idOf(finding, false)) });
  run.add({ type: 'part', part: 'compat', durationMs, subjectCount: report.contracts.length });
}

function reportedContract(
  { provider, kind, older, newer, isUnchanged, semver, deployment, ...rest }: ReportedContract,
  idOf: (finding: Finding, isAccepted: boolean) => string,
): Omit<ReportCompatContract, 'verdict'> {
  return {
    provider,
    kind,
    ...(older === undefined ? {} : { older }),
    ...(newer === undefined ? {} : { newer }),
    isUnchanged,
    semver,
    deployment,
    consumers: rest.consumers.map(({ consumer, verdict, interactionCount, lastSeenOn }) => ({
      consumer,
      verdict,
      interactionCount,
      ...(lastSeenOn === undefined ? {} : { lastSeenOn }),
    })),
    unwatched: rest.unwatched,
    findingIds: rest.findings.map((finding) => idOf(finding, false)),
    ...(rest.toldBeforeIds === undefined ? {} : { toldBeforeIds: rest.toldBeforeIds }),
    accepted: rest.accepted.map((acceptance) => reportedAcceptance(acceptance, idOf(acceptance.finding, true))),
  };
}

/** What stands with a nearer version breaks this one no less, unless it is accepted there. */
function isBreaking({ findings, toldBeforeIds = [], consumers }: ReportedContract, errors: ReadonlySet<string>): boolean {
  const hasError = findings.some(({ severity }) => severity === 'error') || toldBeforeIds.some((id) => errors.has(id));
  return hasError || consumers.some(({ verdict }) => verdict === 'breaks');
}

function reportedAcceptance({ reason, owner, until, untilMajor }: ReportedAcceptance, findingId: string): ReportCompatAcceptance {
  return {
    findingId,
    reason,
    ...(owner === undefined ? {} : { owner }),
    ...(until === undefined ? {} : { until }),
    ...(untilMajor === undefined ? {} : { untilMajor }),
  };
}
