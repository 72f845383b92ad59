import { isJsonObject } from '../base/json.js';
import type { Finding } from '../finding/finding.js';
import type { Contract, SecurityScheme } from './contract.js';
import type { DocumentPort } from './document-port.js';
import { loadDocuments } from './load-documents.js';
import { outlineOf } from './openapi/outline.js';
import type { DocumentNode, Reading } from './openapi/reading.js';
import { childNode, objectOf, reportDefect, reportWrongType } from './openapi/reading.js';
import { securitySchemesOf } from './openapi/security.js';
import { basePathsOf } from './openapi/servers.js';
import { dialectOf, specificationOf } from './specification.js';

export type { DocumentPort } from './document-port.js';

/**
 * The contract that an OpenAPI document (2.0, 3.0, 3.1 or 3.2) describes. Only its outline is read; operations are read when they are asked for.
 * What is wrong below the root is a defect of the contract or of the operation it harms, never an error.
 *
 * @param file - a path as the user gave it, a URL, or `-`
 * @param port - reads the file and the files its references lead to
 * @throws InputError `E_DOCUMENT_KIND` or `E_DOCUMENT_VERSION` when it is no OpenAPI document we know, those of `parseDocument`, those of the port
 */
export async function readContract(file: string, port: DocumentPort): Promise<Contract> {
  const { root, documents, texts, defects: loadDefects } = await loadDocuments(file, port);
  const specification = specificationOf(root, { file, text: texts.get(file) ?? '' });
  const defects: Finding[] = [...loadDefects];
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

/** @see https://spec.openapis.org/oas/v3.1.1.html#info-object */
function infoOf(reading: Reading, root: DocumentNode): Pick<Contract, 'title' | 'version'> {
  const info = childNode(root, 'info');
  if (info.value === undefined) reportDefect(reading, 'contract/info-missing', root, { missing: 'info' });
  if (objectOf(reading, info) === undefined) return { title: '', version: '' };
  return { title: infoText(reading, info, 'title'), version: infoText(reading, info, 'version') };
}

function infoText(reading: Reading, info: DocumentNode, name: 'title' | 'version'): string {
  const member = childNode(info, name);
  if (member.value === undefined) reportDefect(reading, 'contract/info-missing', info, { missing: name });
  else if (typeof member.value !== 'string') reportWrongType(reading, member, 'string');
  // `version: 1.0` is a number in YAML, and what was meant is plain.
  return member.value === undefined || member.value === null || isJsonObject(member.value) ? '' : String(member.value);
}

function withUndeclared(declared: ReadonlyMap<string, SecurityScheme>, names: ReadonlySet<string>): ReadonlyMap<string, SecurityScheme> {
  const undeclared = [...names].filter((name) => !declared.has(name));
  return new Map([...declared, ...undeclared.map((name) => [name, { kind: 'unknown', type: '' }] as const)]);
}
