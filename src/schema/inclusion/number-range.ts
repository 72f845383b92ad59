import { formatTest } from '../format/format.js';
import { isMultipleOf } from '../multiple-of.js';
import type { Atom } from './atom.js';
import { FRACTION } from './value-types.js';

/**
 * Whether no number of a type keeps to all atoms.
 *
 * @param type - the bit of whole numbers, or of those with a fraction
 * @param atoms - of any kind; those of other types are passed over
 * @param isRefused - whether a number is known not to be let in, for other reasons
 */
export function hasNoNumber(type: number, atoms: readonly Atom[], isRefused: (value: number) => boolean): boolean {
  const range = rangeOf(atoms);
  if (range.least > range.most || (range.least === range.most && (range.isLeastOut || range.isMostOut))) return true;
  if (hasClash(atoms, range)) return true;
  return type === FRACTION ? hasNoFraction(atoms, range, isRefused) : hasNoInteger(atoms, range, isRefused);
}

interface Range {
  least: number;
  most: number;
  isLeastOut: boolean;
  isMostOut: boolean;
}

function rangeOf(atoms: readonly Atom[]): Range {
  const range: Range = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY, isLeastOut: false, isMostOut: false };
  for (const atom of atoms) {
    if (atom.kind === 'limit') narrow(range, atom.keyword, atom.limit);
    const bounds = atom.kind === 'format' && atom.isHeld ? FORMAT_BOUNDS.get(atom.name) : undefined;
    if (bounds !== undefined) {
      narrow(range, 'minimum', bounds[0]);
      narrow(range, 'maximum', bounds[1]);
    }
  }
  return range;
}

function narrow(range: Range, keyword: string, limit: number): void {
  if (keyword === 'minimum' && limit > range.least) [range.least, range.isLeastOut] = [limit, false];
  if (keyword === 'maximum' && limit < range.most) [range.most, range.isMostOut] = [limit, false];
  if (keyword === 'exclusiveMinimum' && limit >= range.least) [range.least, range.isLeastOut] = [limit, true];
  if (keyword === 'exclusiveMaximum' && limit <= range.most) [range.most, range.isMostOut] = [limit, true];
}

/** As `formatTest` has them. */
const FORMAT_BOUNDS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['int32', [-(2 ** 31), 2 ** 31 - 1]],
  ['int64', [-(2 ** 63), 2 ** 63]],
]);
const WHOLE_FORMATS: ReadonlySet<string> = new Set(FORMAT_BOUNDS.keys());

/** What one atom says and another denies. */
function hasClash(atoms: readonly Atom[], range: Range): boolean {
  const steps = atoms.flatMap((atom) => (atom.kind === 'multiple' && atom.isHeld ? [atom.step] : []));
  return atoms.some((atom) => {
    if (atom.kind === 'multiple' && !atom.isHeld) return steps.some((step) => isMultipleOf(step, atom.step));
    if (atom.kind !== 'format' || atom.isHeld) return false;
    const bounds = FORMAT_BOUNDS.get(atom.name);
    // A format of texts lets every number in.
    if (bounds === undefined) return true;
    const isWhole = steps.some(Number.isInteger) || hasWholeFormat(atoms);
    return isWhole && range.least >= bounds[0] && range.most <= bounds[1];
  });
}

function hasWholeFormat(atoms: readonly Atom[]): boolean {
  return atoms.some((atom) => atom.kind === 'format' && atom.isHeld && WHOLE_FORMATS.has(atom.name));
}

function hasNoFraction(atoms: readonly Atom[], { least, most }: Range, isRefused: (value: number) => boolean): boolean {
  if (hasWholeFormat(atoms)) return true;
  const steps = atoms.flatMap((atom) => (atom.kind === 'multiple' && atom.isHeld ? [atom.step] : []));
  if (steps.some(Number.isInteger)) return true;
  if (least === most) return Number.isInteger(least) || isRefused(least);
  const step = Math.max(0, ...steps);
  return step > 0 && isExhausted({ step, least, most }, (value) => Number.isInteger(value) || !isHeldBy(atoms, value) || isRefused(value));
}

