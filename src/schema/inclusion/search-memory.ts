import type { JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import { nodeFromSchema } from '../node.js';
import type { Schema } from '../schema.js';
import type { InclusionProof, InclusionQuestion } from './inclusion-question.js';
import type { OpenPart } from './schema-comparison.js';
import type { Wholes } from './wholes-with-part.js';

/** What searches in the schemas of the same two versions leave to the following ones. */
export interface SearchMemory {
  /** Causes that have a small witness already, by `causeOf`: theirs is not made smaller again. */
  readonly told: ReadonlySet<string>;
  /** By `partKey`: what may be written at a place alone and not read there. */
  readonly witnesses: Map<string, readonly JsonValue[]>;
  /** By `partKey`: places that showed nothing, alone or in a whole. */
  readonly futile: Set<string>;
  /** By a writer's schema, of whichever version: whole values around parts. */
  readonly wholes: Map<Node, Wholes>;
  /** What is open of a part, by whoever proves the wholes. */
  readonly prove?: (question: InclusionQuestion) => InclusionProof;
}

/**
 * A memory that knows nothing.
 *
 * @param given - what else searches may use
 */
export function createSearchMemory({ told = new Set(), ...given }: Partial<Pick<SearchMemory, 'told' | 'prove'>> = {}): SearchMemory {
  return { ...given, told, witnesses: new Map(), futile: new Set(), wholes: new Map() };
}

/**
 * What the question of an open place is known by. Where the same words stand at several places of a version the same is asked, so that it is
 * not the pointers that tell: what is found is tried in each whole anew.
 *
 * @param asked - the place alone
 * @param part - what was left open there
 */
export function partKey({ writer, reader, mode }: InclusionQuestion, part: OpenPart): string {
  const isInner = part.reader.uri === reader.uri && part.reader.pointer.startsWith(reader.pointer);
  const clause = isInner ? part.reader.pointer.slice(reader.pointer.length) : `${part.reader.uri}#${part.reader.pointer}`;
  return `${mode} ${wordsOf(writer)} ${wordsOf(reader)} ${clause}`;
}

/** With what references are relative to. */
function wordsOf(schema: Schema): string {
  const { dialect, uri, pointer, value } = schema;
  const words = JSON.stringify(value);
  return words.length > MAX_WORDS_LENGTH ? `${uri}#${pointer}` : `${dialect} ${nodeFromSchema(schema).resource.uri} ${words}`;
}

/** What is longer is a component, and stands once. */
const MAX_WORDS_LENGTH = 2_000;
