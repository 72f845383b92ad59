import type { Event } from 'js-yaml';
import { CORE_SCHEMA, constructFromEvents, EVENT_ID, mergeTag, YAMLException } from 'js-yaml';
import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { MAX_DOCUMENT_DEPTH, tooDeep } from './document-depth.js';
import { lineColumnsOf } from './line-column.js';
import type { DuplicateKey, ParsedDocument } from './parsed-document.js';
import { yamlEvents } from './yaml-events.js';

/** The schema is YAML 1.2 core, where dates and `yes` are text, with the merge keys (`<<`) that OpenAPI documents use. */
const YAML_SCHEMA = CORE_SCHEMA.withTags(mergeTag);
/** Counting nodes ahead takes a while, so texts of usual size are spared it. */
const MAX_UNCOUNTED_CHARACTER_COUNT = 16 * 1024 * 1024;
const MAX_NODE_COUNT = 5_000_000;
const MAX_ALIAS_COUNT = 100_000;
const MAX_MERGE_KEY_COUNT = 1_000_000;
/** A document with aliases may stand for this many values once all aliases are written out. GitHub's 13 MB document has 600,000. */
const MAX_EXPANDED_NODE_COUNT = 5_000_000;

/**
 * The value of a YAML text. Aliases share their value: the tree is a graph without circles, of bounded size when written out.
 *
 * @param text - without a byte order mark
 * @param file - for messages
 * @throws InputError as `parseDocument` does
 * @see https://yaml.org/spec/1.2.2/
 */
export function parseYaml(text: string, file: string): ParsedDocument {
  if (text.length > MAX_UNCOUNTED_CHARACTER_COUNT && nodeCountAtMost(text) > MAX_NODE_COUNT) {
    throw new InputError({ code: 'E_DOCUMENT_TOO_LARGE', at: { file }, args: { maxBytes: MAX_UNCOUNTED_CHARACTER_COUNT } });
  }
  const zeroOffset = text.indexOf('\0');
  if (zeroOffset !== -1) {
    const at = { file, ...lineColumnsOf(text)(zeroOffset) };
    throw new InputError({ code: 'E_DOCUMENT_SYNTAX', at, args: { format: 'YAML', reason: 'a zero byte: this is no text' } });
  }
  try {
    const events = yamlEvents(text);
    const parsed = valueFromEvents(events, text, file);
    if (events.some((event) => event.type === EVENT_ID.ALIAS)) assertBounded(parsed.value, file);
    return parsed;
  } catch (error) {
    throw inputErrorFrom(error, text, file);
  }
}

/** The parser keeps an event of some hundred bytes for every node, before we see any. No text of a document has so many nodes; one made to fill the memory has. */
function nodeCountAtMost(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === LINE_FEED || unit === COMMA || unit === OPEN_BRACKET || unit === OPEN_BRACE) count += 1;
  }
  return count;
}

const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

function valueFromEvents(events: Event[], source: string, file: string): ParsedDocument {
  const limits = { source, schema: YAML_SCHEMA, maxAliases: MAX_ALIAS_COUNT, maxTotalMergeKeys: MAX_MERGE_KEY_COUNT };
  try {
    return { value: onlyDocument(constructFromEvents(events, limits), file), duplicateKeys: [] };
  } catch (error) {
    if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') throw error;
    // Lenient: read again, the last one wins as in JSON, and say where the first of them stands.
    const value = onlyDocument(constructFromEvents(events, { ...limits, json: true }), file);
    return { value, duplicateKeys: [duplicateKeyFrom(error, source, file)] };
  }
}

function onlyDocument(documents: unknown[], file: string): JsonValue {
  if (documents.length === 1) return documents[0] as JsonValue;
  const reason = documents.length === 0 ? 'the document is empty' : `${documents.length} documents in one file, expected one`;
  throw new InputError({ code: 'E_DOCUMENT_SYNTAX', at: { file, line: 1, column: 1 }, args: { format: 'YAML', reason } });
}

function duplicateKeyFrom(error: YAMLException, source: string, file: string): DuplicateKey {
  const offset = error.mark?.position ?? 0;
  const key = /^[^\s:'"]+|(?<=^')[^']*|(?<=^")[^"]*/.exec(source.slice(offset, offset + 200))?.[0] ?? '';
  return { key, place: { file, ...lineColumnsOf(source)(offset) } };
}

function inputErrorFrom(error: unknown, text: string, file: string): unknown {
  if (error instanceof RangeError) return tooDeep(file);
  if (!(error instanceof YAMLException)) return error;
  if (/maxDepth|nesting/i.test(error.reason)) return tooDeep(file);
  if (/maxAliases|maxTotalMergeKeys|merge sequence size/.test(error.reason)) return aliasError(file, error.reason);
  const at = { file, ...lineColumnsOf(text)(Math.min(error.mark?.position ?? 0, text.length)) };
  // Not kept as the cause: it holds the whole text, and a crash report would print it.
  return new InputError({ code: 'E_DOCUMENT_SYNTAX', at, args: { format: 'YAML', reason: error.reason } });
}

function aliasError(file: string, reason: string): InputError {
  return new InputError({ code: 'E_DOCUMENT_ALIASES', at: { file }, args: { reason, maxNodeCount: MAX_EXPANDED_NODE_COUNT } });
}

/** Counts what the graph would be as a tree: each shared node is measured once, so a bomb of 2^60 values costs a few steps. */
function assertBounded(value: JsonValue, file: string): void {
  const measures = new Map<object, Measure>();
  const open = new Set<object>();
  const measure = (node: unknown): Measure => {
    if (typeof node !== 'object' || node === null) return LEAF;
    const known = measures.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) throw aliasError(file, 'an alias stands inside of what it names');
    if (open.size > MAX_DOCUMENT_DEPTH) throw tooDeep(file);
    open.add(node);
    const whole = Object.values(node).map(measure).reduce(joined, LEAF);
    open.delete(node);
    if (whole.nodeCount > MAX_EXPANDED_NODE_COUNT) throw aliasError(file, 'the aliases stand for too many values');
    // A chain of aliases is deep though each of its links is shallow in the text.
    if (whole.levelCount > MAX_DOCUMENT_DEPTH) throw tooDeep(file);
    measures.set(node, whole);
    return whole;
  };
  measure(value);
}

interface Measure {
  readonly nodeCount: number;
  readonly levelCount: number;
}

const LEAF: Measure = { nodeCount: 1, levelCount: 1 };

function joined(whole: Measure, part: Measure): Measure {
  return { nodeCount: whole.nodeCount + part.nodeCount, levelCount: Math.max(whole.levelCount, part.levelCount + 1) };
}
