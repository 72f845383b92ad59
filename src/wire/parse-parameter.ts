import { parseMediaType } from '../base/media-type.js';
import type { Header, MediaType, Parameter } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import type { HeaderPairs } from './http-message.js';
import { headerValue } from './http-message.js';
import { parseContentText } from './parse-content-text.js';
import { decodeFormText, decodePercent, encodePercent } from './percent.js';
import type { Reading, ReadingPlan } from './reading-plan.js';
import { ABSENT, malformed, planReading, readInShape } from './reading-plan.js';
import { compilePairReader } from './read-pairs.js';
import type { TextStyle } from './styled-text.js';
import { BROKEN_ESCAPE, treeFromStyledText } from './styled-text.js';
import type { TextPairs } from './text-pairs.js';
import { pairsFromCookies, pairsFromForm, queryFromTarget } from './text-pairs.js';

/** Where the parameters of one request stand; what is costly to take apart is taken apart at most once, and only when asked for. */
export interface ParameterSource {
  readonly headers: HeaderPairs;
  /** Raw, by parameter name. */
  readonly pathValues: ReadonlyMap<string, string>;
  query(): string;
  queryPairs(): TextPairs | undefined;
  cookiePairs(): TextPairs | undefined;
}

/** Looks for one parameter in a request. */
export type ParameterReader = (source: ParameterSource) => Reading;

/**
 * The source of a request's parameters.
 *
 * @param request - its target and headers
 * @param pathValues - raw, by parameter name
 */
export function parameterSource(
  request: { readonly target: string; readonly headers: HeaderPairs },
  pathValues: ReadonlyMap<string, string>,
): ParameterSource {
  let queryPairs: TextPairs | undefined;
  let cookiePairs: TextPairs | undefined;
  const query = (): string => queryFromTarget(request.target);
  return {
    headers: request.headers,
    pathValues,
    query,
    queryPairs: () => {
      queryPairs ??= pairsFromForm(query(), MAX_PAIR_COUNT);
      return queryPairs;
    },
    cookiePairs: () => {
      cookiePairs ??= pairsFromCookies(allHeaderValues(request.headers, 'cookie', '; '), MAX_PAIR_COUNT);
      return cookiePairs;
    },
  };
}

/**
 * The reader of a parameter, by its location and style.
 *
 * @param parameter - of an operation
 * @param claimed - names of the other parameters in the same location
 * @see OpenAPI 3.1.1 §4.8.12.2
 */
export function compileParameterReader(parameter: Parameter, claimed: ReadonlySet<string>): ParameterReader {
  switch (parameter.in) {
    case 'path':
      return readerOfText(parameter, (source) => source.pathValues.get(parameter.name), decodePercent);
    case 'header': {
      const name = parameter.name.toLowerCase();
      return readerOfText(parameter, (source) => allHeaderValues(source.headers, name, ', '), asItIs);
    }
    case 'querystring':
      return readerOfText(parameter, (source) => source.query() || undefined, decodePercent);
    case 'query':
      return readerOfPairs(parameter, claimed, (source) => source.queryPairs());
    case 'cookie':
      return readerOfPairs(parameter, claimed, (source) => source.cookiePairs());
  }
}

/**
 * The reader of a response header; takes the header's whole value.
 *
 * @param header - of a response or of a part of a multipart body
 */
export function compileHeaderReader(header: Header): (text: string) => Reading {
  if (header.form.kind === 'content') {
    const { mediaType } = header.form;
    return (text) => parseContentText(text, mediaType, parseMediaType(mediaType.name));
  }
  const { explode, schema } = header.form;
  return compileTextReader({ style: 'simple', explode, name: header.name, decode: asItIs }, schema);
}

/**
 * The values of a header in one text, `undefined` when it is absent.
 *
 * @param headers - of a request or response
 * @param name - in lower case
 * @param separator - between the values: `, ` for lists, `; ` for cookies
 * @see RFC 9110 §5.3
 */
export function allHeaderValues(headers: HeaderPairs, name: string, separator: string): string | undefined {
  const first = headerValue(headers, name);
  if (first === undefined) return undefined;
  const values: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index];
    if (candidate?.length === name.length && candidate.toLowerCase() === name) values.push(headers[index + 1] ?? '');
  }
  return values.length === 1 ? first : values.join(separator);
}

