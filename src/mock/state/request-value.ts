import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { MediaType, Operation } from '../../contract/contract.js';
import { nounFromWord } from '../../contract/resource-name.js';
import type { Schema } from '../../schema/schema.js';
import { schemaMembers } from '../../schema/schema-members.js';
import { declaredMembers } from './declared-members.js';

/** What a client says of a thing. */
export interface SentThing {
  readonly value: JsonObject;
  /** The members that a client decides: those that requests declare and that are not `readOnly`. */
  readonly clients: ReadonlySet<string>;
  /** What the contract puts in the place of absent members. */
  readonly defaults: JsonObject;
}

/**
 * The thing in the body of a request, taken out of what stands around it; `undefined` when the body is no object.
 *
 * @param operation - that was called
 * @param body - as it was read, without `readOnly` members; `undefined` counts as an empty one
 * @param around - what stands around such a thing in answers, and its noun
 */
export function sentThing(
  operation: Operation,
  body: JsonValue | Uint8Array | undefined,
  around: { readonly path: readonly string[]; readonly noun: string },
): SentThing | undefined {
  if (body instanceof Uint8Array) return body.length === 0 ? NOTHING : undefined;
  const outer = body ?? {};
  if (!isJsonObject(outer)) return undefined;
  const schema = operation.requestBody?.content.find(mediaTypeTakesJson)?.schema;
  const wrapper = wrapperOf(outer, around);
  const inner = wrapper === undefined ? outer : outer[wrapper];
  const declared = schema === undefined || wrapper === undefined ? schema : declaredMembers(schema).schemas.get(wrapper);
  return { value: isJsonObject(inner) ? inner : {}, ...declaredBy(declared) };
}

/**
 * Whether bodies of a media type are values that can be remembered.
 *
 * @param mediaType - of a request
 */
export function mediaTypeTakesJson({ name }: MediaType): boolean {
  const parsed = parseMediaType(name);
  if (name === '*/*') return true;
  return (
    parsed !== undefined &&
    (isJsonMediaType(parsed) || parsed.essence === 'application/x-www-form-urlencoded' || parsed.essence === 'multipart/form-data')
  );
}

function wrapperOf(outer: JsonObject, around: { readonly path: readonly string[]; readonly noun: string }): string | undefined {
  const names = Object.keys(outer);
  const [own] = around.path;
  if (own !== undefined && isJsonObject(outer[own])) return own;
  const [only] = names;
  return names.length === 1 && only !== undefined && isJsonObject(outer[only]) && nounFromWord(only) === around.noun ? only : undefined;
}

function declaredBy(schema: Schema | undefined): Pick<SentThing, 'clients' | 'defaults'> {
  if (schema === undefined) return NOTHING;
  let known = KNOWN.get(schema);
  if (known === undefined) {
    const members = schemaMembers(schema);
    const names = [...declaredMembers(schema).schemas.keys()].filter((name) => members.get(name)?.readOnly !== true);
    const defaults = [...members.values()].flatMap(({ name, defaultValue, readOnly }) =>
      defaultValue === undefined || readOnly ? [] : [[name, defaultValue] as const],
    );
    known = { clients: new Set(names), defaults: Object.fromEntries(defaults) };
    KNOWN.set(schema, known);
  }
  return known;
}

const NOTHING: SentThing = { value: {}, clients: new Set(), defaults: {} };
const KNOWN = new WeakMap<Schema, Pick<SentThing, 'clients' | 'defaults'>>();
