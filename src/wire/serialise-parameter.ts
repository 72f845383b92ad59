import { parseMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Header, MediaType, Parameter } from '../contract/contract.js';
import { encodeKeepingReserved, encodePercent } from './percent.js';
import { formText } from './serialise-form.js';
import type { WrittenStyle } from './serialise-pairs.js';
import { JOINERS, leafText, membersOf, pairsFromValue } from './serialise-pairs.js';

/**
 * The text of a parameter's value as it stands on the wire: a path segment's part, the pairs of a query (`a=1&a=2`) or of the cookies
 * (`a=1; b=2`), or a header's value. `''` for an empty list or object in a query or cookie: RFC 6570 leaves those out, unless the
 * parameter is required.
 *
 * No style of OpenAPI writes arrays or objects inside each other except deepObject; elsewhere an inner one is written as JSON.
 *
 * @param parameter - its style, explode and allowReserved decide
 * @param value - any JSON value; texts may not hold an unencodable delimiter of the style (a space in spaceDelimited)
 * @see OpenAPI 3.1.1 §4.8.12.4 (Style Examples)
 * @see RFC 6570 §3.2
 */
export function serialiseParameter(parameter: Parameter, value: JsonValue): string {
  const { form, name } = parameter;
  const encode = encoderOf(parameter);
  if (form.kind === 'content') {
    const text = contentText(form.mediaType, value);
    if (parameter.in === 'query' || parameter.in === 'cookie') return `${encode(name)}=${encode(text)}`;
    return parameter.in === 'querystring' && isForm(form.mediaType) ? text : encode(text);
  }
  const separator = parameter.in === 'cookie' && form.style === 'cookie' ? '; ' : '&';
  const style: WrittenStyle = { name, style: form.style, explode: form.explode, encode, separator };
  if (parameter.in === 'path' || parameter.in === 'header') return textFromValue(value, style);
  const pairs = pairsFromValue(value, style);
  return pairs === '' && parameter.required && !isJsonObject(value) ? `${encode(name)}=` : pairs;
}

/**
 * The text of a header's value.
 *
 * @param header - of a response or of a part of a multipart body
 * @param value - any JSON value; percent-encoding does not apply to headers
 * @see OpenAPI 3.1.1 §4.8.21 (Header Object)
 */
export function serialiseHeader(header: Header, value: JsonValue): string {
  if (header.form.kind === 'content') return contentText(header.form.mediaType, value);
  return textFromValue(value, { name: header.name, style: 'simple', explode: header.form.explode, encode: asItIs, separator: '' });
}

function textFromValue(value: JsonValue, style: WrittenStyle): string {
  if (style.style === 'label') return `.${partsOf(value, style).join(style.explode ? '.' : ',')}`;
  if (style.style === 'matrix') return matrixText(value, style);
  // Swagger 2.0 has lists parted by spaces, pipes or tabs in paths and headers too; a header holds them as they are.
  const joiner = JOINERS[style.style] ?? ',';
  return partsOf(value, style).join(style.encode === asItIs ? decodeURIComponent(joiner) : joiner);
}

function matrixText(value: JsonValue, style: WrittenStyle): string {
  const name = style.encode(style.name);
  if (style.explode && isJsonObject(value)) return `;${partsOf(value, style).join(';')}`;
  if (style.explode && Array.isArray(value) && value.length > 0)
    return value.map((item) => `;${name}=${leafText(item, style.encode)}`).join('');
  const text = partsOf(value, style).join(',');
  return text === '' ? `;${name}` : `;${name}=${text}`;
}

function partsOf(value: JsonValue, { encode, explode }: WrittenStyle): readonly string[] {
  if (Array.isArray(value)) return value.map((item) => leafText(item, encode));
  if (!isJsonObject(value)) return [leafText(value, encode)];
  const members = membersOf(value);
  if (explode) return members.map(([name, item]) => `${encode(name)}=${leafText(item, encode)}`);
  return members.flatMap(([name, item]) => [encode(name), leafText(item, encode)]);
}

function contentText(mediaType: MediaType, value: JsonValue): string {
  if (isForm(mediaType)) return formText(mediaType, value);
  const isText = parseMediaType(mediaType.name)?.type === 'text' && typeof value !== 'object';
  return isText ? String(value) : JSON.stringify(value);
}

function isForm(mediaType: MediaType): boolean {
  return parseMediaType(mediaType.name)?.essence === 'application/x-www-form-urlencoded';
}

function encoderOf(parameter: Parameter): (text: string) => string {
  if (parameter.in === 'header') return asItIs;
  if (parameter.form.kind === 'style' && parameter.form.style === 'cookie') return asItIs;
  return parameter.form.kind === 'style' && parameter.form.allowReserved && parameter.in === 'query'
    ? encodeKeepingReserved
    : encodePercent;
}

function asItIs(text: string): string {
  return text;
}
