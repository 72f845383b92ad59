import { dirname, relative } from 'node:path';
import { InputError } from '../base/errors.js';
import { sharedVersions } from '../compat/shared-versions.js';
import { orderedVersions } from '../compat/version-set.js';
import { readContract } from '../contract/read-contract.js';
import type { Finding } from '../finding/finding.js';
import { workspaceFromContractFile } from '../workspace/read-workspace.js';
import type { ContractRef, ContractSnapshot, SnapshotPort } from './contract-snapshot.js';
import { contractsNamed, refsOf, rootsAmong } from './contract-snapshot.js';

/** Versions that stand side by side. */
export interface VersionSnapshots {
  readonly newer: ContractSnapshot;
  /** The nearest first. */
  readonly olders: readonly ContractSnapshot[];
  /** That which is older had to be told by their names. */
  readonly findings: readonly Finding[];
}

/**
 * The versions in a folder: its documents, or its folders, each of which is one version. They are ordered by the version that they call
 * themselves, else by name.
 *
 * @param folder - as the user gave it
 * @throws InputError `E_VERSIONS_MISSING` when there are not two
 */
export async function snapshotsOfFolder(folder: string, port: SnapshotPort): Promise<VersionSnapshots> {
  const files = await port.documents.listFiles?.(folder);
  if (files === undefined) throw missing(folder, 'one version only');
  const roots = await rootsAmong(files, port);
  const found =
    roots.length > 0 ? roots.map(alone) : [...(await versionsInFolders(folder, port)), ...(await schemasAlone(folder, files, port))];
  if (found.length < 2) throw missing(folder, found.length === 0 ? 'no contract' : 'one version only');
  const ordered = orderedVersions(await Promise.all(found.map((one) => withVersion(one, port))));
  const [newer, ...olders] = ordered.map(({ name, contracts }) => ({ name, prefix: '', documents: port.documents, contracts })).reverse();
  if (newer === undefined) throw missing(folder, 'no contract');
  return { newer, olders, findings: sharedVersions(ordered) };
}

interface FoundVersion {
  readonly name: string;
  readonly contracts: readonly ContractRef[];
}

function alone(ref: ContractRef): FoundVersion {
  return { name: ref.file, contracts: [ref] };
}

async function versionsInFolders(folder: string, port: SnapshotPort): Promise<readonly FoundVersion[]> {
  const below = (await port.documents.listFiles?.(`${folder.replace(/\/+$/, '')}/**`)) ?? [];
  const names = new Set(below.filter((file) => DOCUMENT_NAME.test(file) && depthOf(folder, file) === 1).map((file) => dirname(file)));
  const versions: FoundVersion[] = [];
  for (const name of [...names].sort()) versions.push({ name, contracts: (await contractsNamed(name, port)).contracts });
  return versions;
}

/** Schemas without a contract around them: each is a version of one schema, unless folders are the versions. */
async function schemasAlone(folder: string, files: readonly string[], port: SnapshotPort): Promise<readonly FoundVersion[]> {
  const hasFolders = (await versionsInFolders(folder, port)).length > 0;
  return hasFolders ? [] : files.flatMap((file) => refsOf(workspaceFromContractFile(file, 'asyncapi')).map(alone));
}

function depthOf(folder: string, file: string): number {
  return relative(folder, dirname(file))
    .split(/[\\/]/)
    .filter((part) => part !== '').length;
}

/** Of several contracts the first one's version stands for all. */
async function withVersion(found: FoundVersion, { documents }: SnapshotPort): Promise<FoundVersion & { readonly version: string }> {
  const [first] = found.contracts;
  return { ...found, version: first === undefined ? '' : (await readContract(first.file, documents)).version };
}

function missing(path: string, found: string): InputError {
  return new InputError({ code: 'E_VERSIONS_MISSING', args: { path, found } });
}

const DOCUMENT_NAME = /\.(?:json|ya?ml)$/i;
