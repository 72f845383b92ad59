import { dirname, normalize } from 'node:path';
import { isJsonObject } from '../base/json.js';
import type { JsonObject } from '../base/json.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { parseDocument } from '../contract/document.js';
import { readContract } from '../contract/read-contract.js';
import { isRemoteUrl, resolvedPath } from '../workspace/resolved-path.js';
import type { System, Workspace } from '../workspace/workspace.js';
import type { ArazzoDocument } from './arazzo/document.js';
import type { SourceDescription } from './arazzo/source-description.js';
import type { DocumentPlace } from './document-place.js';
import { parseScenario } from './parse-scenario.js';

/** The documents that a scenario refers to. */
export interface LoadedSources {
  /** Of OpenAPI, by the name of the source. */
  readonly contracts: ReadonlyMap<string, SourceContract>;
  /** Of Arazzo, by the name of the source. */
  readonly documents: ReadonlyMap<string, SourceDocument>;
  /** Of AsyncAPI, by the name of the source. */
  readonly channels: ReadonlyMap<string, SourceContract>;
  /** The fields of all, by name: what `$sourceDescriptions` leads to. */
  readonly fields: ReadonlyMap<string, JsonObject>;
}

export interface SourceContract {
  readonly contract: Contract;
  /** The system of the workspace that offers it; `undefined` when none does, so that no step can call it. */
  readonly system: string | undefined;
}

export interface SourceDocument {
  readonly document: ArazzoDocument;
  readonly place: DocumentPlace;
  readonly sources: LoadedSources;
}

interface Loading {
  readonly place: DocumentPlace;
  readonly port: DocumentPort;
  readonly workspace: Workspace;
  /** Of documents that refer to documents. */
  readonly depth: number;
}

/**
 * Reads what a document refers to. A relative URL begins from the document's own file: its `$self` is a name, not a place.
 *
 * @param document - as written
 * @param loading - how to read
 * @throws InputError when a document cannot be read
 */
export async function loadSources(document: ArazzoDocument, loading: Loading): Promise<LoadedSources> {
  const contracts = new Map<string, SourceContract>();
  const documents = new Map<string, SourceDocument>();
  const channels = new Map<string, SourceContract>();
  for (const source of document.sources) {
    const file = resolvedPath(dirname(loading.place.file), source.url);
    const kind = source.type ?? kindInWorkspace(file, loading.workspace) ?? (await sniffed(file, loading));
    if (kind === 'arazzo') documents.set(source.name, await loadDocument(source, file, loading));
    else {
      const system = systemOf(source, { kind, file }, loading.workspace);
      const known = { contract: await loadContract({ kind, file }, system, loading), system };
      (kind === 'asyncapi' ? channels : contracts).set(source.name, known);
    }
  }
  const fields = document.sources.map(({ name, url, type }) => [name, { name, url, ...(type === undefined ? {} : { type }) }] as const);
  return { contracts, documents, channels, fields: new Map(fields) };
}

/** A contract by its file, and which of a system's two it is. */
interface ContractFile {
  readonly kind: 'openapi' | 'asyncapi';
  readonly file: string;
}

function kindInWorkspace(file: string, { systems }: Workspace): ContractFile['kind'] | undefined {
  for (const system of systems.values()) {
    for (const kind of ['openapi', 'asyncapi'] as const) if (isContractOf(system, { kind, file })) return kind;
  }
  return undefined;
}

/** The system that `x-system` names, else the first whose contract is the same file. */
function systemOf(source: SourceDescription, contract: ContractFile, { systems }: Workspace): string | undefined {
  return source.system ?? [...systems.values()].find((system) => isContractOf(system, contract))?.name;
}

function isContractOf(system: System, { kind, file }: ContractFile): boolean {
  const own = system[kind];
  return own !== undefined && samePath(own, file);
}

function samePath(left: string, right: string): boolean {
  return left === right || (!isRemoteUrl(left) && !isRemoteUrl(right) && normalize(left) === normalize(right));
}

/** What the workspace names may be read wherever it is; other files are read as references of the document. */
async function loadContract(
  { kind, file }: ContractFile,
  system: string | undefined,
  { place, port, workspace }: Loading,
): Promise<Contract> {
  const own = system === undefined ? undefined : workspace.systems.get(system)?.[kind];
  if (own !== undefined && samePath(own, file)) return readContract(own, port);
  await port.readText(file, place.file);
  return readContract(file, port);
}

async function loadDocument(source: SourceDescription, file: string, loading: Loading): Promise<SourceDocument> {
  const { place, port, depth } = loading;
  const text = await port.readText(file, place.file);
  const document = await parseScenario(file, text);
  const own = { file, text, root: document.root, prefix: `${place.prefix}${source.name}.` };
  // Documents that refer to each other would be loaded for ever: deeper ones are left out, and so cannot be referred to.
  const shown = depth >= MAX_DEPTH ? { ...document, sources: [] } : document;
  return { document, place: own, sources: await loadSources(shown, { ...loading, place: own, depth: depth + 1 }) };
}

async function sniffed(file: string, { place, port }: Loading): Promise<'openapi' | 'asyncapi' | 'arazzo'> {
  const root = parseDocument(await port.readText(file, place.file), file);
  if (!isJsonObject(root)) return 'openapi';
  return root['asyncapi'] !== undefined ? 'asyncapi' : root['arazzo'] !== undefined ? 'arazzo' : 'openapi';
}

const MAX_DEPTH = 4;
