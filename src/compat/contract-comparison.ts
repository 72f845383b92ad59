import type { ComparisonMode } from '../schema/inclusion/schema-comparison.js';
import type { Finding } from '../finding/finding.js';
import type { Usage } from './usage/usage.js';

/** How two versions of a contract are compared. */
export interface ContractComparisonOptions {
  /** What consumers were seen to need of this provider; empty when nobody was watched. */
  readonly usage: readonly Usage[];
  /** Default `robust`. */
  readonly mode?: ComparisonMode;
  /** Which side of an event may be of the older version while the other is of the newer: default both, `full`. */
  readonly events?: EventMode;
  /** Default `'0'`. */
  readonly seed?: string;
  /** `YYYY-MM-DD`: what was deprecated with a sunset before it may go. Without it no sunset has passed. */
  readonly today?: string;
  /** The provider's name in the workspace, for the findings; default the contract's title. */
  readonly provider?: string;
}

/**
 * As schema registries have it. `backward`: a receiver of the newer version reads what the older one sent. `forward`: a receiver of the
 * older version reads what the newer one sends. `full`: both.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html
 */
export type EventMode = 'backward' | 'forward' | 'full';

/** What the newer contract does to those who rely on the older one. Identical input, identical bytes. */
export interface ContractComparison {
  /** One for each cause, worst first, then by place. Each has `compat`. */
  readonly findings: readonly Finding[];
  /** The least step of the version that tells the truth (semver.org); `none` when the two mean the same. */
  readonly semver: 'major' | 'minor' | 'patch' | 'none';
  /** Which side has to go first so that nothing breaks in between. */
  readonly deployment: DeploymentAdvice;
  /** One for each consumer of `usage`, by name. */
  readonly consumers: readonly ConsumerVerdict[];
}

/** `none`: no order keeps it whole, the two have to change together (or the change has to be split). */
export type DeploymentAdvice = 'any-order' | 'provider-first' | 'consumers-first' | 'none';

/** What it means for one consumer that was watched. */
export interface ConsumerVerdict {
  readonly consumer: string;
  readonly verdict: 'breaks' | 'safe' | 'unknown';
  /** What the verdict rests on. */
  readonly interactionCount: number;
  readonly lastSeenOn: string | undefined;
  /** Ids of the findings that break it or are unknown for it, in order. */
  readonly findings: readonly string[];
}
