import type { JsonValue } from '../../base/json.js';
import type { Expression } from './expression.js';
import { parseExpression } from './expression.js';

/** A piece of a text: as it stands, or an expression whose value takes its place. */
export type TextPiece = { readonly text: string } | { readonly expression: Expression; readonly written: string };

/**
 * The pieces of a text with expressions in braces: `user-{$response.body#/id}`. Braces around anything else are text.
 *
 * @param text - as written
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#runtime-expressions (expression-string)
 */
export function piecesOfText(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(EMBEDDED)) {
    const written = match[1] ?? '';
    const expression = parseExpression(written);
    if (expression === undefined) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ expression, written });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/**
 * A value as it stands within a text: scalars as their text, lists and objects as JSON.
 *
 * @param value - `undefined` becomes nothing
 */
export function textFromValue(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

const EMBEDDED = /\{(\$[^{}]*)\}/g;
