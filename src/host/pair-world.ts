import { resolve } from 'node:path';
import { invariant } from '../base/errors.js';
import type { WholePairInput } from '../check/events/whole-pair-testing.js';
import type { Hooks } from '../check/hooks/hooks.js';
import type { CheckPorts } from '../check/ports.js';
import type { TestingChoices } from '../check/testing-options.js';
import { testingOptions } from '../check/testing-options.js';
import type { Contract } from '../contract/contract.js';
import { askedSystems } from '../workspace/asked-systems.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import { createCheckPorts } from './check-ports.js';
import type { ContractShelf } from './contract-shelf.js';
import { createHttpClient, MAX_STREAM_MS } from './http-client.js';
import { loadHooks } from './load-hooks.js';
import type { RunWriter } from './run-writer.js';

export interface PairWorldOptions {
  /** Its folder is resolved. */
  readonly workspace: Workspace;
  /** Its provider has a contract. */
  readonly pair: Pair;
  readonly shelf: ContractShelf;
  readonly env: Environment;
  readonly cwd: string;
  readonly choices: TestingChoices;
  /** How many requests the provider gets in a second, at most. */
  readonly ratePerSecond?: number | undefined;
  /** Of one call. Default 30 s. */
  readonly callTimeoutMs?: number | undefined;
  /** Instead of those that the workspace names. */
  readonly hooks?: Hooks | undefined;
  /** Where calls and findings are written down; `undefined` for nowhere. */
  readonly run?: RunWriter | undefined;
  readonly signal: AbortSignal;
}

/** What a single pair is tested with. */
export interface PairWorld {
  readonly input: WholePairInput;
  readonly ports: CheckPorts;
  /** Gives the connections back. */
  close(): Promise<void>;
}

/**
 * The contracts, the hooks and the ports of one pair. Nothing is called and no provider is up yet.
 *
 * @param options - the pair, and what the world is
 * @throws InputError when a contract or the hooks cannot be used
 */
export async function openPairWorld(options: PairWorldOptions): Promise<PairWorld> {
  const { pair, workspace, shelf, signal, choices } = options;
  const provider = workspace.systems.get(pair.provider);
  invariant(provider?.openapi !== undefined || provider?.asyncapi !== undefined, 'a pair is only tested when its provider has a contract');
  const contract = provider.openapi === undefined ? undefined : await shelf.contractOf(provider);
  const eventContract = provider.asyncapi === undefined ? undefined : await shelf.eventContractOf(provider);
  const hooks = options.hooks ?? (pair.hooks === undefined ? undefined : await loadHooks(resolve(options.cwd, pair.hooks)));
  const loginContracts = new Map<string, Contract>();
  for (const name of askedSystems(pair)) {
    const asked = workspace.systems.get(name);
    if (asked?.openapi !== undefined) loginContracts.set(name, await shelf.contractOf(asked));
  }
  const client = createHttpClient({ timeoutMs: options.callTimeoutMs, maxStreamMs: MAX_STREAM_MS });
  const input = { pair, contract, eventContract, callContracts: shelf.contracts, loginContracts, options: choices, hooks, signal };
  const { env, ratePerSecond, run } = options;
  const { seed } = testingOptions(choices);
  const ports = createCheckPorts({ workspace, shelf, env, seed, send: client.send, ratePerSecond, run });
  return { input, ports, close: client.close };
}
