import type { JsonValue } from '../../base/json.js';
import { codePointCount } from '../code-points.js';
import { isEqualJson } from '../equality.js';
import { formatTest } from '../format/format.js';
import { memberOf } from '../member.js';
import { patternFromText } from '../pattern/pattern.js';
import type { Direction } from '../schema.js';
import { isValidByNode } from '../validate.js';
import { isJsonObject } from '../../base/json.js';
import type { Atom } from './atom.js';
import type { Case } from './case.js';
import { isNumberAtomHeld } from './number-range.js';
import { typeOfValue } from './value-types.js';

/**
 * Whether a value may be one of a case. No is certain; yes also where it is not known.
 *
 * @param given - the case
 * @param value - any
 * @param direction - the way it travels
 */
export function mayBe(given: Case, value: JsonValue, direction: Direction | undefined): boolean {
  if ((given.types & typeOfValue(value)) === 0) return false;
  if (!given.atoms.every((atom) => mayHold(atom, value))) return false;
  // What is valid is also written and read; what is written is valid.
  if (!given.held.every(({ node }) => isValidByNode(node, value, { direction }))) return false;
  return !given.refused.some(({ node }) => isValidByNode(node, value, { direction }));
}

/**
 * All values that a case may have, where they are listed or few; `undefined` where they are not.
 *
 * @param given - the case
 */
export function listedValues({ atoms }: Case): readonly JsonValue[] | undefined {
  for (const atom of atoms) if (atom.kind === 'values' && atom.values.length <= MAX_VALUE_COUNT) return atom.values;
  return undefined;
}

const MAX_VALUE_COUNT = 5_000;

function mayHold(atom: Atom, value: JsonValue): boolean {
  if (atom.kind === 'values') return isListed(atom.values, value);
  if (atom.kind === 'not-values') return !isListed(atom.values, value);
  if (typeof value === 'number') return isNumberAtomHeld(atom, value);
  if (typeof value === 'string') return mayTextHold(atom, value);
  if (Array.isArray(value)) return atom.kind !== 'limit' || isCountHeld(atom, value.length, ['minItems', 'maxItems']);
  return !isJsonObject(value) || mayObjectHold(atom, value);
}

function isListed(values: readonly JsonValue[], value: JsonValue): boolean {
  return values.some((listed) => isEqualJson(listed, value));
}

function mayTextHold(atom: Atom, text: string): boolean {
  if (atom.kind === 'pattern') return patternFromText(atom.source).test(text) === atom.isHeld;
  if (atom.kind === 'format') return (formatTest(atom.name)?.(text) ?? true) === atom.isHeld;
  return atom.kind !== 'limit' || isCountHeld(atom, codePointCount(text), ['minLength', 'maxLength']);
}

function mayObjectHold(atom: Atom, value: Parameters<typeof memberOf>[0]): boolean {
  if (atom.kind === 'present') return memberOf(value, atom.name) !== undefined;
  if (atom.kind === 'absent') return memberOf(value, atom.name) === undefined;
  return atom.kind !== 'limit' || isCountHeld(atom, Object.keys(value).length, ['minProperties', 'maxProperties']);
}

function isCountHeld(
  { keyword, limit }: Extract<Atom, { kind: 'limit' }>,
  count: number,
  [least, most]: readonly [least: string, most: string],
): boolean {
  if (keyword === least) return count >= limit;
  return keyword !== most || count <= limit;
}
