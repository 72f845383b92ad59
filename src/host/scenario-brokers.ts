import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { Workspace } from '../workspace/workspace.js';
import { ANY_BROKER_VARIABLE, brokerVariable } from './broker-variable.js';

/**
 * The contracts of those systems whose events flow through a broker of ours.
 *
 * @param systems - that take part
 * @param parts - the workspace, and how its documents are read
 * @returns by the name of the system
 * @throws InputError when a contract cannot be read
 */
export async function eventContractsOf(
  systems: readonly string[],
  { workspace, documents }: { readonly workspace: Workspace; readonly documents: DocumentPort },
): Promise<ReadonlyMap<string, Contract>> {
  const contracts = new Map<string, Contract>();
  for (const name of systems) {
    const { asyncapi, broker } = workspace.systems.get(name) ?? {};
    if (asyncapi !== undefined && !isOutside(broker)) contracts.set(name, await readContract(asyncapi, documents));
  }
  return contracts;
}

/**
 * Where the events of systems flow through a broker that is not ours: programs are told, and nobody stands between.
 *
 * @param systems - whose events a program sends or receives
 * @param workspace - has their URLs
 * @returns variables of its environment
 */
export function outsideBrokers(systems: readonly string[], workspace: Workspace): Readonly<Record<string, string>> {
  const urls = systems.flatMap((name) => {
    const url = workspace.systems.get(name)?.broker;
    return isOutside(url) ? [[brokerVariable(name), url] as const] : [];
  });
  const [first] = urls;
  return first === undefined ? {} : { [ANY_BROKER_VARIABLE]: first[1], ...Object.fromEntries(urls) };
}

function isOutside(broker: string | undefined): broker is string {
  return broker !== undefined && !broker.startsWith('memory:');
}
