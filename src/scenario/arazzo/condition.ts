import type { JsonValue } from '../../base/json.js';
import type { Expression } from './expression.js';
import { parseExpression } from './expression.js';

/** A condition of type `simple`, taken apart. */
export type Condition =
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly written: string }
  | { readonly kind: 'member'; readonly of: Condition; readonly name: string }
  | { readonly kind: 'index'; readonly of: Condition; readonly index: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** A condition, or why the text is none: a clause that says where. */
export type ParsedCondition =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * The condition that a text is. `!` binds closest, then the comparisons, then `&&`, then `||`.
 *
 * @param text - as written
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#criterion-object (Literals, Operators)
 */
export function parseCondition(text: string): ParsedCondition {
  if (text.length > MAX_TEXT_LENGTH) return { kind: 'problem', problem: `is longer than ${MAX_TEXT_LENGTH} characters` };
  const cursor = { text, offset: 0, depth: 0 };
  try {
    const condition = parseOr(cursor);
    skipSpace(cursor);
    if (cursor.offset < text.length) throw unexpected(cursor);
    return { kind: 'condition', condition };
  } catch (error) {
    if (!(error instanceof ConditionFault)) throw error;
    return { kind: 'problem', problem: error.message };
  }
}

interface Cursor {
  readonly text: string;
  offset: number;
  depth: number;
}

/** Never leaves this module: unwinds a descent that may be deep. */
class ConditionFault extends Error {}

function parseOr(cursor: Cursor): Condition {
  let left = parseAnd(cursor);
  while (take(cursor, '||')) left = { kind: 'or', left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Condition {
  let left = parseComparison(cursor);
  while (take(cursor, '&&')) left = { kind: 'and', left, right: parseComparison(cursor) };
  return left;
}

function parseComparison(cursor: Cursor): Condition {
  const left = parseUnary(cursor);
  const operator = COMPARISONS.find((candidate) => take(cursor, candidate));
  return operator === undefined ? left : { kind: 'compare', operator, left, right: parseUnary(cursor) };
}

function parseUnary(cursor: Cursor): Condition {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) throw new ConditionFault(`is nested more than ${MAX_DEPTH} levels deep`);
  const condition: Condition = take(cursor, '!') ? { kind: 'not', of: parseUnary(cursor) } : parsePostfix(cursor);
  cursor.depth -= 1;
  return condition;
}

function parsePostfix(cursor: Cursor): Condition {
  let condition = parsePrimary(cursor);
  for (;;) {
    if (cursor.text.startsWith('[', cursor.offset)) {
      cursor.offset += 1;
      condition = { kind: 'index', of: condition, index: parseOr(cursor) };
      expect(cursor, ']');
      continue;
    }
    MEMBER.lastIndex = cursor.offset;
    const name = MEMBER.exec(cursor.text)?.[1];
    if (name === undefined) return condition;
    cursor.offset = MEMBER.lastIndex;
    condition = { kind: 'member', of: condition, name };
  }
}

function parsePrimary(cursor: Cursor): Condition {
  if (take(cursor, '(')) {
    const inner = parseOr(cursor);
    expect(cursor, ')');
    return inner;
  }
  skipSpace(cursor);
  const { text, offset } = cursor;
  const first = text.charAt(offset);
  if (first === "'" || first === '"') return { kind: 'literal', value: quotedText(cursor, first) };
  if (first === '$') return runtimeExpression(cursor);
  WORD.lastIndex = offset;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) throw unexpected(cursor);
  cursor.offset += word.length;
  if (word in KEYWORDS) return { kind: 'literal', value: KEYWORDS[word as keyof typeof KEYWORDS] };
  if (NUMBER.test(word)) return { kind: 'literal', value: Number(word) };
  throw new ConditionFault(`has ${JSON.stringify(word)} at character ${offset + 1}: texts stand between single quotes`);
}

/** The longest beginning that is an expression: what follows it with dots are members of its value. */
function runtimeExpression(cursor: Cursor): Condition {
  EXPRESSION.lastIndex = cursor.offset;
  const whole = EXPRESSION.exec(cursor.text)?.[0] ?? '$';
  for (let written = whole; written !== ''; written = written.slice(0, Math.max(written.lastIndexOf('.'), 0))) {
    const expression = parseExpression(written);
    if (expression === undefined) continue;
    cursor.offset += written.length;
    return { kind: 'expression', expression, written };
  }
  throw new ConditionFault(`has ${JSON.stringify(whole)}, which is no runtime expression`);
}

/** Doubling a quote escapes it. */
function quotedText(cursor: Cursor, quote: string): string {
  let end = cursor.offset + 1;
  let text = '';
  for (;;) {
    const next = cursor.text.indexOf(quote, end);
    if (next === -1) throw new ConditionFault(`has a text that does not end, from character ${cursor.offset + 1}`);
    text += cursor.text.slice(end, next);
    end = next + 1;
    if (cursor.text.charAt(end) !== quote) break;
    text += quote;
    end += 1;
  }
  cursor.offset = end;
  return text;
}

function take(cursor: Cursor, token: string): boolean {
  skipSpace(cursor);
  // `!=` is no negation.
  if (!cursor.text.startsWith(token, cursor.offset) || (token === '!' && cursor.text.startsWith('!=', cursor.offset))) return false;
  cursor.offset += token.length;
  return true;
}

function expect(cursor: Cursor, token: string): void {
  if (!take(cursor, token)) throw new ConditionFault(`lacks "${token}" at character ${cursor.offset + 1}`);
}

function unexpected({ text, offset }: Cursor): ConditionFault {
  return new ConditionFault(
    offset >= text.length ? 'ends too early' : `has an unexpected ${JSON.stringify(text.charAt(offset))} at character ${offset + 1}`,
  );
}

function skipSpace(cursor: Cursor): void {
  while (cursor.offset < cursor.text.length && /\s/.test(cursor.text.charAt(cursor.offset))) cursor.offset += 1;
}

const MAX_TEXT_LENGTH = 10_000;
const MAX_DEPTH = 100;
/** Longer ones first. */
const COMPARISONS: readonly Comparison[] = ['<=', '>=', '==', '!=', '<', '>'];
const KEYWORDS = { true: true, false: false, null: null } as const;
const WORD = /[^\s<>=!&|()[\]'",$]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MEMBER = /\.([A-Za-z_][A-Za-z0-9_-]*)/y;
const EXPRESSION = /\$[^\s<>=!&|()[\]'",]*/y;
