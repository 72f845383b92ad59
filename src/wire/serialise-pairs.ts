import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { ParameterStyle } from '../contract/contract.js';

/** How one value is written as text. */
export interface WrittenStyle {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly encode: (text: string) => string;
  /** Between the pairs: `&` in a query, `; ` in cookies. */
  readonly separator: string;
}

/**
 * A value as pairs in the styles of queries, forms and cookies; `''` for an empty list or object.
 *
 * @param value - any JSON value
 * @param style - form, cookie, spaceDelimited, pipeDelimited, tabDelimited or deepObject
 */
export function pairsFromValue(value: JsonValue, style: WrittenStyle): string {
  const { encode, separator } = style;
  const name = encode(style.name);
  if (Array.isArray(value) && style.style === 'deepObject') return value.map((item) => `${name}=${leafText(item, encode)}`).join(separator);
  if (Array.isArray(value)) {
    if (style.explode) return value.map((item) => `${name}=${leafText(item, encode)}`).join(separator);
    return value.length === 0 ? '' : `${name}=${joined(value, style)}`;
  }
  if (!isJsonObject(value)) return `${name}=${leafText(value, encode)}`;
  const members = membersOf(value);
  if (style.style === 'deepObject') return deepPairs(style.name, value, encode).join(separator);
  if (style.explode) return members.map(([member, item]) => `${encode(member)}=${leafText(item, encode)}`).join(separator);
  return members.length === 0 ? '' : `${name}=${joined(members.flat(), style)}`;
}

function joined(parts: readonly JsonValue[], { style, encode }: WrittenStyle): string {
  return parts.map((part) => leafText(part, encode)).join(JOINERS[style] ?? ',');
}

/** Brackets nest here as clients write them; the specification stops at one level. What is empty is written as an empty text. */
function deepPairs(name: string, value: JsonValue, encode: (text: string) => string): readonly string[] {
  const members: readonly (readonly [name: string | number, value: JsonValue])[] = isJsonObject(value)
    ? membersOf(value)
    : Array.isArray(value)
      ? [...value.entries()]
      : [];
  if (members.length > 0) return members.flatMap(([member, item]) => deepPairs(`${name}[${member}]`, item, encode));
  return [`${encode(name)}=${typeof value === 'object' && value !== null ? '' : leafText(value, encode)}`];
}

/**
 * A value that has no parts in its style, encoded: an inner array or object is written as JSON.
 *
 * @param value - any JSON value
 * @param encode - of the place it stands in
 */
export function leafText(value: JsonValue, encode: (text: string) => string): string {
  return encode(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));
}

/**
 * The members of an object that are there, in their order.
 *
 * @param value - any object
 */
export function membersOf(value: JsonObject): readonly (readonly [name: string, value: JsonValue])[] {
  return Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, member] as const]));
}

/** What stands between the parts of a list, encoded; a comma in every other style. */
export const JOINERS: Partial<Record<ParameterStyle, string>> = { spaceDelimited: '%20', pipeDelimited: '%7C', tabDelimited: '%09' };
