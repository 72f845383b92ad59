import { HostError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import type { CheckPorts } from './pair-run.js';
import type { PairResult } from './run-pair.js';
import { runPair } from './run-pair.js';

/** What came of one pair. `untested` says why nothing was judged, and whether that is somebody's failure. */
export type PairOutcome =
  | { readonly kind: 'tested'; readonly result: PairResult }
  | { readonly kind: 'failed'; readonly pair: Pair; readonly error: HostError }
  | { readonly kind: 'skipped'; readonly pair: Pair; readonly reason: string };

export interface RunSuiteInput {
  readonly workspace: Workspace;
  /** Those of the workspace that are wanted, in order. */
  readonly pairs: readonly Pair[];
  /** The contract of a system that has one. */
  readonly contractOf: (system: System) => Promise<Contract>;
  readonly signal: AbortSignal;
  readonly onPairStart?: ((pair: Pair, index: number) => void) | undefined;
  readonly onPairEnd?: ((outcome: PairOutcome, index: number) => void) | undefined;
}

/**
 * Tests pair after pair. What the world does to one pair (a program that does not start) ends that pair only; when the signal is aborted the
 * pairs that are left are skipped.
 *
 * @param input - which pairs
 * @param ports - how calls are made and providers brought up
 * @returns one outcome for each pair, in the order given
 * @throws InputError when a contract cannot be read
 */
export async function runSuite(input: RunSuiteInput, ports: CheckPorts): Promise<readonly PairOutcome[]> {
  const outcomes: PairOutcome[] = [];
  for (const [index, pair] of input.pairs.entries()) {
    input.onPairStart?.(pair, index);
    const outcome = await outcomeOf(pair, input, ports);
    outcomes.push(outcome);
    input.onPairEnd?.(outcome, index);
  }
  return outcomes;
}

async function outcomeOf(pair: Pair, input: RunSuiteInput, ports: CheckPorts): Promise<PairOutcome> {
  const { workspace, contractOf, signal } = input;
  const skipped = (reason: string): PairOutcome => ({ kind: 'skipped', pair, reason });
  if (signal.aborted) return skipped('stopped');
  const provider = workspace.systems.get(pair.provider);
  if (provider?.openapi === undefined) return skipped('the provider has no OpenAPI document');
  const asked = pair.auth?.kind === 'login' && pair.auth.system !== undefined ? workspace.systems.get(pair.auth.system) : undefined;
  const contract = await contractOf(provider);
  const loginContract = asked?.openapi === undefined ? undefined : await contractOf(asked);
  try {
    return { kind: 'tested', result: await runPair({ pair, contract, loginContract, signal }, ports) };
  } catch (error) {
    if (signal.aborted) return skipped('stopped');
    if (error instanceof HostError) return { kind: 'failed', pair, error };
    throw error;
  }
}
