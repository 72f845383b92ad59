import type { JsonValue } from '../base/json.js';
import type { Random } from '../base/random.js';
import type { Header, Response } from '../contract/contract.js';
import { sampleFromSchema } from '../schema/sample.js';
import { isValid } from '../schema/validate.js';
import { serialiseHeader } from '../wire/serialise-parameter.js';
import { fieldText } from './field-text.js';

/**
 * The declared headers of a response with their values, `Content-Type` aside: the first example that keeps its schema, else a value of the
 * schema; a header for which there is neither is left out unless it is required.
 *
 * @param response - the chosen one
 * @param random - present when values are to vary
 * @returns names and values in turn, in document order
 */
export function produceHeaders(response: Response, random: Random | undefined): readonly string[] {
  const pairs: string[] = [];
  for (const header of response.headers) {
    if (NOT_PRODUCED.has(header.name.toLowerCase()) || !isToken(header.name)) continue;
    const value = headerText(header, random);
    if (value !== undefined) pairs.push(header.name, value);
  }
  return pairs;
}

function headerText(header: Header, random: Random | undefined): string | undefined {
  const value = headerValueOf(header, random);
  if (value === undefined) return header.required ? '' : undefined;
  return fieldText(serialiseHeader(header, value));
}

function headerValueOf(header: Header, random: Random | undefined): JsonValue | undefined {
  const schema = header.form.kind === 'style' ? header.form.schema : header.form.mediaType.schema;
  if (random === undefined || schema === undefined) {
    for (const { value } of header.examples) {
      if (value !== undefined && (schema === undefined || isValid(schema, value, { direction: 'response' }))) return value;
    }
  }
  if (schema === undefined) return undefined;
  const sample = sampleFromSchema(schema, { direction: 'response', ...(random === undefined ? {} : { random }) });
  return sample.kind === 'value' ? sample.value : undefined;
}

function isToken(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}

/** Set by the body itself or by the connection; a value from the contract would contradict what is really sent. */
const NOT_PRODUCED: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'trailer',
  'upgrade',
  'date',
]);
