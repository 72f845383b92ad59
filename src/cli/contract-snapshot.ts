import { basename } from 'node:path';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readWorkspace, workspaceFromContractFile } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';

/** Contracts as they stood at one time. */
export interface ContractSnapshot {
  /** How it is told: a commit, a version; `''` for files that are named as they are. */
  readonly name: string;
  /** What stands before a file of it, as git names files of commits: `main:`. */
  readonly prefix: string;
  readonly documents: DocumentPort;
  readonly contracts: readonly ContractRef[];
  /** Whether what is here now was made from it, without a change committed since. */
  readonly isHead?: boolean;
}

/** One contract of a snapshot; not read yet. */
export interface ContractRef {
  readonly provider: string;
  readonly kind: 'openapi' | 'asyncapi';
  /** What its port reads. */
  readonly file: string;
}

/** Where contracts are looked for. */
export interface SnapshotPort {
  readonly documents: DocumentPort;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a name on the command line stands for. */
export interface NamedContracts {
  readonly contracts: readonly ContractRef[];
  /** Set when it is a workspace file. */
  readonly workspace?: Workspace | undefined;
}

/**
 * The contracts that a file or a folder stands for: itself, those of a workspace, those in a folder; a folder of schemas alone is one contract.
 *
 * @param name - as the user gave it
 * @throws InputError as reading the file does
 */
export async function contractsNamed(name: string, { documents, env }: SnapshotPort): Promise<NamedContracts> {
  // Standard input and URLs are read once, so nobody looks first whether they are a workspace.
  if (name === '-' || /^https?:/i.test(name)) return { contracts: refsOf(workspaceFromContractFile(name)) };
  const files = await documents.listFiles?.(name);
  if (files !== undefined) return contractsInFolder(name, files, { documents, env });
  const workspace = await readWorkspace(name, documents, env);
  return { contracts: refsOf(workspace), workspace: workspace.text === '' ? undefined : workspace };
}

/**
 * The contracts of a workspace's systems, in its order.
 *
 * @param workspace - as read
 */
export function refsOf({ systems }: Workspace): readonly ContractRef[] {
  return [...systems.values()].flatMap(({ name, openapi, asyncapi }) => [
    ...(openapi === undefined ? [] : [{ provider: name, kind: 'openapi', file: openapi } as const]),
    ...(asyncapi === undefined ? [] : [{ provider: name, kind: 'asyncapi', file: asyncapi } as const]),
  ]);
}

/**
 * The documents among files that begin a contract: what others only refer to, and all else, is none.
 *
 * @param files - that can be read
 */
export async function rootsAmong(files: readonly string[], { documents }: SnapshotPort): Promise<readonly ContractRef[]> {
  const roots: ContractRef[] = [];
  for (const file of files) {
    const kind = kindOf(parseDocument(await documents.readText(file, undefined), file));
    const [ref] = kind === undefined ? [] : refsOf(workspaceFromContractFile(file, kind));
    if (ref !== undefined) roots.push(ref);
  }
  return roots;
}

async function contractsInFolder(name: string, files: readonly string[], port: SnapshotPort): Promise<NamedContracts> {
  const own = files.find((file) => /^mortise\.ya?ml$/.test(basename(file)));
  if (own !== undefined) return contractsNamed(own, port);
  const roots = await rootsAmong(files, port);
  return { contracts: roots.length > 0 ? roots : refsOf(workspaceFromContractFile(name, 'asyncapi')) };
}

function kindOf(value: JsonValue): ContractRef['kind'] | undefined {
  if (!isJsonObject(value)) return undefined;
  if (value['asyncapi'] !== undefined) return 'asyncapi';
  return value['openapi'] === undefined && value['swagger'] === undefined ? undefined : 'openapi';
}
