import type { Finding } from '../finding/finding.js';
import { knowingCloudEvents } from './asyncapi/cloud-events.js';
import { contractFromAsyncApi } from './asyncapi/read-asyncapi.js';
import type { Contract, SecurityScheme, Specification } from './contract.js';
import type { DocumentPort } from './document-port.js';
import { contractFromSchemaFiles } from './json-schema/read-json-schema.js';
import type { LoadedDocuments } from './load-documents.js';
import { loadDocuments } from './load-documents.js';
import { infoOf } from './openapi/info.js';
import { outlineOf } from './openapi/outline.js';
import type { DocumentNode, Reading } from './openapi/reading.js';
import { childNode, reportWrongType } from './openapi/reading.js';
import { securitySchemesOf } from './openapi/security.js';
import { basePathsOf } from './openapi/servers.js';
import { dialectOf, specificationOf } from './specification.js';

export type { DocumentPort } from './document-port.js';

/**
 * The contract that a document describes: OpenAPI (2.0 to 3.2), AsyncAPI (2.0 to 3.1), a JSON Schema or a folder of them. Of OpenAPI only the outline is
 * read; operations are read when they are asked for. What is wrong below the root is a defect of the contract or of what it harms, never an error.
 *
 * @param file - a path as the user gave it, a URL, or `-`; a folder or a glob stands for all schemas in it
 * @param port - reads the file and the files its references lead to
 * @throws InputError `E_DOCUMENT_KIND` or `E_DOCUMENT_VERSION` when it is no document we know, those of `parseDocument`, those of the port
 */
export async function readContract(file: string, port: DocumentPort): Promise<Contract> {
  const files = await port.listFiles?.(file);
  const knowing = knowingCloudEvents(port);
  if (files !== undefined) return contractFromSchemaFiles(file, files, knowing);
  const loaded = await loadDocuments(file, knowing);
  const specification = specificationOf(loaded.root, { file, text: loaded.texts.get(file) ?? '' });
  if (specification === 'json-schema') return contractFromSchemaFiles(file, [file], onceRead(knowing, file, loaded));
  if (specification.startsWith('asyncapi')) return contractFromAsyncApi(file, loaded, specification);
  return contractFromOpenApi(file, loaded, specification);
}

/** Standard input can be read only once. */
function onceRead(port: DocumentPort, file: string, { texts }: LoadedDocuments): DocumentPort {
  const text = texts.get(file);
  return { readText: async (name, from) => (name === file && text !== undefined ? text : port.readText(name, from)) };
}

function contractFromOpenApi(file: string, loaded: LoadedDocuments, specification: Specification): Contract {
  const { root, documents, texts } = loaded;
  const defects: Finding[] = [...loaded.defects];
  const reading: Reading = { documents, dialect: dialectOf(specification, root), specification, operation: undefined, defects };
  const node: DocumentNode = { value: root, uri: file, pointer: '' };
  const declared = securitySchemesOf(reading, node);
  notePaths(reading, node);
  const { entries, schemeNames } = outlineOf(reading, node, new Set(declared.keys()));
  return {
    file,
    specification,
    ...infoOf(reading, node),
    basePaths: basePathsOf(reading, node),
    operations: entries,
    channels: [],
    eventOperations: [],
    servers: [],
    securitySchemes: withUndeclared(declared, schemeNames),
    defects,
    dialect: reading.dialect,
    root,
    documents,
    texts,
  };
}

/** `paths` may be absent from OpenAPI 3.1 on, when there are webhooks or components. */
function notePaths(reading: Reading, root: DocumentNode): void {
  const needsPaths = reading.specification === '2.0' || reading.specification === '3.0';
  if (needsPaths && childNode(root, 'paths').value === undefined) reportWrongType(reading, childNode(root, 'paths'), 'object');
}

function withUndeclared(declared: ReadonlyMap<string, SecurityScheme>, names: ReadonlySet<string>): ReadonlyMap<string, SecurityScheme> {
  const undeclared = [...names].filter((name) => !declared.has(name));
  return new Map([...declared, ...undeclared.map((name) => [name, { kind: 'unknown', type: '' }] as const)]);
}
