import type { JsonValue } from '../base/json.js';
import type { Random } from '../base/random.js';
import type { AnswerContent } from '../journal/answer-reason.js';
import type { Example, MediaType, Operation } from '../contract/contract.js';
import { type Sample, sampleFromSchema } from '../schema/sample.js';
import type { Schema } from '../schema/schema.js';
import { validate } from '../schema/validate.js';
import { textFromViolation, type Violation } from '../schema/violation.js';
import { compileHiddenDrop } from '../wire/drop-hidden.js';
import { serialiseBody } from '../wire/serialise-body.js';
import { concreteMediaType } from '../wire/concrete-media-type.js';
import { isEventStream } from './choose-response.js';
import type { Problem } from './problem.js';
import { sampleItems } from './stream/sample-items.js';

/** The body of a response, ready for the wire. */
export type Content =
  | {
      readonly kind: 'content';
      readonly contentType: string;
      readonly body: Uint8Array | string;
      readonly note: string | undefined;
      readonly from: AnswerContent;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface ContentInput {
  readonly operation: Operation;
  readonly mediaType: MediaType;
  readonly accept: string | undefined;
  /** The name of the example that was asked for. */
  readonly example: string | undefined;
  /** Present when the value is to vary. */
  readonly random: Random | undefined;
  /** How many items a stream has that no example shows. */
  readonly itemCount: number;
}

/**
 * The content of a response in one media type: the example that was asked for; a varied value when there is a random stream and a schema;
 * else the first example that keeps its own schema; else the fixed value of the schema; else, when no value keeps it, the first example
 * all the same; else nothing.
 *
 * An example that breaks the contract is served only by name: a mock that answers wrongly by default teaches its callers a wrong contract.
 *
 * @param input - one media type of the chosen response
 */
export function produceContent(input: ContentInput): Content {
  const { mediaType, example } = input;
  if (example !== undefined) {
    const named = mediaType.examples.find((candidate) => candidate.name === example);
    return named === undefined ? { kind: 'problem', problem: exampleMissing(input, example) } : contentFromExample(named, input, undefined);
  }
  if (input.random !== undefined && schemaOf(mediaType) !== undefined) return contentFromSchema(input, undefined);
  let note: string | undefined;
  for (const candidate of mediaType.examples) {
    const reason = whyNotServed(candidate, mediaType);
    if (reason === undefined) return contentFromExample(candidate, input, note);
    note ??= `example "${candidate.name}" is not served by default: ${reason}`;
  }
  const made = contentFromSchema(input, note);
  const [first] = mediaType.examples;
  // Where no value keeps the schema (two equal branches of a `oneOf`), what the contract shows is the best there is; the answer's own check tells.
  if (made.kind === 'problem' && made.problem.code === 'SCHEMA_UNSATISFIABLE' && first?.value !== undefined) {
    return contentFromExample(first, input, `no value of the schema was found: example "${first.name}" is served though it breaks it`);
  }
  return made;
}

function contentFromSchema(input: ContentInput, note: string | undefined): Content {
  const { mediaType, random } = input;
  const schema = schemaOf(mediaType);
  if (schema === undefined)
    return { kind: 'content', contentType: concreteMediaType(mediaType.name, input.accept), body: '', note, from: NOTHING };
  const sample = mediaType.schema === undefined ? itemsOf(schema, input) : sampleFromSchema(schema, { direction: 'response', random });
  if (sample.kind === 'unsatisfiable') {
    const detail = `${input.operation.id}: no value of ${schema.uri}#${schema.pointer} was found: ${sample.reason}.`;
    return { kind: 'problem', problem: { code: 'SCHEMA_UNSATISFIABLE', status: 500, detail } };
  }
  // A text of its own is no event: it is the data of one.
  const isData = typeof sample.value === 'string' && isEventStream(mediaType);
  const from = random === undefined ? FIXED : DRAWN;
  return contentFromValue(isData ? [sample.value] : sample.value, input, { note, from });
}

function itemsOf(itemSchema: Schema, { operation, mediaType, itemCount, random }: ContentInput): Sample {
  return sampleItems(itemSchema, { count: itemCount, key: operation.id, random, areEvents: isEventStream(mediaType) });
}

function contentFromExample(example: Example, input: ContentInput, note: string | undefined): Content {
  if (example.serialized !== undefined) {
    const contentType = concreteMediaType(input.mediaType.name, input.accept);
    return { kind: 'content', contentType, body: example.serialized, note, from: { from: 'example', name: example.name } };
  }
  const value = travelling(example, input.mediaType);
  if (value !== undefined) return contentFromValue(value, input, { note, from: { from: 'example', name: example.name } });
  // Only elsewhere (`externalValue`), and a mock fetches nothing.
  return contentFromSchema(input, `example "${example.name}" is not in the contract: ${example.externalValue ?? 'it has no value'}`);
}

interface Origin {
  readonly note: string | undefined;
  readonly from: AnswerContent;
}

const NOTHING: AnswerContent = { from: 'none' };
const FIXED: AnswerContent = { from: 'schema' };
const DRAWN: AnswerContent = { from: 'drawn' };

function contentFromValue(value: JsonValue, input: ContentInput, { note, from }: Origin): Content {
  const contentType = concreteMediaType(input.mediaType.name, input.accept);
  const serialised = serialiseBody(input.mediaType, value, contentType);
  if (serialised.kind === 'problem') {
    const detail = `${input.operation.id}: ${serialised.message}.`;
    return { kind: 'problem', problem: { code: 'SERIALIZATION_ERROR', status: 500, detail } };
  }
  return { kind: 'content', contentType: serialised.contentType, body: serialised.body, note, from };
}

function whyNotServed(example: Example, mediaType: MediaType): string | undefined {
  if (example.serialized !== undefined) return undefined;
  const value = travelling(example, mediaType);
  if (value === undefined) return 'its value is not in the contract';
  const [violation] = violationsOf(value, mediaType);
  if (violation === undefined) return undefined;
  return `${violation.instancePointer === '' ? 'it' : violation.instancePointer} ${textFromViolation(violation)}`;
}

function violationsOf(value: JsonValue, { schema, itemSchema }: MediaType): readonly Violation[] {
  if (schema !== undefined) return validate(schema, value, { direction: 'response' });
  if (itemSchema === undefined) return [];
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => validate(itemSchema, item, { direction: 'response' }));
}

/** The example's value without its `writeOnly` members: those are for requests. */
function travelling(example: Example, { schema }: MediaType): JsonValue | undefined {
  if (example.value === undefined || schema === undefined) return example.value;
  return compileHiddenDrop(schema, 'response')?.(example.value) ?? example.value;
}

function schemaOf(mediaType: MediaType): Schema | undefined {
  return mediaType.schema ?? mediaType.itemSchema;
}

function exampleMissing(input: ContentInput, name: string): Problem {
  const known = input.mediaType.examples.map((example) => example.name).join(', ') || 'none';
  const detail = `${input.operation.id} has no example "${name}" for this response in ${input.mediaType.name}; there are: ${known}.`;
  return { code: 'NOT_FOUND', status: 404, detail };
}
