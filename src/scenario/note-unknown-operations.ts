import { namesNearby } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ArazzoProblem } from './arazzo/node.js';
import type { LoadedSources } from './load-sources.js';
import type { ScenarioFault } from './scenario.js';

interface OperationLookup {
  readonly sources: LoadedSources;
  readonly port: DocumentPort;
  readonly workspace: Workspace;
  /** Takes what is wrong. */
  readonly problems: ArazzoProblem[];
}

/**
 * Notes the operations that faults name and their providers do not have: a misspelt one would leave a scenario green that tests nothing.
 *
 * @param faults - of a document and its workflows
 * @param lookup - where contracts are found
 * @throws InputError when the contract of such a provider cannot be read
 */
export async function noteUnknownOperations(faults: readonly ScenarioFault[], lookup: OperationLookup): Promise<void> {
  for (const { rule, links, pointer } of faults) {
    for (const provider of new Set(links.map((link) => link.provider))) {
      const written = rule.match.operations ?? [];
      const contracts = written.length === 0 ? [] : await contractsOf(provider, lookup);
      if (contracts.length === 0) continue;
      const known = contracts.flatMap(({ operations, eventOperations }) => [
        ...operations.flatMap(({ id, method, path }) => [id, `${method} ${path}`]),
        ...eventOperations.map(({ id }) => id),
      ]);
      for (const operation of written.filter((one) => !known.includes(one))) {
        const problem = `${provider} has no operation "${operation}"`;
        lookup.problems.push({ pointer: appendToken(pointer, 'on'), problem, ...namesNearby(operation, known) });
      }
    }
  }
}

/** Most are read already, as what the steps of the scenario call. */
async function contractsOf(provider: string, { sources, port, workspace }: OperationLookup): Promise<readonly Contract[]> {
  const system = workspace.systems.get(provider);
  const found: Contract[] = [];
  for (const [known, file] of [[sources.contracts, system?.openapi] as const, [sources.channels, system?.asyncapi] as const]) {
    const source = [...known.values()].find((one) => one.system === provider);
    if (source !== undefined) found.push(source.contract);
    else if (file !== undefined) found.push(await readContract(file, port));
  }
  return found;
}
