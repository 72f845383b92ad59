import type { Clock } from '../base/clock.js';
import { randomFromSeed } from '../base/random.js';
import { openBroker } from '../broker/open-broker.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { EventGround } from '../scenario/event-hub.js';
import type { Workspace } from '../workspace/workspace.js';
import { sharedConnection } from './shared-connection.js';
import { ANY_BROKER_VARIABLE, brokerVariable } from './broker-variable.js';

/**
 * The contracts of those systems that have events.
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
    const { asyncapi } = workspace.systems.get(name) ?? {};
    if (asyncapi !== undefined) contracts.set(name, await readContract(asyncapi, documents));
  }
  return contracts;
}

/**
 * Connects to the brokers of those systems whose events flow through one that is not ours. Several connect to it through one connection of ours, so that
 * faults and the record stand between.
 *
 * @param systems - that take part
 * @param parts - has their URLs
 * @returns by the name of the system
 * @throws HostError `E_BROKER_LOST`, `E_BROKER_REFUSED`, `E_PACKAGE_MISSING`; InputError `E_BROKER_URL`
 */
export async function openOutsideGrounds(
  systems: readonly string[],
  { workspace, seed, clock }: { readonly workspace: Workspace; readonly seed: string; readonly clock: Clock },
): Promise<ReadonlyMap<string, EventGround>> {
  const grounds = new Map<string, EventGround>();
  for (const name of systems) {
    const { asyncapi, broker: url } = workspace.systems.get(name) ?? {};
    if (asyncapi === undefined || !isOutside(url)) continue;
    const broker = await openBroker(url, { clock, random: randomFromSeed(seed, 'broker', name) }).catch(async (error: unknown) => {
      for (const ground of grounds.values()) await ground.close();
      throw error;
    });
    const { subscribe, close } = broker;
    grounds.set(name, { subscribe, close, connect: () => sharedConnection(broker) });
  }
  return grounds;
}

/**
 * Which of these systems have their events at a broker that is not ours.
 *
 * @param systems - names
 * @param workspace - has their URLs
 */
export function outsideSystems(systems: readonly string[], workspace: Workspace): readonly string[] {
  return systems.filter((name) => isOutside(workspace.systems.get(name)?.broker));
}

/**
 * What a program is told of brokers that are not ours.
 *
 * @param urls - by the system whose events flow there
 * @returns variables of its environment
 */
export function outsideBrokers(urls: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const [first] = urls.values();
  const named = [...urls].map(([name, url]) => [brokerVariable(name), url] as const);
  return first === undefined ? {} : { [ANY_BROKER_VARIABLE]: first, ...Object.fromEntries(named) };
}

function isOutside(broker: string | undefined): broker is string {
  return broker !== undefined && !broker.startsWith('memory:');
}
