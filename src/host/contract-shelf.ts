import { CHECKS } from '../check/check-list.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import { askedSystems } from '../workspace/asked-systems.js';
import { assertKnownNames } from '../workspace/reference-problems.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';

/** The contracts of a workspace, each read once. */
export interface ContractShelf {
  /** Those that were read so far, by the name of their system. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** The contract of a system that has one. Systems that only programs call are read when they are asked for. */
  readonly contractOf: (system: System) => Promise<Contract>;
}

export interface ContractShelfOptions {
  readonly workspace: Workspace;
  /** Whose contracts are read now. */
  readonly pairs: readonly Pair[];
  readonly documents: DocumentPort;
  /** Those that were read already, by the name of their system. */
  readonly contracts?: ReadonlyMap<string, Contract> | undefined;
}

/**
 * Reads the contracts that pairs need, and sees that what the pairs name is there.
 *
 * @param options - which pairs, and how to read
 * @throws InputError when a contract cannot be read, or a pair names what its contract does not have
 */
export async function openContractShelf({ workspace, pairs, documents, contracts: known }: ContractShelfOptions): Promise<ContractShelf> {
  const contracts = new Map(known);
  const contractOf = async ({ name, openapi }: System): Promise<Contract> => {
    const held = contracts.get(name);
    if (held !== undefined) return held;
    const contract = await readContract(openapi ?? '', documents);
    contracts.set(name, contract);
    return contract;
  };
  for (const name of new Set(pairs.flatMap((pair) => [pair.provider, ...askedSystems(pair)]))) {
    const system = workspace.systems.get(name);
    if (system?.openapi !== undefined) await contractOf(system);
  }
  const checkNames = CHECKS.map(({ name }) => name);
  await assertKnownNames({ ...workspace, integrations: pairs }, contracts, checkNames);
  return { contracts, contractOf };
}
