import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken, valueAtPointer } from '../base/json-pointer.js';
import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import { isEqualJson } from '../schema/equality.js';
import { headerValue } from '../wire/http-message.js';
import type { BodyMatch, CallDifference } from './call-match.js';
import type { RecordedRequest } from './exchange.js';

/**
 * In what a body differs from what is meant.
 *
 * @param match - of bodies
 * @param request - whose body it is
 */
export function bodyDifferences(match: BodyMatch, request: RecordedRequest): readonly CallDifference[] {
  if (request.truncatedBytes !== undefined) {
    return [
      {
        part: 'body',
        expected: 'a body that was kept whole',
        seen: `one of which ${request.truncatedBytes} bytes were left out`,
        isUnknown: true,
      },
    ];
  }
  const text = textOf(request.body);
  if (match.kind === 'text') return text === match.text ? [] : [{ part: 'body', expected: shown(match.text), seen: shownText(text) }];
  const value = jsonOf(request, text);
  if (value === undefined) return [{ part: 'body', expected: 'a JSON text or a form', seen: shownText(text) }];
  if (match.kind === 'partial') return partialDifferences(match.value, value, '');
  return Object.entries(match.values).flatMap(([pointer, expected]) => {
    const seen = valueAtPointer(value, pointer);
    if (seen !== undefined && isEqualJson(seen, expected)) return [];
    return [{ part: `body${pointer}`, expected: shown(expected), seen: seen === undefined ? undefined : shown(seen) }];
  });
}

/** What is asked for is there, whatever there is besides; a list has just its items. */
function partialDifferences(expected: JsonValue, seen: JsonValue | undefined, pointer: string): readonly CallDifference[] {
  const tokenCount = pointer.split('/').length;
  if (isJsonObject(expected) && isJsonObject(seen) && tokenCount <= MAX_DEPTH) {
    return Object.entries(expected).flatMap(([name, value]) =>
      partialDifferences(value ?? null, Object.hasOwn(seen, name) ? seen[name] : undefined, appendToken(pointer, name)),
    );
  }
  if (Array.isArray(expected) && Array.isArray(seen) && expected.length === seen.length && tokenCount <= MAX_DEPTH) {
    return expected.flatMap((value: JsonValue, index) => partialDifferences(value, seen[index] as JsonValue, appendToken(pointer, index)));
  }
  if (seen !== undefined && isEqualJson(expected, seen)) return [];
  return [{ part: `body${pointer}`, expected: shown(expected), seen: seen === undefined ? undefined : shown(seen) }];
}

function textOf(body: RecordedRequest['body']): string | undefined {
  return body === undefined || typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** JSON, or a form as an object of texts. */
function jsonOf({ headers }: RecordedRequest, text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  const type = parseMediaType(headerValue(headers, 'content-type') ?? '');
  if (type?.essence === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  if (type !== undefined && !isJsonMediaType(type) && !/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // What is no JSON has no members: that is told as a difference.
    return undefined;
  }
}

function shownText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shown(text);
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_SHOWN_LENGTH ? text : `${text.slice(0, MAX_SHOWN_LENGTH)}…`;
}

const MAX_SHOWN_LENGTH = 200;
const MAX_DEPTH = 100;
