import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { Encoding } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import type { Coercion } from './coerce-text.js';
import { compileCoercion } from './coerce-text.js';
import type { Part } from './multipart.js';
import { parseJsonText } from './parse-json.js';
import type { Reading, ReadingPlan } from './reading-plan.js';
import { planReading } from './reading-plan.js';
import { branchesFromSchemas } from './schema-branch.js';
import { textFromBytes } from './text-from-bytes.js';

/** What is known of the parts of one name before a body comes. */
export interface PartPlan {
  /** Of the whole member. */
  readonly whole: ReadingPlan;
  /** Of one part: an item where the member may be a list. */
  readonly coerce: Coercion;
  /** Whether a part may stand for a string: then the bytes of a file do. */
  readonly takesText: boolean;
  readonly encoding: Encoding | undefined;
}

/**
 * The plan of the parts of one name.
 *
 * @param schemas - of the member; all of them hold
 * @param encoding - of the member, if the contract gives one
 */
export function planPart(schemas: readonly Schema[], encoding: Encoding | undefined): PartPlan {
  const whole = planReading(schemas);
  const itemSchemas = whole.shapes.includes('array') ? branchesFromSchemas(schemas).flatMap((branch) => branch.items) : schemas;
  const branches = branchesFromSchemas(itemSchemas);
  const takesText = branches.some((branch) => branch.types === undefined || branch.types.has('string'));
  return { whole, coerce: compileCoercion(itemSchemas), takesText, encoding };
}

/**
 * The value of one part: JSON as it says, a file as a string of its bytes, any other text with the type its schema asks for.
 *
 * @param part - of a multipart body
 * @param plan - of its name
 * @see OpenAPI 3.1.1 §4.8.15.1.1 (contentType: defaults)
 */
export function readPart(part: Part, plan: PartPlan): Reading {
  const contentType = part.contentType ?? (part.filename === undefined ? plan.encoding?.contentType : undefined);
  const mediaType = contentType === undefined ? undefined : parseMediaType(contentType);
  const isText = mediaType === undefined ? part.filename === undefined : mediaType.type === 'text' || isJsonMediaType(mediaType);
  if (!isText || (part.filename !== undefined && plan.takesText)) return { kind: 'value', value: binaryText(part.body) };
  const text = textFromBytes(part.body, mediaType?.parameters.get('charset'));
  // Without a type of its own a part may still be bytes.
  if (text === undefined)
    return part.contentType === undefined
      ? { kind: 'value', value: binaryText(part.body) }
      : { kind: 'malformed', message: 'is not text in its charset' };
  if (mediaType !== undefined && isJsonMediaType(mediaType)) {
    const parsed = parseJsonText(text);
    if (parsed.kind === 'value') return parsed;
    // A declared, not a sent, content type is only a guess at what the part is.
    if (part.contentType !== undefined) return parsed;
  }
  return { kind: 'value', value: plan.coerce(text) };
}

/**
 * The member that the parts of one name make: one part is the value itself where that validates or no list is asked for, else an item.
 *
 * @param values - of the parts, at least one
 * @param plan - of their name
 */
export function memberFromParts(values: readonly JsonValue[], { whole }: PartPlan): JsonValue {
  const [first] = values;
  if (values.length !== 1 || first === undefined) return values;
  if (!whole.shapes.includes('array') || Array.isArray(first)) return first;
  return whole.shapes.length > 1 && whole.accepts(first) ? first : values;
}

/** One character per byte, so that `maxLength` counts bytes. */
function binaryText(bytes: Uint8Array): string {
  return LATIN_1.decode(bytes);
}

const LATIN_1 = new TextDecoder('latin1');
