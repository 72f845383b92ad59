import type { Contract } from '../../contract/contract.js';
import type { Pair } from '../../workspace/workspace.js';
import type { Suggest } from '../slot.js';

/** What the requests of a pair are made from, beside the operation. */
export interface RequestContext {
  readonly contract: Contract;
  /** Its headers, parameters and fixtures win over made values. */
  readonly pair: Pair;
  /** Asked for each value anew: what the provider gave out in the meantime is used. */
  readonly suggest: Suggest;
  /** `''` or a prefix without a trailing slash. */
  readonly basePath: string;
}
