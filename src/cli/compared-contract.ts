import type { Contract } from '../contract/contract.js';
import type { ConsumerVerdict, ContractComparison } from '../compat/contract-comparison.js';
import type { Finding } from '../finding/finding.js';

/** One version of a contract, as it is told. */
export interface ToldVersion {
  /** With its commit in front, as git names files of commits. */
  readonly file: string;
  /** What it calls itself; `''` when it does not. */
  readonly version: string;
}

/** What became of one contract between two versions. */
export interface ComparedContract {
  readonly provider: string;
  readonly kind: 'openapi' | 'asyncapi';
  /** What the contract calls itself; `''` when it could not be read. */
  readonly title: string;
  /** `undefined` when the contract is new. */
  readonly older: ToldVersion | undefined;
  /** `undefined` when it is gone. */
  readonly newer: ToldVersion | undefined;
  /** Whether the two say the same, to the letter. */
  readonly isUnchanged: boolean;
  /** Located on both sides, each with its `id`. */
  readonly findings: readonly Finding[];
  /** Ids of its findings that were told of a nearer version already; absent when there are none. */
  readonly toldBeforeIds?: readonly string[] | undefined;
  readonly semver: ContractComparison['semver'];
  readonly deployment: ContractComparison['deployment'];
  readonly consumers: readonly ConsumerVerdict[];
  /** Ids of the operations and channels of both versions. */
  readonly operations: ReadonlySet<string>;
}

/**
 * Ids of all that findings about a contract may speak of.
 *
 * @param contracts - those of its versions that are there
 */
export function operationIdsOf(contracts: readonly (Contract | undefined)[]): ReadonlySet<string> {
  return new Set(
    contracts.flatMap((contract) =>
      contract === undefined ? [] : [...contract.operations, ...contract.eventOperations, ...contract.channels].map(({ id }) => id),
    ),
  );
}
