import { HostError, InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { resolveUri } from '../schema/uri.js';
import type { Finding } from '../finding/finding.js';
import type { DocumentSet } from '../schema/schema.js';
import { parseDocumentLeniently } from './document.js';
import type { DocumentPort } from './document-port.js';
import type { ParsedDocument } from './parsed-document.js';
import { referencesIn } from './written-reference.js';

/** The root document and every document that its references lead to. */
export interface LoadedDocuments {
  readonly root: JsonValue;
  readonly documents: DocumentSet;
  readonly texts: ReadonlyMap<string, string>;
  /** Files that could not be loaded, and what their parser forgave in the others. */
  readonly defects: readonly Finding[];
}

/**
 * Reads a document and, when it refers to others, those too. A referenced document that cannot be loaded is a defect; the root must load.
 *
 * @param file - as the user gave it
 * @param port - reads every text
 * @throws InputError when the root document cannot be read or parsed
 */
export async function loadDocuments(file: string, port: DocumentPort): Promise<LoadedDocuments> {
  const text = await port.readText(file, undefined);
  const loading: Loading = {
    port,
    parsed: new Map(),
    texts: new Map([[file, text]]),
    aliases: new Map(),
    defects: [],
    loads: new Map(),
  };
  const root = keep(loading, file, text);
  if (EXTERNAL_REFERENCE.test(text)) {
    await loadReferenced(loading, file, root);
    await loadRest(loading);
  }
  return { root, documents: documentSet(loading), texts: loading.texts, defects: loading.defects };
}

interface Loading {
  readonly port: DocumentPort;
  readonly parsed: Map<string, JsonValue>;
  readonly texts: Map<string, string>;
  /** Other names of loaded documents: `$self`, and the root's name without `./`. */
  readonly aliases: Map<string, string>;
  readonly defects: Finding[];
  /** What was asked for, whether it came, is to come or could not be loaded: nothing is asked for twice. */
  readonly loads: Map<string, Promise<JsonValue>>;
}

/** A `$ref` whose value does not begin with `#`, in JSON or YAML. Looking for it in 13 MB takes 5 ms; walking the values takes longer. */
const EXTERNAL_REFERENCE = /\$ref["']?\s*:\s*["']?(?!["'#\s])./;

function keep(loading: Loading, uri: string, text: string): JsonValue {
  const { value, duplicateKeys }: ParsedDocument = parseDocumentLeniently(text, uri);
  loading.parsed.set(uri, value);
  loading.texts.set(uri, text);
  for (const { key, place } of duplicateKeys)
    loading.defects.push({ code: 'contract/duplicate-key', severity: 'warning', place, args: { key } });
  const self = isJsonObject(value) ? value['$self'] : undefined;
  const names = [resolveUri('', uri).uri, typeof self === 'string' ? resolveUri(uri, self).uri : uri];
  for (const name of names) if (name !== uri) loading.aliases.set(name, uri);
  return value;
}

function documentSet({ parsed, aliases }: Loading): DocumentSet {
  return { get: (uri) => parsed.get(uri) ?? parsed.get(aliases.get(uri) ?? '') };
}

/**
 * `@apidevtools/swagger-parser` walks the documents and asks us for each file; what it returns is not used, so that places stay those of the files.
 * The root stands inside of a document that it accepts whatever the version, because only its references matter here.
 */
async function loadReferenced(loading: Loading, file: string, root: JsonValue): Promise<void> {
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  const names = new Map<string, string>();
  const read = async (target: ReferencedFile): Promise<JsonValue> => {
    const base = names.get(withoutFragment(target.baseUrl ?? '')) ?? file;
    const { uri } = resolveUri(base, target.reference ?? '');
    names.set(withoutFragment(target.url), uri);
    return load(loading, uri, base);
  };
  const port = { order: 1, canRead: true, read: async (target: ReferencedFile) => ({ parsed: await read(target) }) };
  const unwrap = {
    order: 1,
    allowEmpty: true,
    canParse: true,
    parse: ({ data }: { data: unknown }) => (data as { parsed: JsonValue }).parsed,
  };
  const crawl = {
    resolve: { external: true, file: false, http: false, port },
    parse: { json: false, yaml: false, text: false, binary: false, unwrap },
  };
  const wrapped = { swagger: '2.0', info: { title: '', version: '' }, paths: {}, 'x-root': root };
  try {
    await new SwaggerParser().resolve(CRAWL_ROOT, wrapped as never, crawl as never);
  } catch (error) {
    // One reference that is no URL ends its whole work. What it did not come to is loaded after it, so nothing is lost.
    if (!isUrlError(error)) throw error;
  }
}

/** `ERR_INVALID_URL` of Node; `URIError` of a `%` that is no escape. */
function isUrlError(error: unknown): boolean {
  return error instanceof URIError || (error as { readonly code?: unknown }).code === 'ERR_INVALID_URL';
}

/**
 * Loads what the crawl left out: it ends at a reference that is no URL, and takes different names of ours (`a%20b.yaml`, `a b.yaml`) for one.
 * A map gives the entries that are added while it is walked, so documents that come in are walked too.
 */
async function loadRest(loading: Loading): Promise<void> {
  for (const [uri, value] of loading.parsed) {
    for (const { reference } of referencesIn(value)) {
      const target = resolveUri(uri, reference).uri;
      if (target !== uri) await load(loading, target, uri);
    }
  }
}

/** What `json-schema-ref-parser` tells a resolver of the file it wants. */
interface ReferencedFile {
  readonly url: string;
  readonly reference?: string;
  readonly baseUrl?: string;
}

/** A server that invents a further reference in every answer is left at some point. */
const MAX_DOCUMENT_COUNT = 10_000;

/** Never read: a name for the root that no reference can mean. */
const CRAWL_ROOT = 'https://root.invalid/a/b/c/d/e/f/root.json';

function load(loading: Loading, uri: string, from: string): Promise<JsonValue> {
  const known = documentSet(loading).get(uri);
  if (known !== undefined) return Promise.resolve(known);
  const loaded = loading.loads.get(uri) ?? loadNow(loading, uri, from);
  loading.loads.set(uri, loaded);
  return loaded;
}

async function loadNow(loading: Loading, uri: string, from: string): Promise<JsonValue> {
  try {
    if (loading.loads.size > MAX_DOCUMENT_COUNT) throw new InputError({ code: 'E_DOCUMENT_TOO_LARGE', at: { file: from } });
    const text = await loading.port.readText(uri, from);
    return keep(loading, uri, text);
  } catch (error) {
    if (!(error instanceof InputError) && !(error instanceof HostError)) throw error;
    // What needs it says so, each at its own reference; here stands the reason, once.
    loading.defects.push(unreadableFinding(loading, { uri, from, error }));
    return {};
  }
}

interface Unreadable {
  readonly uri: string;
  readonly from: string;
  readonly error: InputError | HostError;
}

function unreadableFinding(loading: Loading, { uri, from, error }: Unreadable): Finding {
  const pointer = referencePointer(loading.parsed.get(from), (reference) => resolveUri(from, reference).uri === uri);
  const inner = error instanceof InputError ? error.at : undefined;
  const place = { file: from, ...(pointer === undefined ? {} : { pointer }) };
  const args = { ...error.args, reason: error.code, reference: uri, line: inner?.line, column: inner?.column };
  // What looks like a reference inside of an extension or an example most likely is only data.
  const severity = pointer !== undefined && /\/(?:x-[^/]*|examples?)\//.test(pointer) ? 'info' : 'warning';
  return { code: 'contract/file-unreadable', severity, place, args };
}

function referencePointer(value: JsonValue | undefined, isMeant: (reference: string) => boolean): string | undefined {
  for (const { pointer, reference } of referencesIn(value)) if (isMeant(reference)) return pointer;
  return undefined;
}

function withoutFragment(uri: string): string {
  return uri.split('#')[0] ?? '';
}