function hasNoInteger(atoms: readonly Atom[], range: Range, isRefused: (value: number) => boolean): boolean {
  const least = range.isLeastOut ? Math.floor(range.least) + 1 : Math.ceil(range.least);
  const most = range.isMostOut ? Math.ceil(range.most) - 1 : Math.floor(range.most);
  if (least > most) return true;
  const isDenied = atoms.some((atom) => {
    if (atom.kind === 'multiple' && !atom.isHeld) return isMultipleOf(1, atom.step);
    if (atom.kind !== 'format' || atom.isHeld) return false;
    const bounds = FORMAT_BOUNDS.get(atom.name);
    return bounds !== undefined && least >= bounds[0] && most <= bounds[1];
  });
  if (isDenied) return true;
  const steps = atoms.flatMap((atom) => (atom.kind === 'multiple' && atom.isHeld && Number.isInteger(atom.step) ? [atom.step] : []));
  return (
    isExhausted({ step: Math.max(1, ...steps), least, most }, (value) => !isHeldBy(atoms, value) || isRefused(value)) || isNeverMet(atoms)
  );
}

/** Several steps meet at their common multiples only: if a denied step divides those, nothing is left. */
function isNeverMet(atoms: readonly Atom[]): boolean {
  let common = 1;
  for (const atom of atoms) {
    if (atom.kind !== 'multiple' || !atom.isHeld) continue;
    // A step that divides one says nothing of whole numbers; of others only whole steps are multiplied out.
    if (!Number.isInteger(atom.step)) continue;
    common = (common / greatestDivisor(common, atom.step)) * atom.step;
  }
  if (!Number.isSafeInteger(common)) return false;
  return atoms.some((atom) => atom.kind === 'multiple' && !atom.isHeld && isMultipleOf(common, atom.step));
}

function greatestDivisor(first: number, second: number): number {
  let [left, right] = [first, second];
  while (right !== 0) [left, right] = [right, left % right];
  return left;
}

interface Steps {
  readonly step: number;
  readonly least: number;
  readonly most: number;
}

const MAX_COUNT = 500;

/** Whether the multiples of a step are few and all of them are out. */
function isExhausted({ step, least, most }: Steps, isOut: (value: number) => boolean): boolean {
  const first = Math.ceil(least / step);
  const last = Math.floor(most / step);
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last - first > MAX_COUNT) return false;
  // A quotient of decimals may be off by one.
  const from = Number.isInteger(step) ? first : first - 1;
  const to = Number.isInteger(step) ? last : last + 1;
  for (let count = from; count <= to; count += 1) if (!isOut(rounded(count * step, step))) return false;
  return true;
}

/** `3 × 0.1` as it would be written, `0.3`. */
function rounded(value: number, step: number): number {
  return Number.isInteger(step) ? value : Number(value.toPrecision(15));
}

/**
 * Whether a number keeps to what the atoms say of numbers.
 *
 * @param atoms - of any kind
 * @param value - any number
 */
function isHeldBy(atoms: readonly Atom[], value: number): boolean {
  return atoms.every((atom) => isNumberHeld(atom, value));
}

function isNumberHeld(atom: Atom, value: number): boolean {
  if (atom.kind === 'multiple') return isMultipleOf(value, atom.step) === atom.isHeld;
  if (atom.kind === 'format') return (formatTest(atom.name)?.(value) ?? true) === atom.isHeld;
  if (atom.kind !== 'limit') return true;
  switch (atom.keyword) {
    case 'minimum':
      return value >= atom.limit;
    case 'maximum':
      return value <= atom.limit;
    case 'exclusiveMinimum':
      return value > atom.limit;
    case 'exclusiveMaximum':
      return value < atom.limit;
    default:
      return true;
  }
}

/**
 * Whether a value keeps to what an atom says of numbers and texts; of others it is not known, and yes.
 *
 * @param atom - of any kind
 * @param value - any
 */
export function isNumberAtomHeld(atom: Atom, value: number): boolean {
  return isNumberHeld(atom, value);
}
