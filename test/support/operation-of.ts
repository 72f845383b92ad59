import type { Contract, Operation } from '../../src/contract/contract.js';

/** The operation of an id, read. */
export function operationOf(contract: Contract, id: string): Operation {
  const entry = contract.operations.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`no operation ${id}`);
  return entry.read();
}