function readerOfText(
  parameter: Parameter,
  textFrom: (source: ParameterSource) => string | undefined,
  decode: (text: string) => string | undefined,
): ParameterReader {
  const { form, name } = parameter;
  if (form.kind === 'content') return (source) => readContent(textFrom(source), form.mediaType, decode);
  const read = compileTextReader({ style: form.style, explode: form.explode, name, decode }, form.schema);
  return (source) => {
    const text = textFrom(source);
    return text === undefined ? ABSENT : read(text);
  };
}

function readerOfPairs(
  parameter: Parameter,
  claimed: ReadonlySet<string>,
  pairsFrom: (source: ParameterSource) => TextPairs | undefined,
): ParameterReader {
  const { form, name } = parameter;
  const decode = parameter.in === 'query' ? decodeFormText : form.kind === 'style' && form.style === 'cookie' ? asItIs : decodeCookie;
  if (form.kind === 'content') {
    return (source) => readContent(pairsFrom(source)?.byName.get(name)?.[0], form.mediaType, decode);
  }
  const { style, explode, allowEmptyValue, schema } = form;
  const schemas = schema === undefined ? [] : [schema];
  const read = compilePairReader({ name, style, explode, allowEmptyValue, schemas, decode, claimed });
  const isJoined = parameter.in === 'cookie' && style === 'form' && explode;
  return (source) => {
    const pairs = pairsFrom(source);
    if (pairs === undefined) return ABSENT;
    return read(isJoined ? splitJoinedCookie(pairs) : pairs);
  };
}

function compileTextReader(style: TextStyle, schema: Schema | undefined): (text: string) => Reading {
  let plan: ReadingPlan | undefined;
  return (text) => {
    plan ??= planReading(schema === undefined ? [] : [schema]);
    if (text === 'null' && plan.isNullable) return { kind: 'value', value: null };
    // Nearly every parameter is one plain value: no delimiter, no choice.
    if (plan.isPlain && style.style === 'simple') return readPlain(text, style, plan);
    const reading = readInShape(plan, (shape) => treeFromStyledText(text, style, shape));
    if (reading.kind !== 'value' || !/%2C/i.test(text) || plan.accepts(reading.value)) return reading;
    // Many clients encode the commas between items as well.
    const lenient = readInShape(plan, (shape) => treeFromStyledText(text.replaceAll(/%2C/gi, ','), style, shape));
    return lenient.kind === 'value' && plan.accepts(lenient.value) ? lenient : reading;
  };
}

function readPlain(text: string, style: TextStyle, plan: ReadingPlan): Reading {
  const decoded = style.decode(text);
  return decoded === undefined ? malformed(BROKEN_ESCAPE) : { kind: 'value', value: plan.coerce(decoded) };
}

function readContent(text: string | undefined, mediaType: MediaType, decode: (text: string) => string | undefined): Reading {
  if (text === undefined) return ABSENT;
  const parsed = parseMediaType(mediaType.name);
  // A form stays encoded: its own reader takes it apart before it decodes.
  if (parsed?.essence === 'application/x-www-form-urlencoded') return parseContentText(text, mediaType, parsed);
  const decoded = decode(text);
  return decoded === undefined ? malformed(BROKEN_ESCAPE) : parseContentText(decoded, mediaType, parsed);
}

/** `a=1&a=2` in one cookie: what the form style with explode gives by the letter. */
function splitJoinedCookie(pairs: TextPairs): TextPairs {
  if (!pairs.list.some((pair) => pair.rawValue.includes('&'))) return pairs;
  const text = pairs.list.map((pair) => `${encodePercent(pair.name)}=${pair.rawValue}`).join('&');
  return pairsFromForm(text, MAX_PAIR_COUNT) ?? pairs;
}

/** Cookies are percent-encoded by habit only, and may be quoted. */
function decodeCookie(text: string): string {
  const bare = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return decodePercent(bare) ?? bare;
}

function asItIs(text: string): string {
  return text.trim();
}

const MAX_PAIR_COUNT = 1000;
