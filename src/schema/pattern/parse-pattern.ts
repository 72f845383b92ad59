import type { CodePointSet } from './code-point-set.js';
import { complementOf, DIGITS, NOT_LINE_END, rangesOf, setOfRanges, SPACES, WORD } from './code-point-set.js';
import type { PatternTree } from './pattern-tree.js';
import { setOfProperty } from './unicode-property.js';

/** Where the parser stands. */
interface Cursor {
  readonly source: string;
  index: number;
  depth: number;
}

const MAX_DEPTH = 200;
const MAX_LENGTH = 50_000;

/**
 * A regular expression taken apart, or `undefined` when it has something that we do not take apart. Only asked of a source that the
 * platform accepts: this is no syntax check.
 *
 * @param source - without slashes and flags
 * @see https://262.ecma-international.org/15.0/#sec-patterns
 */
export function parsePattern(source: string): PatternTree | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const cursor: Cursor = { source, index: 0, depth: 0 };
  const tree = parseChoice(cursor);
  return cursor.index === source.length ? tree : undefined;
}

function parseChoice(cursor: Cursor): PatternTree | undefined {
  if (cursor.depth > MAX_DEPTH) return undefined;
  cursor.depth += 1;
  const branches: PatternTree[] = [];
  do {
    const branch = parseSequence(cursor);
    if (branch === undefined) return undefined;
    branches.push(branch);
  } while (accept(cursor, '|'));
  cursor.depth -= 1;
  const [only] = branches;
  return branches.length === 1 ? only : { kind: 'choice', branches };
}

function parseSequence(cursor: Cursor): PatternTree | undefined {
  const parts: PatternTree[] = [];
  while (cursor.index < cursor.source.length && !'|)'.includes(cursor.source[cursor.index] ?? '')) {
    const atom = parseAtom(cursor);
    const part = atom === undefined ? undefined : parseQuantifier(cursor, atom);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
}

function parseQuantifier(cursor: Cursor, body: PatternTree): PatternTree {
  const bounds = parseBounds(cursor);
  if (bounds === undefined) return body;
  accept(cursor, '?');
  return { kind: 'repeat', body, least: bounds[0], most: bounds[1] };
}

function parseBounds(cursor: Cursor): readonly [number, number] | undefined {
  if (accept(cursor, '*')) return [0, Number.POSITIVE_INFINITY];
  if (accept(cursor, '+')) return [1, Number.POSITIVE_INFINITY];
  if (accept(cursor, '?')) return [0, 1];
  const found = match(cursor, /\{(\d+)(?:(,)(\d*))?\}/y);
  if (found === undefined) return undefined;
  const least = Number(found[1]);
  if (found[2] === undefined) return [least, least];
  return [least, found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])];
}

function parseAtom(cursor: Cursor): PatternTree | undefined {
  if (accept(cursor, '^')) return { kind: 'assertion', at: 'start' };
  if (accept(cursor, '$')) return { kind: 'assertion', at: 'end' };
  if (accept(cursor, '(')) return parseGroup(cursor);
  if (accept(cursor, '.')) return { kind: 'set', set: NOT_LINE_END };
  if (accept(cursor, '[')) return parseClass(cursor);
  if (accept(cursor, '\\')) return parseEscape(cursor);
  return single(nextCodePoint(cursor));
}

function parseGroup(cursor: Cursor): PatternTree | undefined {
  const look = match(cursor, /\?(<?)([=!])/y);
  if (look === undefined && match(cursor, /\?:|\?<[^>=!]+>/y) === undefined && cursor.source[cursor.index] === '?') return undefined;
  const body = parseChoice(cursor);
  if (body === undefined || !accept(cursor, ')')) return undefined;
  return look === undefined ? body : { kind: 'look', body, isAhead: look[1] === '', isNegated: look[2] === '!' };
}

