import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { Operation } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';

/**
 * An id like another one that nobody has given out: of the same type and form, and valid where the other one is. The other one itself when there
 * is no such id.
 *
 * @param like - an id that exists, or could
 * @param schema - that it keeps; `undefined` when nothing is declared
 * @param mark - the same mark gives the same id
 */
export function freshId(like: JsonValue, schema: Schema | undefined, mark: string): JsonValue {
  const random = randomFromSeed(mark, 'id');
  const next = (count: number): number => Math.floor(random.next() * count);
  const sampled = schema === undefined ? undefined : sampleFromSchema(schema, { direction: 'request', random });
  const made = sampled?.kind === 'value' ? [sampled.value] : [];
  const longer = typeof like === 'string' && like.length < DISTINCT_LENGTH && !/^\d*$/.test(like) ? [`${like}${mark}`] : [];
  const candidates = [...longer, ...likeValues(like, next), ...made];
  return (
    candidates.find((candidate) => candidate !== like && (schema === undefined || isValid(schema, candidate, { direction: 'request' }))) ??
    like
  );
}

/**
 * What a parameter in the path takes; `undefined` when nothing is declared.
 *
 * @param operation - of the parameter
 * @param name - of the parameter
 */
export function pathSchemaOf({ parameters }: Pick<Operation, 'parameters'>, name: string): Schema | undefined {
  const form = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.form;
  return form?.kind === 'style' ? form.schema : undefined;
}

function likeValues(like: JsonValue, next: (count: number) => number): readonly JsonValue[] {
  if (typeof like === 'number') return [like + 100_000_000 + next(900_000_000), like + 7_000 + next(2_000), like + 50 + next(40)];
  if (typeof like !== 'string') return [];
  if (/^\d+$/.test(like)) return [String(100_000_000 + next(900_000_000)), respelled(like, next)];
  return [respelled(like, next)];
}

/** Of the last characters each is replaced by one of its kind, so that prefixes and forms (`ord_…`, UUIDs) stay. */
function respelled(text: string, next: (count: number) => number): string {
  const kept = text.length > RESPELLED_COUNT ? text.length - RESPELLED_COUNT : 0;
  const isHexadecimal = /^[0-9a-f-]+$/i.test(text);
  const tail = [...text.slice(kept)].map((character) => {
    if (/[0-9]/.test(character)) return String(next(10));
    if (/[a-z]/.test(character)) return LETTERS.charAt(next(isHexadecimal ? 6 : 26));
    return /[A-Z]/.test(character) ? LETTERS.charAt(next(isHexadecimal ? 6 : 26)).toUpperCase() : character;
  });
  return `${text.slice(0, kept)}${tail.join('')}`;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const RESPELLED_COUNT = 12;
/** Shorter texts have too few of their kind. */
const DISTINCT_LENGTH = 5;
