import { tokensFromPointer, valueAtPointer } from '../base/json-pointer.js';
import type { JsonValue } from '../base/json.js';
import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import type { ExpressionContext } from './arazzo/expression-context.js';
import type { RequestBody } from './arazzo/request-body.js';

/** A payload with all in it filled in, or why there is none. */
export type FilledPayload =
  | { readonly kind: 'payload'; readonly payload: JsonValue }
  | { readonly kind: 'unsendable'; readonly reason: string };

/**
 * The payload of a Request Body Object: its expressions filled in, its replacements made.
 *
 * @param body - of a step
 * @param contentType - as it is sent
 * @param context - what its expressions may speak of
 */
export async function filledPayload(body: RequestBody, contentType: string, context: ExpressionContext): Promise<FilledPayload> {
  const filled = await evaluateValue(body.payload ?? {}, context);
  if (filled === undefined) return { kind: 'unsendable', reason: 'the payload has no value' };
  let payload = parsedTemplate(filled, contentType);
  for (const { target, value } of body.replacements) {
    const replaced = replacedAt(payload, tokensFromPointer(target), (await evaluateValue(value, context)) ?? null);
    if (replaced === undefined) return { kind: 'unsendable', reason: `the payload has no place ${target}` };
    payload = replaced;
  }
  return { kind: 'payload', payload };
}

/**
 * Whether what is sent is JSON.
 *
 * @param contentType - as it is sent
 */
export function isJsonText(contentType: string): boolean {
  const parsed = parseMediaType(contentType);
  return parsed !== undefined && isJsonMediaType(parsed);
}

/** A JSON payload may be written as a text with expressions in braces. */
function parsedTemplate(payload: JsonValue, contentType: string): JsonValue {
  if (typeof payload !== 'string' || !isJsonText(contentType) || !/^\s*[[{]/.test(payload)) return payload;
  try {
    return JSON.parse(payload) as JsonValue;
  } catch {
    // A text that only looks like JSON is sent as a JSON string.
    return payload;
  }
}

/** @see RFC 6901; `-` is the place after the last item, as in RFC 6902 §4.1. */
function replacedAt(value: JsonValue, tokens: readonly string[], replacement: JsonValue): JsonValue | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return replacement;
  if (typeof value !== 'object' || value === null) return undefined;
  const held = valueAtPointer(value, `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const inner = rest.length === 0 ? replacement : held === undefined ? undefined : replacedAt(held, rest, replacement);
  if (inner === undefined) return undefined;
  if (!Array.isArray(value)) return { ...value, [token]: inner };
  const items = value as readonly JsonValue[];
  const index = token === '-' ? items.length : Number(token);
  return Number.isInteger(index) && index >= 0 && index <= items.length
    ? [...items.slice(0, index), inner, ...items.slice(index + 1)]
    : undefined;
}
