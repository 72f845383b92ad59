/** What is said of a break that a team lives with, for a reason and for a time. */
export interface AcceptanceTerms {
  /** Of the finding: a fingerprint of what it means, so it survives every edit that does not change that. */
  readonly id: string;
  /** For people; nothing is decided by it. */
  readonly what: string | undefined;
  /** The provider whose contract it is. */
  readonly contract: string | undefined;
  readonly operation: string | undefined;
  readonly reason: string;
  readonly owner: string | undefined;
  /** The last day on which it is accepted: `2027-01-31`. */
  readonly until: string | undefined;
  /** Accepted while the newer contract's major version is below this one. */
  readonly untilMajor: number | undefined;
}
