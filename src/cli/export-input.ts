import type { Contract } from '../contract/contract.js';
import type { Finding } from '../finding/finding.js';
import type { Pair } from '../workspace/workspace.js';

/** What a finding is exported from. */
export interface ExportInput {
  readonly finding: Finding;
  readonly contract: Contract;
  readonly pair: Pair;
  /** Where the provider runs; `undefined` when that is decided for each run. */
  readonly url: string | undefined;
  /** How the exported file names the contract: relative to itself, or a URL. */
  readonly contractFile: string;
}
