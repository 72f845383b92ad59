import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/read-contract.js';
import { readContract } from '../contract/read-contract.js';
import { readWorkspace } from '../workspace/read-workspace.js';

/** A system that a mock can stand in for. */
export interface ServedSystem {
  readonly name: string;
  readonly contract: Contract;
}

/**
 * The systems of contracts and workspaces, in the order given; a name that comes twice is numbered.
 *
 * @param files - OpenAPI documents and `mortise.yaml` files, mixed as the user likes
 * @param port - reads them
 * @param env - for the variables in workspaces
 */
export async function systemsToServe(
  files: readonly string[],
  port: DocumentPort,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly ServedSystem[]> {
  const served: ServedSystem[] = [];
  for (const file of files) {
    const oncePort = readingOnce(port);
    const workspace = await readWorkspace(file, oncePort, env);
    for (const system of workspace.systems.values()) {
      if (system.openapi === undefined) continue;
      const contract = await readContract(system.openapi, oncePort);
      served.push({ name: freeName(system.name, served), contract });
    }
  }
  return served;
}

function freeName(name: string, served: readonly ServedSystem[]): string {
  const taken = new Set(served.map((each) => each.name));
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}-${number}`;
  return candidate;
}

/** Standard input can be read only once, and a file that is both looked at and read as a contract need not be read twice. */
function readingOnce(port: DocumentPort): DocumentPort {
  const texts = new Map<string, Promise<string>>();
  return {
    ...port,
    readText: (file, from) => {
      if (from !== undefined) return port.readText(file, from);
      const text = texts.get(file) ?? port.readText(file, from);
      texts.set(file, text);
      return text;
    },
  };
}
