import type { Operation } from '../../contract/contract.js';
import type { CaseRunner } from '../case-runner.js';
import type { RequestContext } from '../request/request-context.js';

/** What a phase works with. */
export interface PhaseInput {
  readonly runner: CaseRunner;
  readonly context: RequestContext;
}

/** Tests one operation in one way. */
export type RunPhase = (input: PhaseInput, operation: Operation) => Promise<void>;
