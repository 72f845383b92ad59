import type { JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { Exchange } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import type { CaseCapture } from '../test-case.js';
import { bodyOf } from './json-body.js';
import { decodedSegment, splitPath } from '../../contract/path-values.js';

/** A value of an earlier step of a sequence. */
export type StepCapture = Extract<CaseCapture, { readonly kind: 'step' }>;

/** The key of a capture that stands for the whole target of a request: path and query. */
export const TARGET_KEY = 'target';

/**
 * What a capture takes from the steps before it; `undefined` when that answer has no such thing.
 *
 * - `body`: a JSON pointer into the body of the answer;
 * - `header`: a header of the answer, by its lower-case name;
 * - `path`: a segment of the path in the answer's `Location`, decoded; `"0"` is the last one, `"1"` the one before it.
 *
 * Under {@link TARGET_KEY} a `Location` stands as path and query, resolved against the step's own target.
 *
 * @param key - what the capture is for: `in:name`, `body#/pointer`, `target`
 * @param capture - of kind `step`
 * @param earlier - the steps so far
 */
export function capturedFromStep(key: string, capture: StepCapture, earlier: readonly Exchange[]): JsonValue | undefined {
  const exchange = earlier[capture.step];
  if (exchange?.response === undefined) return undefined;
  if (capture.from === 'body') {
    const body = bodyOf(exchange);
    return body === undefined ? undefined : valueAtPointer(body, capture.pointer);
  }
  if (capture.from === 'header') {
    const value = headerValue(exchange.response.headers, capture.pointer);
    return value !== undefined && key === TARGET_KEY ? targetOfReference(value, exchange) : value;
  }
  const path = (locationTarget(exchange) ?? '').replace(/\?.*$/s, '');
  const segment = splitPath(path).at(-1 - Number(capture.pointer));
  return segment === undefined ? undefined : decodedSegment(segment);
}

/**
 * Where the `Location` of an answer leads, as path and query; `undefined` when there is none, or none that can be read.
 *
 * @param exchange - that was answered
 * @see RFC 9110 §10.2.2
 */
export function locationTarget(exchange: Exchange): string | undefined {
  const location = exchange.response === undefined ? undefined : headerValue(exchange.response.headers, 'location');
  return location === undefined || location.trim() === '' ? undefined : targetOfReference(location, exchange);
}

/**
 * The origin that the `Location` of an answer names, in lower case; `undefined` when it is relative.
 *
 * @param exchange - that was answered
 */
export function locationOrigin(exchange: Exchange): string | undefined {
  const location = exchange.response === undefined ? undefined : headerValue(exchange.response.headers, 'location');
  return /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]+/i.exec(location?.trim() ?? '')?.[0].toLowerCase();
}

function targetOfReference(reference: string, { request }: Exchange): string | undefined {
  try {
    const { pathname, search } = new URL(reference.trim(), `http://base.invalid${request.target}`);
    return `${pathname}${search}`;
  } catch {
    // Whether the header is a URI is for `headers-match` to say; here it leads nowhere.
    return undefined;
  }
}
