import { dirname, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { compareVersions } from '../compat/version-set.js';
import { MAX_DOCUMENT_BYTES } from '../contract/document.js';
import type { Finding } from '../finding/finding.js';
import type { GitBlobs } from '../host/compat/git-blobs.js';
import { openGitBlobs } from '../host/compat/git-blobs.js';
import { createGitDocumentPort } from '../host/compat/git-documents.js';
import type { GitCommit, GitRepository } from '../host/compat/git-repository.js';
import { baseCommit, headOf, openGitRepository, tagsOf } from '../host/compat/git-repository.js';
import type { DocumentPortOptions } from '../host/document-port.js';
import { createDocumentPort } from '../host/document-port.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ContractRef, ContractSnapshot, SnapshotPort } from './contract-snapshot.js';
import { contractsNamed, refsOf } from './contract-snapshot.js';
import { snapshotsOfFolder } from './version-folder.js';

/** What is compared with what. */
export interface CompatSources {
  readonly newer: ContractSnapshot;
  /** The nearest first. */
  readonly olders: readonly ContractSnapshot[];
  /** The workspace that all contracts are of; `undefined` when single contracts were named. */
  readonly workspace: Workspace | undefined;
  /** What is wrong with an older version as a whole. */
  readonly findings: readonly Finding[];
  close(): Promise<void>;
}

/** What the user named. */
export interface AskedSources {
  /** Files and folders. */
  readonly names: readonly string[];
  /** Branch, tag or commit. */
  readonly base: string | undefined;
  /** A pattern of tags. */
  readonly tags: string | undefined;
  /** Whether all older versions count, not only the nearest one. */
  readonly isTransitive: boolean;
  readonly reading: DocumentPortOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds the versions that are to be compared: two files or folders, a folder of versions, or what is here with a commit or with tags.
 *
 * @param asked - as the options say
 * @throws InputError when there is nothing to compare, no repository, no such commit
 */
export async function openCompatSources(asked: AskedSources): Promise<CompatSources> {
  const { names, base, tags, reading, env } = asked;
  const port: SnapshotPort = { documents: createDocumentPort(reading), env };
  if (base !== undefined || tags !== undefined) return openGitSources(asked, port);
  const [first, second, ...rest] = names;
  if (first === undefined || rest.length > 0)
    throw new InputError({
      code: 'E_ARGUMENT_MISSING',
      args: { option: 'compat', value: 'an older and a newer version, or --base <git ref>' },
    });
  if (second === undefined) return { ...(await snapshotsOfFolder(first, port)), workspace: undefined, close: nothingOpen };
  const [older, newer] = [await contractsNamed(first, port), await contractsNamed(second, port)];
  const snapshot = (name: string, contracts: readonly ContractRef[]): ContractSnapshot => ({
    name,
    prefix: '',
    documents: port.documents,
    contracts,
  });
  return {
    newer: snapshot(second, newer.contracts),
    olders: [snapshot(first, older.contracts)],
    workspace: newer.workspace,
    findings: [],
    close: nothingOpen,
  };
}

async function nothingOpen(): Promise<void> {
  // Files are closed as they are read.
}

async function openGitSources(asked: AskedSources, port: SnapshotPort): Promise<CompatSources> {
  const { base, tags, reading, env } = asked;
  const names = asked.names.length === 0 ? [WORKSPACE_NAME] : asked.names;
  const folder = dirname(resolve(reading.cwd, names[0] ?? ''));
  const repository = await openGitRepository({ folder, env });
  const commits =
    base === undefined ? await taggedCommits(repository, tags ?? '*', asked.isTransitive) : [await baseCommit(repository, base)];
  const head = await headOf(repository);
  const blobs = openGitBlobs(repository, reading.maxBytes ?? MAX_DOCUMENT_BYTES);
  try {
    const here = await namedHere(names, port);
    const findings: Finding[] = commits.filter(({ isTip }) => isTip === true).map(comparedAsTip);
    const olders: ContractSnapshot[] = [];
    for (const commit of commits) {
      const older = await namedIn(commit, { here, repository, blobs, asked, port });
      findings.push(...older.findings);
      olders.push({ ...older.snapshot, isHead: commit.id === head });
    }
    return {
      newer: { name: '', prefix: '', documents: port.documents, contracts: here.flatMap(({ contracts }) => contracts) },
      olders,
      workspace: here.length === 1 ? here[0]?.workspace : undefined,
      findings,
      close: () => blobs.close(),
    };
  } catch (error) {
    await blobs.close();
    throw error;
  }
}

/** The newest first. A contract that is new has a few more chances to be found, not hundreds. */
async function taggedCommits(repository: GitRepository, pattern: string, isTransitive: boolean): Promise<readonly GitCommit[]> {
  const tags = await tagsOf(repository, pattern);
  if (tags.length === 0) throw new InputError({ code: 'E_VERSIONS_MISSING', args: { path: 'the repository', found: `no tag ${pattern}` } });
  const newestFirst = [...tags].sort((left, right) => compareVersions(right.name, left.name));
  return isTransitive ? newestFirst : newestFirst.slice(0, LOOKED_AT_COUNT);
}

interface NamedHere {
  readonly name: string;
  readonly contracts: readonly ContractRef[];
  readonly workspace?: Workspace | undefined;
  /** Why it cannot be read: it may be gone since. */
  readonly missing?: InputError | undefined;
}

async function namedHere(names: readonly string[], port: SnapshotPort): Promise<readonly NamedHere[]> {
  const here: NamedHere[] = [];
  for (const name of names) {
    try {
      here.push({ name, ...(await contractsNamed(name, port)) });
    } catch (error) {
      if (!isMissing(error)) throw error;
      here.push({ name, contracts: [], missing: error });
    }
  }
  return here;
}

interface CommitParts {
  readonly here: readonly NamedHere[];
  readonly repository: GitRepository;
  readonly blobs: GitBlobs;
  readonly asked: AskedSources;
  readonly port: SnapshotPort;
}

async function namedIn(
  commit: GitCommit,
  { here, repository, blobs, asked, port }: CommitParts,
): Promise<{ readonly snapshot: ContractSnapshot; readonly findings: readonly Finding[] }> {
  const { cwd, allowFiles = [] } = asked.reading;
  const documents = createGitDocumentPort({ repository, blobs, commit, cwd, allowFiles, remote: port.documents });
  const contracts: ContractRef[] = [];
  const findings: Finding[] = [];
  for (const one of here) {
    try {
      contracts.push(...(await contractsNamed(one.name, { ...port, documents })).contracts);
    } catch (error) {
      if (!(error instanceof InputError) || (isMissing(error) && one.missing !== undefined)) throw one.missing ?? error;
      // Without a workspace of that time its contracts are still where they are now, or are new.
      contracts.push(...(one.workspace === undefined ? one.contracts : refsOf(one.workspace)));
      if (!isMissing(error)) findings.push(unreadable(one, commit, error));
    }
  }
  return { snapshot: { name: commit.name, prefix: `${commit.name}:`, documents, contracts }, findings };
}

/** No reason to fail: where a merge of both is checked out, the tip is the very thing to compare with. */
function comparedAsTip({ name }: GitCommit): Finding {
  return { code: 'compat/base-tip', severity: 'info', args: { base: name } };
}

function unreadable({ name }: NamedHere, commit: GitCommit, error: InputError): Finding {
  return {
    code: 'compat/base-unreadable',
    severity: 'warning',
    place: { file: name },
    args: { provider: name, base: commit.name, reason: textFromError(error) },
  };
}

function isMissing(error: unknown): error is InputError {
  return error instanceof InputError && error.code === 'E_FILE_NOT_FOUND';
}

export const WORKSPACE_NAME = 'mortise.yaml';
const LOOKED_AT_COUNT = 5;
