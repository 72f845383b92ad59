import type { JsonValue } from '../../../base/json.js';
import { tokensFromPointer } from '../../../base/json-pointer.js';
import { parseMediaType } from '../../../base/media-type.js';
import type { Operation } from '../../../contract/contract.js';
import { clausesFromNode } from '../../../schema/clauses.js';
import type { Schema } from '../../../schema/schema.js';
import { mediaTypeForContent } from '../../../wire/select-media-type.js';
import { responseForStatus } from '../../../wire/select-response.js';
import { nodesAt } from '../nodes-at.js';
import type { ReadMember, ReceivedAnswer } from '../usage.js';
import type { AnswerNotes, NotedRead } from './read-log.js';

/** Which answers were noted. */
interface AnswerKind {
  readonly operation: Operation;
  readonly status: number;
  readonly mediaType: string | undefined;
}

/**
 * What is known of what was read of answers: a member that is not there and that no schema speaks of is nothing that a consumer relies on, and
 * a value that was survived is new when the schema names others.
 *
 * @param notes - of answers of one kind
 * @param kind - which, so that their schema is found
 */
export function readsOfNotes(notes: AnswerNotes, kind: AnswerKind): Pick<ReceivedAnswer, 'reads' | 'headers'> {
  const schema = schemaOf(kind);
  const headers = notes.headers.has('*') ? undefined : [...notes.headers].filter((name) => name !== 'content-type');
  if (!notes.isTracked) return { reads: undefined, headers };
  const known = [...notes.reads].filter(([pointer, { wasThere }]) => wasThere || isSpokenOf(schema, pointer));
  return { reads: known.map(([pointer, read]) => readMember(pointer, read, schema)), headers };
}

function readMember(pointer: string, { count, survived, survivedValues }: NotedRead, schema: Schema | undefined): ReadMember {
  const values = enumeratedAt(schema, pointer);
  const isNew = (value: JsonValue): boolean => !values.includes(value) && values.some((each) => typeof each === typeof value);
  const newValue = values.length > 0 && [...survivedValues].some(isNew);
  return { pointer, count, survives: { ...survived, newValue } };
}

function schemaOf({ operation, status, mediaType }: AnswerKind): Schema | undefined {
  const actual = mediaType === undefined ? undefined : parseMediaType(mediaType);
  const content = responseForStatus(operation, status)?.content ?? [];
  return actual === undefined ? undefined : mediaTypeForContent(content, actual)?.schema;
}

function isSpokenOf(schema: Schema | undefined, pointer: string): boolean {
  return schema !== undefined && nodesAt(schema, tokensFromPointer(pointer)).length > 0;
}

function enumeratedAt(schema: Schema | undefined, pointer: string): readonly JsonValue[] {
  if (schema === undefined) return [];
  return nodesAt(schema, tokensFromPointer(pointer)).flatMap((node) => {
    const clauses = clausesFromNode(node);
    const values = clauses.get('enum')?.value;
    const only = clauses.get('const')?.value;
    return [...(Array.isArray(values) ? (values as readonly JsonValue[]) : []), ...(only === undefined ? [] : [only])];
  });
}
