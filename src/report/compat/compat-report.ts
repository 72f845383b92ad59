import type { Finding } from '../../finding/finding.js';

/** What comparing versions came to, as it is told. */
export interface CompatReport {
  readonly contracts: readonly ReportedContract[];
  /** About no single contract: acceptances, versions that cannot be read. Located. */
  readonly findings: readonly Finding[];
}

/** One contract between two versions. */
export interface ReportedContract {
  readonly provider: string;
  readonly kind: 'openapi' | 'asyncapi';
  /** `undefined` when the contract is new. */
  readonly older: ReportedVersion | undefined;
  /** `undefined` when it is gone. */
  readonly newer: ReportedVersion | undefined;
  readonly isUnchanged: boolean;
  /** Those that count; located on both sides. */
  readonly findings: readonly Finding[];
  /** Ids of its findings that were told of a nearer version already; absent when there are none. */
  readonly toldBeforeIds?: readonly string[] | undefined;
  readonly accepted: readonly ReportedAcceptance[];
  readonly semver: 'major' | 'minor' | 'patch' | 'none';
  readonly deployment: 'any-order' | 'provider-first' | 'consumers-first' | 'none';
  /** By name. */
  readonly consumers: readonly ReportedConsumer[];
  /** Names of consumers that are known and were never watched. */
  readonly unwatched: readonly string[];
}

interface ReportedVersion {
  readonly file: string;
  readonly version: string;
}

/** A finding that a team lives with. */
export interface ReportedAcceptance {
  readonly finding: Finding;
  readonly reason: string;
  readonly owner: string | undefined;
  readonly until: string | undefined;
  readonly untilMajor: number | undefined;
}

/** What it means for one consumer that was watched. */
export interface ReportedConsumer {
  readonly consumer: string;
  readonly verdict: 'breaks' | 'safe' | 'unknown';
  readonly interactionCount: number;
  readonly lastSeenOn: string | undefined;
}

/**
 * All findings that count, in the order in which they are told.
 *
 * @param report - of a run
 */
export function countedFindings({ contracts, findings }: CompatReport): readonly Finding[] {
  return [...contracts.flatMap((contract) => contract.findings), ...findings];
}
