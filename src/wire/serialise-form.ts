import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { MediaType, ParameterStyle } from '../contract/contract.js';
import { encodeKeepingReserved, encodePercent } from './percent.js';
import { pairsFromValue } from './serialise-pairs.js';

/**
 * A value as a form: each property by its `encoding`, else one pair per item, and an object as JSON in a single pair.
 *
 * @param mediaType - its encodings decide
 * @param value - an object; anything else is written as its text
 * @see OpenAPI 3.1.1 §4.8.14.3 (Support for x-www-form-urlencoded Request Bodies)
 */
export function formText(mediaType: MediaType, value: JsonValue): string {
  if (!isJsonObject(value)) return encodePercent(typeof value === 'string' ? value : JSON.stringify(value));
  const pairs = Object.entries(value).map(([name, member]) => (member === undefined ? '' : propertyPairs(mediaType, name, member)));
  return pairs.filter((text) => text !== '').join('&');
}

function propertyPairs(mediaType: MediaType, name: string, value: JsonValue): string {
  const encoding = mediaType.encoding.get(name);
  const encode = encoding?.allowReserved === true ? encodeKeepingReserved : encodePercent;
  const style: ParameterStyle | undefined = encoding?.style ?? (encoding?.explode === undefined ? undefined : 'form');
  if (style !== undefined) {
    const explode = encoding?.explode ?? (style === 'form' || style === 'deepObject');
    return pairsFromValue(value, { name, style, explode, encode, separator: '&' });
  }
  const written = isJsonObject(value) ? JSON.stringify(value) : value;
  return pairsFromValue(written, { name, style: 'form', explode: true, encode, separator: '&' });
}
