/** A value of JSON (RFC 8259 §3), as parsed. Members that a type marks optional may be `undefined` in memory, never on the wire. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object of JSON (RFC 8259 §4). */
export interface JsonObject {
  readonly [member: string]: JsonValue | undefined;
}

/**
 * Whether the value is an object of JSON: not `null`, not an array.
 *
 * @param value - anything that came out of a parser
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
