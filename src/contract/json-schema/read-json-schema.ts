import { InputError } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import { dialectFromSchemaUri } from '../../schema/dialect-rules.js';
import type { Dialect } from '../../schema/dialect.js';
import type { DocumentSet, Schema } from '../../schema/schema.js';
import { resolveUri } from '../../schema/uri.js';
import type { Channel, EventOperation, Message } from '../channel.js';
import type { Contract } from '../contract.js';
import type { DocumentPort } from '../document-port.js';
import { loadDocuments } from '../load-documents.js';
import { parseDocument } from '../document.js';
import { specificationOf } from '../specification.js';

/**
 * The contract of events that only schemas describe: one channel for each schema, named as its file, to which the system sends what the schema says.
 *
 * @param name - of the contract: the file or the folder, as the user gave it
 * @param files - of the schemas, in order
 * @param port - reads them and what they refer to
 * @throws InputError `E_DOCUMENT_KIND` when none of the files is a schema, those of `parseDocument` and of the port
 */
export async function contractFromSchemaFiles(name: string, files: readonly string[], port: DocumentPort): Promise<Contract> {
  const written = await readSchemas(files, port);
  if (written.length === 0)
    throw new InputError({ code: 'E_DOCUMENT_KIND', at: { file: name }, args: { found: 'a folder without a schema' } });
  const loaded = await Promise.all(written.map(({ file }) => loadDocuments(file, knowingIds(port, written))));
  const documents: DocumentSet = {
    get: (uri) => {
      for (const each of loaded) {
        const value = each.documents.get(uri);
        if (value !== undefined) return value;
      }
      return written.find(({ id }) => id === uri)?.value;
    },
  };
  const channels = channelsFrom(written, documents);
  return {
    file: name,
    specification: 'json-schema',
    title: fileName(name),
    version: '',
    basePaths: [''],
    operations: [],
    channels,
    eventOperations: channels.map(operationOf),
    servers: [],
    securitySchemes: new Map(),
    defects: loaded.flatMap(({ defects }) => defects),
    dialect: '2020-12',
    root: written[0]?.value ?? {},
    documents,
    texts: new Map(loaded.flatMap(({ texts }) => [...texts])),
  };
}

interface WrittenSchema {
  readonly file: string;
  readonly text: string;
  readonly value: JsonValue;
  /** Its own URI without a fragment, when it has one. */
  readonly id: string | undefined;
}

/** What is no schema is left out of a folder; a file that was named alone must be one. */
async function readSchemas(files: readonly string[], port: DocumentPort): Promise<readonly WrittenSchema[]> {
  const written: WrittenSchema[] = [];
  for (const file of files) {
    const text = await port.readText(file, undefined);
    const value = parseDocument(text, file);
    if (isSchemaDocument(value, file, text)) written.push({ file, text, value, id: idOf(value) });
  }
  return written;
}

function isSchemaDocument(value: JsonValue, file: string, text: string): boolean {
  try {
    return specificationOf(value, { file, text }) === 'json-schema';
  } catch (error) {
    if (error instanceof InputError && (error.code === 'E_DOCUMENT_KIND' || error.code === 'E_DOCUMENT_VERSION')) return false;
    throw error;
  }
}

function idOf(value: JsonValue): string | undefined {
  const id = isJsonObject(value) ? value['$id'] : undefined;
  return typeof id === 'string' ? resolveUri('', id).uri : undefined;
}

/** Schemas of one folder refer to one another by `$id`, which is a URL that nobody needs to fetch. */
function knowingIds(port: DocumentPort, written: readonly WrittenSchema[]): DocumentPort {
  return {
    readText: async (file, from) => {
      const known = written.find((each) => each.file === file || (from !== undefined && each.id === file));
      return known === undefined ? port.readText(file, from) : known.text;
    },
  };
}

function channelsFrom(written: readonly WrittenSchema[], documents: DocumentSet): readonly Channel[] {
  const ids = new Set<string>();
  return written.map(({ file, value }) => {
    const id = freeId(nameOf(file), ids);
    const message = messageOf(id, { value, dialect: dialectOf(value), uri: file, pointer: '', documents });
    return { id, address: id, parameters: [], messages: [message], servers: [], bindings: new Map(), file, pointer: '' };
  });
}

function messageOf(id: string, schema: Schema): Message {
  const defects: readonly Finding[] = [];
  return {
    id,
    name: titleOf(schema.value),
    contentType: 'application/json',
    payload: { kind: 'json-schema', schema },
    headers: undefined,
    correlationId: undefined,
    key: undefined,
    examples: [],
    bindings: new Map(),
    deprecated: false,
    defects,
    file: schema.uri,
    pointer: '',
  };
}

function operationOf(channel: Channel): EventOperation {
  return {
    id: `send ${channel.id}`,
    action: 'send',
    channel,
    messages: channel.messages,
    reply: undefined,
    security: [],
    bindings: new Map(),
    file: channel.file,
    pointer: '',
  };
}

function dialectOf(value: JsonValue): Dialect {
  const named = isJsonObject(value) ? value['$schema'] : undefined;
  return (typeof named === 'string' ? dialectFromSchemaUri(named) : undefined) ?? '2020-12';
}

function titleOf(value: JsonValue): string | undefined {
  const title = isJsonObject(value) ? value['title'] : undefined;
  return typeof title === 'string' ? title : undefined;
}

function nameOf(file: string): string {
  return fileName(file).replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, '');
}

function freeId(wanted: string, ids: Set<string>): string {
  let id = wanted;
  for (let count = 2; ids.has(id); count += 1) id = `${wanted} (${count})`;
  ids.add(id);
  return id;
}

/** By hand: contracts are read in pages as well, where Node's paths are not. */
function fileName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/s, '');
}
