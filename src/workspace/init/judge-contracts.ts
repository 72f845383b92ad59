import { InputError } from '../../base/errors.js';
import { isJsonObject } from '../../base/json.js';
import { textFromPlace } from '../../base/place.js';
import type { Contract } from '../../contract/contract.js';
import type { DocumentPort } from '../../contract/document-port.js';
import { lintContract } from '../../contract/lint-contract.js';
import { readContract } from '../../contract/read-contract.js';
import type { RepositorySchema, Sightings } from './look-at-repository.js';
import { folderOf } from './paths.js';

/** A contract of a repository, and whether a workspace can have it. */
export interface JudgedContract {
  /** Of its document, or of the folder of its schemas; from the top. */
  readonly path: string;
  readonly kind: 'openapi' | 'asyncapi' | 'schemas';
  readonly title: string | undefined;
  /** `undefined` when it cannot be used. */
  readonly contract: Contract | undefined;
  /** Why not, as a clause. */
  readonly problem: string | undefined;
}

/** Where contracts are read from. */
export interface ContractSource {
  readonly documents: DocumentPort;
  /** The path by which `documents` knows a file of the repository. */
  pathOf(path: string): string;
}

/**
 * Reads and lints what looks like a contract, and folders of schemas that look like events. One that lint finds an error in would make the workspace fail
 * as well, so it cannot be used yet.
 *
 * @param sightings - of the repository
 * @returns in the order of the paths, documents before schemas; a document that says the same as an earlier one is left out
 */
export async function judgeContracts(sightings: Sightings, source: ContractSource): Promise<readonly JudgedContract[]> {
  const judged: JudgedContract[] = [];
  for (const seen of sightings.contracts.slice(0, MAX_CONTRACT_COUNT)) {
    const one = await judge(seen, source);
    const twin = judged.find((other) => isTwin(other, one));
    judged.push(twin === undefined ? one : { ...one, contract: undefined, problem: `says the same as ${twin.path}` });
  }
  const used = new Set(judged.flatMap(({ contract }) => (contract === undefined ? [] : [...contract.texts.keys()])));
  const free = sightings.schemas.filter(({ path }) => !used.has(source.pathOf(path)));
  for (const folder of eventFolders(free).slice(0, MAX_CONTRACT_COUNT)) {
    judged.push(await judge({ path: folder, kind: 'schemas', title: undefined }, source));
  }
  return judged;
}

type Candidate = Pick<JudgedContract, 'path' | 'kind' | 'title'>;

async function judge(seen: Candidate, { documents, pathOf }: ContractSource): Promise<JudgedContract> {
  // A star in the name of a file would be taken for a pattern.
  if (seen.path.includes('*')) return { ...seen, contract: undefined, problem: 'has a * in its name' };
  try {
    const contract = await readContract(pathOf(seen.path), documents);
    if (isEmpty(contract)) return { ...seen, contract: undefined, problem: 'describes no operation' };
    const errorCount = (await lintContract(contract)).filter(({ severity }) => severity === 'error').length;
    const problem = errorCount === 0 ? undefined : `lint finds ${errorCount} error${errorCount === 1 ? '' : 's'}`;
    return { ...seen, contract: problem === undefined ? contract : undefined, problem };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const place = error.at?.line === undefined ? '' : ` at ${textFromPlace({ ...error.at, file: '' }).replace(/^:/, 'line ')}`;
    return { ...seen, contract: undefined, problem: `cannot be read${place}` };
  }
}

/** Half begun, or the part of another document that has a head of its own. */
function isEmpty({ operations, channels, root }: Contract): boolean {
  return operations.length + channels.length === 0 && !(isJsonObject(root) && root['webhooks'] !== undefined);
}

/** A document and its copy in JSON, or beside the frontend that is generated from it. */
function isTwin(left: JudgedContract, right: JudgedContract): boolean {
  if (left.contract === undefined || right.contract === undefined || left.kind !== right.kind) return false;
  return essenceOf(left.contract) === essenceOf(right.contract);
}

function essenceOf({ title, version, operations, channels }: Contract): string {
  return JSON.stringify([
    title,
    version,
    operations.map(({ method, path }) => `${method} ${path}`).sort(),
    channels.map(({ address }) => address).sort(),
  ]);
}

/** Schemas describe much; events those that stand in a folder named so, or that have what events have. */
function eventFolders(schemas: readonly RepositorySchema[]): readonly string[] {
  const byFolder = new Map<string, RepositorySchema[]>();
  for (const schema of schemas) byFolder.set(folderOf(schema.path), [...(byFolder.get(folderOf(schema.path)) ?? []), schema]);
  return [...byFolder]
    .filter(
      ([folder, own]) =>
        folder !== '' && (EVENT_FOLDER.test(folder) || own.every(({ members }) => members.some((name) => EVENT_MEMBERS.has(name)))),
    )
    .map(([folder]) => folder);
}

const MAX_CONTRACT_COUNT = 500;
const EVENT_FOLDER = /(?:^|[/_.-])(?:events?|messages?|topics?|channels?|queues?)(?:[/_.-]|$)/i;
const EVENT_MEMBERS: ReadonlySet<string> = new Set([
  'event_id',
  'eventId',
  'event_type',
  'eventType',
  'messageId',
  'message_id',
  'specversion',
]);
