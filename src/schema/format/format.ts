import type { JsonValue } from '../../base/json.js';
import { isRegularExpression } from '../pattern/pattern.js';
import { isDate, isDateTime, isDuration, isTime } from './date-time.js';
import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from './host.js';
import { isIri, isIriReference, isJsonPointer, isRelativeJsonPointer, isUri, isUriReference, isUriTemplate, isUuid } from './identifier.js';

/**
 * The test of a format, `undefined` for one that we do not know. Each holds for values of another type, and takes time linear in the text.
 *
 * @param name - as written in `format`
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
 * @see https://spec.openapis.org/registry/format/
 */
export function formatTest(name: string): ((value: JsonValue) => boolean) | undefined {
  const ofText = Object.hasOwn(TEXT_FORMATS, name) ? TEXT_FORMATS[name] : undefined;
  if (ofText !== undefined) return (value) => typeof value !== 'string' || ofText(value);
  const ofNumber = Object.hasOwn(NUMBER_FORMATS, name) ? NUMBER_FORMATS[name] : undefined;
  return ofNumber === undefined ? undefined : (value) => typeof value !== 'number' || ofNumber(value);
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** RFC 4648 §4, with padding. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}

const TEXT_FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': isDateTime,
  date: isDate,
  time: isTime,
  duration: isDuration,
  email: isEmail,
  'idn-email': isIdnEmail,
  hostname: isHostname,
  'idn-hostname': isIdnHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: isUri,
  'uri-reference': isUriReference,
  iri: isIri,
  'iri-reference': isIriReference,
  'uri-template': isUriTemplate,
  uuid: isUuid,
  'json-pointer': isJsonPointer,
  'relative-json-pointer': isRelativeJsonPointer,
  regex: isRegularExpression,
  byte: isBase64,
};

const NUMBER_FORMATS: Readonly<Record<string, (value: number) => boolean>> = {
  int32: (value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31,
  // The largest int64 is parsed to the double 2^63, so the limit itself is let in.
  int64: (value) => Number.isInteger(value) && Math.abs(value) <= 2 ** 63,
};
