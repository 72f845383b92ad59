import type { ReportedConsumer, ReportedContract } from '../compat/compat-report.js';

/** What comparing versions of contracts came to; the findings themselves are with the others. */
export interface ReportCompat {
  readonly contracts: readonly ReportCompatContract[];
  /** Of no single contract: acceptances, versions that cannot be read; by id. */
  readonly findingIds: readonly string[];
}

/** One contract between two versions. */
export interface ReportCompatContract {
  readonly provider: string;
  readonly kind: 'openapi' | 'asyncapi';
  /** Left out when the contract is new. */
  readonly older?: { readonly file: string; readonly version: string };
  /** Left out when it is gone. */
  readonly newer?: { readonly file: string; readonly version: string };
  readonly isUnchanged: boolean;
  /** What the consumers that are known come to: `breaks` when one of them, or anybody, may break. */
  readonly verdict: 'breaking' | 'compatible';
  readonly semver: ReportedContract['semver'];
  /** Which side goes first. */
  readonly deployment: ReportedContract['deployment'];
  /** By name. */
  readonly consumers: readonly ReportCompatConsumer[];
  /** Names of consumers that are known and were never watched. */
  readonly unwatched: readonly string[];
  /** Of its findings that count, by id. */
  readonly findingIds: readonly string[];
  /** Of its findings that stand with a nearer version already, by id; left out when there are none. */
  readonly toldBeforeIds?: readonly string[];
  readonly accepted: readonly ReportCompatAcceptance[];
}

export interface ReportCompatConsumer {
  readonly consumer: string;
  readonly verdict: ReportedConsumer['verdict'];
  readonly interactionCount: number;
  /** `YYYY-MM-DD`. */
  readonly lastSeenOn?: string;
}

/** A finding that a team lives with. */
export interface ReportCompatAcceptance {
  readonly findingId: string;
  readonly reason: string;
  readonly owner?: string;
  /** The last day: `2026-03-31`. */
  readonly until?: string;
  readonly untilMajor?: number;
}
