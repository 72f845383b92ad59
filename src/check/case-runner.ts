import type { Contract, Operation } from '../contract/contract.js';
import type { Exchange } from '../journal/exchange.js';
import type { RequestProblem } from '../wire/judge-request.js';
import type { Pair } from '../workspace/workspace.js';
import type { CheckSettings } from './check-settings.js';
import type { Judgement } from './finding-from-failure.js';
import type { TestCase } from './test-case.js';
import type { ValuePool } from './value-pool.js';

/** What a phase may do with a pair: send cases, and say what is wrong. */
export interface CaseRunner {
  readonly contract: Contract;
  readonly pair: Pair;
  /** Those of the pair that can be called, in an order in which data exist before they are asked for. */
  readonly operations: readonly Operation[];
  /** The same seed draws the same cases. */
  readonly seed: string;
  /** How many cases are drawn for an operation. */
  readonly caseCount: number;
  readonly settings: CheckSettings;
  readonly pool: ValuePool;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
  /** Where the provider answers: an absolute `Location` is followed when it leads there. */
  readonly baseUrl: string;
  /** Gives a provider time to come to rest, for as long as a sequence needs it; ends early with `signal`. */
  pause(durationMs: number): Promise<void>;
  /** Whether the provider is a mock that keeps no state and looks at no credential. */
  isMock(): boolean;
  /**
   * Sends a case: with credentials, paced, recorded, learned from. Judges nothing.
   *
   * @param earlier - the exchanges of the sequence so far, for captures of kind `step`
   */
  call(testCase: TestCase, earlier?: readonly Exchange[]): Promise<Called>;
  /**
   * Sends a case and judges the answer by every check of a single exchange; a failure is tried again, made smaller and reported.
   *
   * @param smaller - cases smaller than the one that failed, most promising first; none by default
   */
  test(testCase: TestCase, options?: TestOptions): Promise<Called>;
  /** Keeps a finding with the calls that show it, the last one as its witness, unless its cause is known. */
  report(judgement: Judgement, steps: readonly CalledStep[]): void;
  /** Whether a finding of the same cause was reported before: what is known is not made smaller again. */
  isKnown(judgement: Judgement): boolean;
}

export interface TestOptions {
  readonly earlier?: readonly Exchange[] | undefined;
  readonly smaller?: ((testCase: TestCase) => Iterable<TestCase>) | undefined;
}

/** What became of a case. */
export type Called =
  | ({ readonly kind: 'exchange' } & CalledStep)
  /** Not sent: on the wire it is not what it is meant to be, or there is no form for it. `problems`: what the contract has against values meant to keep it. */
  | { readonly kind: 'withheld'; readonly reason: string; readonly problems?: readonly RequestProblem[] | undefined };

/** A case that was sent, and what came of it; `exchange.response` is `undefined` when nobody answered. */
export interface CalledStep {
  readonly testCase: TestCase;
  readonly exchange: Exchange;
  /** What the contract has against the request as it stood on the wire; empty for a valid one. */
  readonly requestProblems: readonly RequestProblem[];
  /** Why nobody answered, in the client's words. */
  readonly silence?: string | undefined;
}