function parseEscape(cursor: Cursor): PatternTree | undefined {
  if (accept(cursor, 'b')) return { kind: 'assertion', at: 'word' };
  if (accept(cursor, 'B')) return { kind: 'assertion', at: 'not-word' };
  if (match(cursor, /[1-9]\d*/y) !== undefined || match(cursor, /k<[^>]*>/y) !== undefined) return { kind: 'backreference' };
  const set = parseSetEscape(cursor);
  return set === undefined ? single(parseCharacterEscape(cursor)) : { kind: 'set', set };
}

function parseSetEscape(cursor: Cursor): CodePointSet | undefined {
  const shorthand = match(cursor, /[dDwWsS]/y)?.[0];
  if (shorthand !== undefined) {
    const set = { d: DIGITS, w: WORD, s: SPACES }[shorthand.toLowerCase()] ?? [];
    return shorthand === shorthand.toLowerCase() ? set : complementOf(set);
  }
  const property = match(cursor, /([pP])\{([\w=]+)\}/y);
  if (property === undefined) return undefined;
  const set = setOfProperty(property[2] ?? '');
  return property[1] === 'P' ? complementOf(set) : set;
}

const CONTROLS: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, v: 0x0b, f: 0x0c, 0: 0 };

function parseCharacterEscape(cursor: Cursor): number {
  const braced = match(cursor, /u\{([0-9a-fA-F]+)\}/y);
  if (braced !== undefined) return Number.parseInt(braced[1] ?? '', 16);
  const pair = match(cursor, /u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/iy);
  if (pair !== undefined) {
    const [high, low] = [Number.parseInt(pair[1] ?? '', 16), Number.parseInt(pair[2] ?? '', 16)];
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }
  const hex = match(cursor, /u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})/y);
  if (hex !== undefined) return Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
  const control = match(cursor, /c([a-zA-Z])/y)?.[1];
  if (control !== undefined) return control.charCodeAt(0) % 32;
  const character = cursor.source[cursor.index] ?? '';
  const known = Object.hasOwn(CONTROLS, character) ? CONTROLS[character] : undefined;
  if (known === undefined) return nextCodePoint(cursor);
  cursor.index += 1;
  return known;
}

function parseClass(cursor: Cursor): PatternTree | undefined {
  const isNegated = accept(cursor, '^');
  const ranges: (readonly [number, number])[] = [];
  while (!accept(cursor, ']')) {
    if (cursor.index >= cursor.source.length) return undefined;
    const from = parseClassMember(cursor);
    if (typeof from !== 'number') ranges.push(...rangesOf(from));
    else if (isRangeAhead(cursor)) ranges.push(...parseRange(cursor, from));
    else ranges.push([from, from]);
  }
  const set = setOfRanges(ranges);
  return { kind: 'set', set: isNegated ? complementOf(set) : set };
}

function isRangeAhead({ source, index }: Cursor): boolean {
  return source[index] === '-' && index + 1 < source.length && source[index + 1] !== ']';
}

function parseRange(cursor: Cursor, from: number): readonly (readonly [number, number])[] {
  cursor.index += 1;
  const to = parseClassMember(cursor);
  // `[a-\d]` is, without the `u` flag, three members.
  return typeof to === 'number' ? [[from, to]] : [[from, from], [0x2d, 0x2d], ...rangesOf(to)];
}

function parseClassMember(cursor: Cursor): number | CodePointSet {
  if (!accept(cursor, '\\')) return nextCodePoint(cursor);
  if (accept(cursor, 'b')) return 0x08;
  return parseSetEscape(cursor) ?? parseCharacterEscape(cursor);
}

function single(codePoint: number): PatternTree {
  return { kind: 'set', set: [codePoint, codePoint] };
}

function nextCodePoint(cursor: Cursor): number {
  const codePoint = cursor.source.codePointAt(cursor.index) ?? 0;
  cursor.index += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

function accept(cursor: Cursor, text: string): boolean {
  if (!cursor.source.startsWith(text, cursor.index)) return false;
  cursor.index += text.length;
  return true;
}

/** The expression must be sticky. */
function match(cursor: Cursor, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = cursor.index;
  const found = expression.exec(cursor.source);
  if (found === null) return undefined;
  cursor.index += found[0].length;
  return found;
}
