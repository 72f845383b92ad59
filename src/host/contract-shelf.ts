import { CHECKS } from '../check/check-list.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import { askedSystems } from '../workspace/asked-systems.js';
import { assertKnownNames } from '../workspace/reference-problems.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import { type ServedSystem, servedSystem } from './served-system.js';

/** The contracts of a workspace, each read once. */
export interface ContractShelf {
  /** Those that were read so far, by the name of their system. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Those of events that were read so far, by the name of their system. */
  readonly eventContracts: ReadonlyMap<string, Contract>;
  /** The contract of a system that has one. Systems that only programs call are read when they are asked for. */
  readonly contractOf: (system: System) => Promise<Contract>;
  /** The contract of events of a system that has one. */
  readonly eventContractOf: (system: System) => Promise<Contract>;
  /** How the workspace wants a system with operations mocked. */
  readonly servedOf: (system: System) => Promise<ServedSystem>;
}

export interface ContractShelfOptions {
  readonly workspace: Workspace;
  /** Whose contracts are read now. */
  readonly pairs: readonly Pair[];
  readonly documents: DocumentPort;
  /** Those that were read already, by the name of their system. */
  readonly contracts?: ReadonlyMap<string, Contract> | undefined;
  /** The same, of events. */
  readonly eventContracts?: ReadonlyMap<string, Contract> | undefined;
}

/**
 * Reads the contracts that pairs need, and sees that what the pairs name is there.
 *
 * @param options - which pairs, and how to read
 * @throws InputError when a contract cannot be read, or a pair names what its contract does not have
 */
export async function openContractShelf(options: ContractShelfOptions): Promise<ContractShelf> {
  const { workspace, pairs, documents } = options;
  const contracts = new Map(options.contracts);
  const eventContracts = new Map(options.eventContracts);
  const contractOf = ({ name, openapi }: System): Promise<Contract> => held(contracts, name, () => readContract(openapi ?? '', documents));
  const eventContractOf = ({ name, asyncapi }: System): Promise<Contract> =>
    held(eventContracts, name, () => readContract(asyncapi ?? '', documents));
  for (const name of new Set(pairs.flatMap((pair) => [pair.provider, ...askedSystems(pair), ...triggeredSystems(pair)]))) {
    const system = workspace.systems.get(name);
    if (system?.openapi !== undefined) await contractOf(system);
  }
  for (const name of new Set(pairs.map((pair) => pair.provider))) {
    const system = workspace.systems.get(name);
    if (system?.asyncapi !== undefined) await eventContractOf(system);
  }
  const checkNames = CHECKS.map(({ name }) => name);
  await assertKnownNames({ ...workspace, integrations: pairs }, { http: contracts, events: eventContracts }, checkNames);
  const servedOf = async (system: System): Promise<ServedSystem> => servedSystem(system, await contractOf(system), documents);
  return { contracts, eventContracts, contractOf, eventContractOf, servedOf };
}

async function held(contracts: Map<string, Contract>, name: string, read: () => Promise<Contract>): Promise<Contract> {
  const known = contracts.get(name);
  if (known !== undefined) return known;
  const contract = await read();
  contracts.set(name, contract);
  return contract;
}

/** Whose operations make a sender send. */
function triggeredSystems({ events }: Pair): readonly string[] {
  return (events?.triggers ?? []).flatMap((trigger) =>
    trigger.kind === 'operation' && trigger.system !== undefined ? [trigger.system] : [],
  );
}
