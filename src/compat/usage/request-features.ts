import { appendToken } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { SentRequest } from './usage.js';

/** Something that one request shows and others may not: its shape, the largest number at a place. */
export interface RequestFeature {
  /** The same for requests that show the same. */
  readonly key: string;
  /** What it speaks of: `''` for the shape, else a pointer into `{ parameters, body }`, items as `*`. */
  readonly pointer: string;
  /** Of two requests with one key the one with the higher score is kept. */
  readonly score: number;
}

/** A text, number or truth value in a request. */
export interface SentScalar {
  readonly pointer: string;
  readonly value: string | number | boolean;
}

/**
 * All that is worth keeping of a request.
 *
 * @param request - as it was sent
 */
export function featuresOf(request: SentRequest): readonly RequestFeature[] {
  const shape = { key: `shape ${shapeOf(request)}`, pointer: '', score: 0 };
  const lengths: RequestFeature[] = [];
  collectLengths(request.parameters, '/parameters', lengths);
  if (request.body !== undefined) collectLengths(request.body, '/body', lengths);
  return [shape, ...lengths, ...scalarsOf(request).flatMap(({ pointer, value }) => featuresOfScalar(pointer, value))];
}

/**
 * The scalars of a request, in the order they stand.
 *
 * @param request - as it was sent
 */
export function scalarsOf({ parameters, body }: SentRequest): readonly SentScalar[] {
  const found: SentScalar[] = [];
  collect(parameters, '/parameters', found);
  if (body !== undefined) collect(body, '/body', found);
  return found;
}

/**
 * Whether a text is one of a few that a schema may name, rather than one that somebody typed.
 *
 * @param text - any
 */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * The names and types of a request as one text, whatever its values.
 *
 * @param request - as it was sent
 */
export function shapeOf({ parameters, mediaType, body }: SentRequest): string {
  return `${shapeOfValue(parameters)} ${mediaType ?? ''} ${body === undefined ? '' : shapeOfValue(body)}`;
}

function featuresOfScalar(pointer: string, value: SentScalar['value']): readonly RequestFeature[] {
  if (typeof value === 'boolean' || (typeof value === 'string' && isToken(value)))
    return [{ key: `value ${pointer} ${value}`, pointer, score: 0 }];
  const size = typeof value === 'number' ? value : value.length;
  return [
    { key: `least ${pointer} ${typeof value}`, pointer, score: -size },
    { key: `most ${pointer} ${typeof value}`, pointer, score: size },
  ];
}

function shapeOfValue(value: JsonValue): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOfValue))].sort().join()}]`;
  if (!isJsonObject(value)) return value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${shapeOfValue(member ?? null)}`);
  return `{${members.sort().join()}}`;
}

function collect(value: JsonValue, at: string, found: SentScalar[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, `${at}/*`, found);
  else if (isJsonObject(value)) for (const [name, member] of Object.entries(value)) collect(member ?? null, appendToken(at, name), found);
  else if (value !== null) found.push({ pointer: at, value: value as SentScalar['value'] });
}

function collectLengths(value: JsonValue, at: string, found: RequestFeature[]): void {
  if (Array.isArray(value)) {
    const pointer = `${at}/length`;
    found.push({ key: `least ${at} items`, pointer, score: -value.length }, { key: `most ${at} items`, pointer, score: value.length });
    for (const item of value) collectLengths(item, `${at}/*`, found);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) collectLengths(member ?? null, appendToken(at, name), found);
  }
}

const TOKEN = /^[A-Za-z][A-Za-z_.:-]{0,31}$/;
