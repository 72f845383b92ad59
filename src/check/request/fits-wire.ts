import { isJsonMediaType, isXmlMediaType, parseMediaType } from '../../base/media-type.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { MediaType, Operation, Parameter } from '../../contract/contract.js';
import { serialiseParameter } from '../../wire/serialise-parameter.js';

/** Whether a value has one form on the wire that every server reads alike. */
export type WireFit = (value: JsonValue) => boolean;

/**
 * Whether a parameter's value survives the wire whoever reads it: nothing empty, nested or `null`, no delimiter of its style inside, in a
 * path no slash, in a header only what HTTP lets through. Stricter than our own reading, which forgives much.
 *
 * @param parameter - its location and style decide
 * @param operation - its other parameters own their names
 * @see OpenAPI 3.1.1 §4.8.12.3 (undefined values and nesting are left to implementations)
 */
export function parameterFit(parameter: Parameter, operation: Operation): WireFit {
  const { form } = parameter;
  if (form.kind === 'content') return (value) => isSafeText(parameter, serialiseParameter({ ...parameter, in: 'header' }, value));
  const delimiter = DELIMITERS[form.style] ?? COMMA;
  const isSpread = form.explode && (form.style === 'form' || form.style === 'cookie');
  const others = new Set(operation.parameters.filter((other) => other.in === parameter.in).map(({ name }) => name));
  const isItem = (value: JsonValue): boolean => isScalar(parameter, value) && value !== '' && (isSpread || !delimiter.test(String(value)));
  const isMember = (name: string): boolean => isPlainText(name) && !(isSpread && others.has(name));
  return (value) => {
    if (Array.isArray(value)) return value.length > 0 && value.every(isItem);
    if (!isJsonObject(value)) return isScalar(parameter, value);
    const members = Object.entries(value);
    return members.length > 0 && members.every(([name, member]) => member !== undefined && isMember(name) && isItem(member));
  };
}

/**
 * Whether a body survives the wire whoever reads it. JSON takes every value that is Unicode text.
 *
 * @param mediaType - to be written
 */
export function bodyFit(mediaType: MediaType): WireFit {
  const parsed = parseMediaType(mediaType.name);
  if (parsed === undefined || isJsonMediaType(parsed)) return () => true;
  if (isXmlMediaType(parsed)) return (value) => isEveryLeaf(value, (leaf) => leaf !== null && !NOT_IN_XML.test(String(leaf)));
  if (parsed.essence === 'application/x-www-form-urlencoded') return (value) => isJsonObject(value) && isFlatForm(value, mediaType);
  if (parsed.type === 'multipart') return (value) => isJsonObject(value) && isEveryLeaf(value, isFieldValue);
  return parsed.type === 'text' ? (value) => typeof value !== 'string' || (isWellFormed(value) && value !== '') : () => true;
}

/** Without a declared style, what is nested in a form is written in as many ways as there are servers. */
function isFlatForm(value: JsonObject, { encoding }: MediaType): boolean {
  return Object.entries(value).every(([name, member]) => {
    if (member === undefined) return true;
    if (Array.isArray(member)) return member.length > 0 && member.every((item) => typeof item !== 'object' && isFieldValue(item));
    if (!isJsonObject(member)) return isFieldValue(member as Leaf);
    const members = Object.values(member);
    const isFlat = members.every((item) => item !== undefined && item !== null && typeof item !== 'object' && isFieldValue(item));
    return encoding.get(name)?.style === 'deepObject' && members.length > 0 && isFlat;
  });
}

/** An empty field is nothing at all to many servers. */
function isFieldValue(leaf: Leaf): boolean {
  return leaf !== null && leaf !== '' && isWellFormed(String(leaf));
}

type Leaf = string | number | boolean | null;

function isScalar(parameter: Parameter, value: JsonValue): boolean {
  if (typeof value === 'boolean') return true;
  // `1e+21` is a number to few servers.
  if (typeof value === 'number') return /^-?[\d.]+$/.test(String(value));
  return typeof value === 'string' && isSafeText(parameter, value);
}

function isSafeText(parameter: Parameter, text: string): boolean {
  switch (parameter.in) {
    case 'path':
      return text !== '.' && text !== '..' && SEGMENT_TEXT.test(text) && isWellFormed(text);
    case 'header':
      return FIELD_TEXT.test(text);
    case 'cookie':
      return parameter.form.kind === 'content' ? isWellFormed(text) : UNRESERVED_TEXT.test(text);
    default:
      // Nothing behind the sign of equality is nothing at all to many servers: harmless only where nothing is needed.
      return isWellFormed(text) && (text !== '' || !parameter.required);
  }
}

/** A member's name is written beside brackets, commas and signs of equality. */
function isPlainText(text: string): boolean {
  return UNRESERVED_TEXT.test(text) && !text.includes('.');
}

function isEveryLeaf(value: JsonValue, isFit: (leaf: Leaf) => boolean): boolean {
  if (Array.isArray(value)) return value.every((item) => isEveryLeaf(item, isFit));
  if (isJsonObject(value)) return Object.values(value).every((member) => member === undefined || isEveryLeaf(member, isFit));
  return isFit(value as Leaf);
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Encoded slashes, backslashes and escapes are refused or decoded on the way by many servers; a blank end is trimmed by some. */
const SEGMENT_TEXT = /^(?!\s)[^/\\%{}\p{Cc}]+(?<!\s)$/u;
/** @see RFC 9110 §5.5 */
const FIELD_TEXT = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const UNRESERVED_TEXT = /^[A-Za-z0-9_.~-]+$/;
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const COMMA = /[,=]/;
const DELIMITERS: Readonly<Partial<Record<string, RegExp>>> = {
  label: /[.,=]/,
  matrix: /[;,=]/,
  spaceDelimited: /[\s+,]/,
  pipeDelimited: /[|,]/,
  tabDelimited: /[\s,]/,
  deepObject: /[[\]]/,
};
