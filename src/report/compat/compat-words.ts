import type { AffectedConsumer, Finding } from '../../finding/finding.js';
import type { Severity } from '../../finding/severity.js';
import { countsOf, summaryText } from '../finding-text.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import type { CompatReport, ReportedAcceptance, ReportedConsumer, ReportedContract } from './compat-report.js';
import { countedFindings } from './compat-report.js';

/**
 * What a finding is about and says, in one clause: `getOrder: …`.
 *
 * @param finding - of a comparison
 */
export function titleOf(finding: Finding): string {
  return `${finding.operation === undefined ? '' : `${finding.operation}: `}${wordsOfFinding(finding).what}`;
}

/**
 * What a consumer was seen to do: `storefront (reads order.total in 12 interactions, last seen 2026-11-18)`.
 *
 * @param consumer - with its evidence
 */
export function textOfConsumer({ consumer, verdict, interactionCount, lastSeenOn, evidence }: AffectedConsumer): string {
  const seen = lastSeenOn === undefined ? '' : `, last seen ${lastSeenOn}`;
  const count = interactionsText(interactionCount);
  // Who is safe has not done what would matter: how often it was watched is what that rests on.
  if (verdict === 'safe' || evidence === '') return `${consumer} (${count}${seen})`;
  return `${consumer} (${/\binteractions?\b/.test(evidence) ? evidence : `${evidence} in ${count}`}${seen})`;
}

/**
 * What a change means for the consumers that are known, those that break first.
 *
 * @param contract - with its consumers by name
 * @returns `''` when none is known
 */
export function consumersText({ consumers, unwatched }: Pick<ReportedContract, 'consumers' | 'unwatched'>): string {
  const of = (verdict: ReportedConsumer['verdict']): readonly string[] =>
    consumers.filter((one) => one.verdict === verdict).map(textOfVerdict);
  const others = unwatched.map((consumer) => `${consumer} was never watched`);
  return [...of('breaks'), ...of('unknown'), ...of('safe'), ...others].join(', ');
}

function textOfVerdict({ consumer, verdict, interactionCount, lastSeenOn }: ReportedConsumer): string {
  const seen = lastSeenOn === undefined ? '' : `, last seen ${lastSeenOn}`;
  return `${consumer} ${CONSUMER_VERDICTS[verdict]} (${interactionsText(interactionCount)}${seen})`;
}

/** What a difference means for consumers that nobody watched, by its weight. */
export const UNKNOWN_CONSUMERS: Readonly<Record<Severity, string>> = { error: 'breaking', warning: 'may break', info: 'safe' };

/** Which side goes first. */
export const DEPLOYMENTS: Readonly<Record<ReportedContract['deployment'], string>> = {
  'any-order': 'in any order',
  'provider-first': 'the provider first, then its consumers',
  'consumers-first': 'the consumers first, then the provider',
  none: 'no order keeps it whole: split the change, or switch all at once',
};

/**
 * Whether all that differs stands with a nearer version of the same contract.
 *
 * @param contract - `findings` are those that count, whole or by id
 */
export function isAllToldBefore({ findings, accepted, toldBeforeIds = [] }: ToldContract): boolean {
  return toldBeforeIds.length > 0 && findings.length === 0 && accepted.length === 0;
}

interface ToldContract {
  readonly findings: readonly unknown[];
  readonly accepted: readonly unknown[];
  readonly toldBeforeIds?: readonly string[] | undefined;
}

/** What is said of a contract of which `isAllToldBefore` holds. */
export const ALL_TOLD_BEFORE = 'all that differs is told with a nearer version';

/**
 * The two versions: `1.4.0 → 1.5.0`.
 *
 * @returns `''` when neither calls itself anything
 */
export function versionsText({ older, newer }: Pick<ReportedContract, 'older' | 'newer'>): string {
  const versions = [older?.version ?? '', newer?.version ?? ''].filter((version) => version !== '');
  return [...new Set(versions)].join(' → ');
}

/**
 * The two files: `main:orders.yaml → orders.yaml`.
 *
 * @param contract - one of its versions may be missing
 */
export function filesText({ older, newer }: Pick<ReportedContract, 'older' | 'newer'>): string {
  if (older === undefined) return `${newer?.file ?? ''} (new)`;
  return newer === undefined ? `${older.file} (gone)` : `${older.file} → ${newer.file}`;
}

/**
 * How it ended: `2 errors, 1 warning; 1 accepted; 24 contracts unchanged`.
 *
 * @param report - of a run
 */
export function endingText(report: CompatReport): string {
  const acceptedCount = report.contracts.flatMap(({ accepted }) => accepted).length;
  const unchangedCount = report.contracts.filter(({ isUnchanged }) => isUnchanged).length;
  return [
    summaryText(countsOf(countedFindings(report))),
    acceptedCount === 0 ? '' : `${acceptedCount} accepted`,
    unchangedCount === 0 ? '' : `${unchangedCount} contract${unchangedCount === 1 ? '' : 's'} unchanged`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/**
 * On which terms a finding is accepted: `until 2027-01-31, by team-orders: the reason`.
 *
 * @param acceptance - of it
 */
export function termsText({ reason, owner, until, untilMajor }: Omit<ReportedAcceptance, 'finding'>): string {
  const times = [until === undefined ? '' : `until ${until}`, untilMajor === undefined ? '' : `until major ${untilMajor}`];
  return `${[...times, owner === undefined ? '' : `by ${owner}`].filter((part) => part !== '').join(', ')}: ${reason}`;
}

function interactionsText(count: number): string {
  return `${count} interaction${count === 1 ? '' : 's'}`;
}

const CONSUMER_VERDICTS: Readonly<Record<ReportedConsumer['verdict'], string>> = {
  breaks: 'breaks',
  safe: 'is safe',
  unknown: 'is not known to be safe',
};
