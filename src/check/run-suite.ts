import { HostError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import { askedSystems } from '../workspace/asked-systems.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import type { Hooks } from './hooks/hooks.js';
import type { PairResult } from './pair-testing.js';
import type { Shard } from './plan-lanes.js';
import type { CheckPorts } from './ports.js';
import { runPair } from './run-pair.js';
import { runSideBySide } from './side-by-side.js';
import type { TestingChoices } from './testing-options.js';

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
  /** The contract of events of a system that has one; without it no events are tested. */
  readonly eventContractOf?: ((system: System) => Promise<Contract>) | undefined;
  /** The user's own functions for a pair. */
  readonly hooksOf?: ((pair: Pair) => Promise<Hooks | undefined>) | undefined;
  readonly options?: TestingChoices | undefined;
  /** The part of the lanes that is run; `laneOffsets`: for each pair, how many lanes stand before its own. */
  readonly shard?: (Shard & { readonly laneOffsets: readonly number[] }) | undefined;
  /** How many pairs are tested at a time. Default 1. */
  readonly pairWorkers?: number | undefined;
  readonly signal: AbortSignal;
  readonly onPairStart?: ((pair: Pair, index: number) => void) | undefined;
  readonly onPairEnd?: ((outcome: PairOutcome, index: number) => void) | undefined;
  /** Surrounds all that is done for a pair: what asks within knows whose it is. Default nothing. */
  readonly within?: (<Result>(pair: Pair, act: () => Promise<Result>) => Promise<Result>) | undefined;
}

/**
 * Tests pairs, in order. What the world does to one pair (a program that does not start) ends that pair only; when the signal is aborted the
 * pairs that are left are skipped.
 *
 * @param input - which pairs
 * @param ports - how calls are made and providers brought up
 * @returns one outcome for each pair, in the order given
 * @throws InputError when a contract cannot be read
 */
export async function runSuite(input: RunSuiteInput, ports: CheckPorts): Promise<readonly PairOutcome[]> {
  const outcomes = new Map<number, PairOutcome>();
  await runSideBySide(input.pairs, input.pairWorkers ?? 1, async (pair, index) => {
    input.onPairStart?.(pair, index);
    const test = (): Promise<PairOutcome> => outcomeOf({ pair, index }, input, ports);
    const outcome = await (input.within === undefined ? test() : input.within(pair, test));
    outcomes.set(index, outcome);
    input.onPairEnd?.(outcome, index);
  });
  return input.pairs.flatMap((_, index) => outcomes.get(index) ?? []);
}

async function outcomeOf({ pair, index }: { pair: Pair; index: number }, input: RunSuiteInput, ports: CheckPorts): Promise<PairOutcome> {
  const { workspace, contractOf, signal, options } = input;
  const skipped = (reason: string): PairOutcome => ({ kind: 'skipped', pair, reason });
  if (signal.aborted) return skipped('stopped');
  const provider = workspace.systems.get(pair.provider);
  const hasEvents = provider?.asyncapi !== undefined && input.eventContractOf !== undefined;
  if (provider === undefined || (provider.openapi === undefined && !hasEvents)) return skipped('the provider has no OpenAPI document');
  const contract = provider.openapi === undefined ? undefined : await contractOf(provider);
  const eventContract = hasEvents ? await input.eventContractOf?.(provider) : undefined;
  const callContracts = await callContractsOf(pair, input);
  const loginContracts = new Map<string, Contract>();
  for (const name of askedSystems(pair)) {
    const asked = workspace.systems.get(name);
    if (asked?.openapi !== undefined) loginContracts.set(name, await contractOf(asked));
  }
  const hooks = await input.hooksOf?.(pair);
  const { laneOffsets, ...part } = input.shard ?? { laneOffsets: [], index: 1, count: 1 };
  const shard = input.shard === undefined ? undefined : { ...part, laneOffset: laneOffsets[index] ?? 0 };
  const whole = { pair, contract, eventContract, callContracts, loginContracts, hooks, options, shard, signal };
  try {
    return { kind: 'tested', result: await runPair(whole, ports) };
  } catch (error) {
    if (signal.aborted) return skipped('stopped');
    if (error instanceof HostError) return { kind: 'failed', pair, error };
    throw error;
  }
}

/** Of the systems whose operations make senders send. */
async function callContractsOf(pair: Pair, { workspace, contractOf }: RunSuiteInput): Promise<ReadonlyMap<string, Contract>> {
  const contracts = new Map<string, Contract>();
  for (const trigger of pair.events?.triggers ?? []) {
    const system = trigger.kind === 'operation' ? workspace.systems.get(trigger.system ?? pair.provider) : undefined;
    if (system?.openapi !== undefined) contracts.set(system.name, await contractOf(system));
  }
  return contracts;
}
