import type { OwnedContract } from '../check/models/find-shared-models.js';
import { findSharedModels } from '../check/models/find-shared-models.js';
import { judgeModels } from '../check/models/judge-models.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { Finding } from '../finding/finding.js';
import type { Workspace } from '../workspace/workspace.js';
import { errorFromProblems } from '../workspace/workspace-problem.js';

/** Reads each contract once: one read, all who ask have it. */
export type ContractReader = (file: string) => Promise<Contract>;

/**
 * A reader that keeps what it has read.
 *
 * @param documents - reads the files
 */
export function contractReader(documents: DocumentPort): ContractReader {
  const known = new Map<string, Promise<Contract>>();
  return (file) => {
    const reading = known.get(file) ?? readContract(file, documents);
    known.set(file, reading);
    return reading;
  };
}

/**
 * Where the contracts of a workspace do not mean the same by a model that they share.
 *
 * @param workspace - as read
 * @param read - reads the contracts
 * @returns located; empty when all mean the same
 * @throws InputError `E_WORKSPACE_INVALID` when a declared model is not where it is said to be
 */
export async function lintModels(workspace: Workspace, read: ContractReader): Promise<readonly Finding[]> {
  const contracts: OwnedContract[] = [];
  for (const { name, openapi, asyncapi } of workspace.systems.values())
    for (const file of [openapi, asyncapi]) if (file !== undefined) contracts.push({ system: name, contract: await read(file) });
  const { models, problems } = findSharedModels(workspace.models ?? [], contracts);
  if (problems.length > 0) throw await errorFromProblems(workspace.file, workspace.text, problems);
  return judgeModels(models, new Map(contracts.flatMap(({ contract }) => [...contract.texts])));
}
