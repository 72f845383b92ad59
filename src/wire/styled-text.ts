import type { ParameterStyle } from '../contract/contract.js';
import type { TextTree } from './coerce-text.js';

/** What a text is to be read as: the same text means different things to each. */
export type Shape = 'primitive' | 'array' | 'object';

/** How one value is written as one text. */
export interface TextStyle {
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly name: string;
  /** What an escaped part stands for; `undefined` when the escapes are broken. */
  readonly decode: (text: string) => string | undefined;
}

/** Why a text cannot be read: a clause after the parameter's name. */
export interface Malformed {
  readonly malformed: string;
}

/**
 * Whether reading came to nothing.
 *
 * @param reading - a tree or the reason why there is none
 */
export function isMalformed(reading: unknown): reading is Malformed {
  return typeof reading === 'object' && reading !== null && 'malformed' in reading;
}

/**
 * The tree of a text that holds a whole value in a delimited style. Delimiters are looked for before the parts are decoded, so an encoded
 * one is data. An empty text is an empty array or object.
 *
 * @param text - raw, as on the wire
 * @param style - `form`, `cookie` and the space, pipe and tab styles are meant without explode here: exploded, each part has its own name
 * @param shape - what the schema asks for
 * @see OpenAPI 3.1.1 §4.8.12.4 (Style Examples)
 * @see RFC 6570 §3.2
 */
export function treeFromStyledText(text: string, style: TextStyle, shape: Shape): TextTree | Malformed {
  if (style.style === 'label') return treeFromLabel(text, style, shape);
  if (style.style === 'matrix') return treeFromMatrix(text, style, shape);
  if (shape === 'primitive') return decodeWhole(text, style);
  const parts = text === '' ? [] : text.split(DELIMITERS[style.style] ?? ',');
  return treeFromParts(parts, style, { shape, isPaired: style.style === 'simple' && style.explode });
}

function treeFromLabel(text: string, style: TextStyle, shape: Shape): TextTree | Malformed {
  if (!text.startsWith('.')) return { malformed: 'must start with "." (style label)' };
  const rest = text.slice(1);
  if (shape === 'primitive') return decodeWhole(rest, style);
  const parts = rest === '' ? [] : rest.split(style.explode ? '.' : ',');
  return treeFromParts(parts, style, { shape, isPaired: style.explode });
}

function treeFromMatrix(text: string, style: TextStyle, shape: Shape): TextTree | Malformed {
  if (!text.startsWith(';')) return { malformed: `must start with ";${style.name}=" (style matrix)` };
  const parts = text.slice(1).split(';');
  if (style.explode && shape === 'object') return treeFromParts(text === ';' ? [] : parts, style, { shape, isPaired: true });
  const values: string[] = [];
  for (const part of parts) {
    const [name = '', value] = splitOnce(part);
    if (style.decode(name) !== style.name) return { malformed: `must start with ";${style.name}=" (style matrix)` };
    values.push(value ?? '');
  }
  if (shape === 'array' && style.explode) return treeFromParts(values, style, { shape, isPaired: false });
  const value = values.join(';');
  if (shape === 'primitive') return decodeWhole(value, style);
  return treeFromParts(value === '' ? [] : value.split(','), style, { shape, isPaired: false });
}

function treeFromParts(
  parts: readonly string[],
  style: TextStyle,
  { shape, isPaired }: { readonly shape: Shape; readonly isPaired: boolean },
): TextTree | Malformed {
  const flat = shape === 'object' && isPaired ? parts.flatMap((part) => splitOnce(part)) : parts;
  const texts: string[] = [];
  for (const part of flat) {
    const decoded = style.decode(part);
    if (decoded === undefined) return BROKEN_ESCAPE;
    texts.push(decoded);
  }
  if (shape !== 'object') return texts;
  if (texts.length % 2 === 1) return { malformed: 'must have a value after each name' };
  const members = new Map<string, TextTree>();
  for (let index = 0; index < texts.length; index += 2) members.set(texts[index] ?? '', texts[index + 1] ?? '');
  return members;
}

function decodeWhole(text: string, style: TextStyle): TextTree | Malformed {
  return style.decode(text) ?? BROKEN_ESCAPE;
}

/** A name without `=` stands for itself with no value. */
function splitOnce(part: string): readonly [name: string, value: string] {
  const equals = part.indexOf('=');
  return equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
}

export const BROKEN_ESCAPE: Malformed = { malformed: 'has a "%" that starts no valid escape' };

/** Clients differ in whether they encode these delimiters; both ways are read. */
const DELIMITERS: Partial<Record<ParameterStyle, string | RegExp>> = {
  spaceDelimited: /%20|\+| /,
  pipeDelimited: /\||%7C/i,
  tabDelimited: /\t|%09/,
};
