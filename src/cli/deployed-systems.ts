import { dirname } from 'node:path';
import type { DeployedSystem, Environments } from '../compat/pact/environments.js';
import { environmentsFromJson } from '../compat/pact/environments-from-json.js';
import type { MergedSystem } from '../compat/pact/judge-merge.js';
import { MAX_DOCUMENT_BYTES, parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { openGitBlobs } from '../host/compat/git-blobs.js';
import { createGitDocumentPort } from '../host/compat/git-documents.js';
import { baseCommit, openGitRepository } from '../host/compat/git-repository.js';
import { createDocumentPort } from '../host/document-port.js';
import { resolvedPath } from '../workspace/resolved-path.js';
import type { CommandInput } from './command.js';
import { contractReader } from './lint-models.js';
import { readPacts } from './pact-files.js';
import { readingOptions } from './reading-options.js';

/** What a file says is deployed, with the pacts and contracts it leads to. */
export interface DeployedSystems {
  readonly environments: Environments;
  /** By environment, each system read. */
  readonly systems: ReadonlyMap<string, readonly MergedSystem[]>;
  /** The texts of the pacts, by file. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads what is deployed: files as they are checked out, or as they stood in the commit that a system names.
 *
 * @param file - of environments
 * @param only - the environment that is asked for; `undefined` for all
 * @throws InputError `E_ENVIRONMENT_INVALID`, `E_PACT_INVALID`, those of contracts and of git
 */
export async function readDeployed(file: string, only: string | undefined, input: CommandInput): Promise<DeployedSystems> {
  const files = createDocumentPort(readingOptions(input));
  const text = await files.readText(file, undefined);
  const environments = environmentsFromJson(parseDocument(text, file), { file, text });
  const texts = new Map<string, string>();
  const systems = new Map<string, readonly MergedSystem[]>();
  for (const [name, deployed] of environments.environments) {
    if (only !== undefined && name !== only) continue;
    const read: MergedSystem[] = [];
    for (const one of deployed)
      read.push(await withPort(one, { file, files, input }, (port) => readSystem(one, { folder: dirname(file), port, texts })));
    systems.set(name, read);
  }
  return { environments, systems, texts };
}

interface Setting {
  readonly file: string;
  readonly files: DocumentPort;
  readonly input: CommandInput;
}

async function withPort<Result>(
  { ref }: DeployedSystem,
  { file, files, input }: Setting,
  use: (port: DocumentPort) => Promise<Result>,
): Promise<Result> {
  if (ref === undefined) return use(files);
  const { cwd, env } = input.io;
  const repository = await openGitRepository({ folder: resolvedPath(cwd, dirname(file)), env });
  const commit = await baseCommit(repository, ref);
  const blobs = openGitBlobs(repository, MAX_DOCUMENT_BYTES);
  try {
    const allowFiles = readingOptions(input).allowFiles ?? [];
    return await use(createGitDocumentPort({ repository, blobs, commit, cwd, allowFiles, remote: files }));
  } finally {
    await blobs.close();
  }
}

interface ReadingSystem {
  readonly folder: string;
  readonly port: DocumentPort;
  readonly texts: Map<string, string>;
}

async function readSystem(
  { name, version, ref, pacts, contracts }: DeployedSystem,
  { folder, port, texts }: ReadingSystem,
): Promise<MergedSystem> {
  const read = contractReader(port);
  const found =
    pacts.length === 0
      ? []
      : await readPacts(
          pacts.map((path) => resolvedPath(folder, path)),
          port,
          'can-merge',
        );
  // The same file may stand in two commits.
  const named = found.map(({ pact, text }) => ({ pact: ref === undefined ? pact : { ...pact, file: `${ref}:${pact.file}` }, text }));
  for (const { pact, text } of named) texts.set(pact.file, text);
  return {
    name,
    version,
    pacts: named.map(({ pact }) => pact).filter(({ consumer }) => consumer === name),
    contracts: await Promise.all(contracts.map((path) => read(resolvedPath(folder, path)))),
  };
}
