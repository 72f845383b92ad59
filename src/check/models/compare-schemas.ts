import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { isEqualJson } from '../../schema/equality.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { resolveSchema } from '../../schema/schema-at.js';
import { normalForm } from './normal-form.js';
import type { Witness } from './tell-apart.js';
import { tellApart } from './tell-apart.js';

/** Two schemas that are meant to mean the same. */
export interface ComparedSchemas {
  readonly first: Schema;
  readonly second: Schema;
  readonly seed: string;
  /** Of distinct clauses, for each of the two that refuses. */
  readonly maxWitnessCount: number;
}

/** Whether two schemas let in the same values. */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'different'; readonly differences: readonly Difference[] }
  /** They are written differently, and no value was found that tells them apart. */
  | { readonly kind: 'undecided' };

/** A value that one of the two lets in and the other does not. */
export interface Difference extends Witness {
  readonly refusedBy: 'first' | 'second';
  /** The way the value travels; `undefined` where that makes no difference. */
  readonly direction: Direction | undefined;
}

/**
 * Whether two schemas mean the same: equal only when their normal forms or texts are, different only with a value that one lets in and the
 * other refuses.
 *
 * @param compared - the two, and how many differences are wanted
 */
export function compareSchemas(compared: ComparedSchemas): Comparison {
  const { first, second } = compared;
  if (isSameText(first, second)) return { kind: 'equal' };
  const directions = directionsOf(first, second);
  const open = directions.filter((direction) => !hasSameForm(first, second, direction));
  if (open.length === 0) return { kind: 'equal' };
  const differences = open.flatMap((direction) => differencesIn(compared, direction));
  return differences.length === 0 ? { kind: 'undecided' } : { kind: 'different', differences: eachOnce(differences) };
}

/** Both ways only where the schemas speak of ways, or are too large to know. */
function directionsOf(first: Schema, second: Schema): readonly (Direction | undefined)[] {
  const isDirected = [first, second].some((schema) => {
    const { text, hasDirections } = normalForm(schema);
    return hasDirections || text === undefined;
  });
  return isDirected ? ['request', 'response'] : [undefined];
}

function hasSameForm(first: Schema, second: Schema, direction: Direction | undefined): boolean {
  const { text } = normalForm(first, direction);
  return text !== undefined && text === normalForm(second, direction).text;
}

/** The same place, or the same words that lead nowhere else. */
function isSameText(first: Schema, second: Schema): boolean {
  const [left, right] = [resolveSchema(first), resolveSchema(second)];
  if (left === undefined || right === undefined) return false;
  if (left.value === right.value && left.uri === right.uri && left.dialect === right.dialect) return true;
  if (left.uri !== '' && left.uri === right.uri && left.pointer === right.pointer && left.dialect === right.dialect) return true;
  return left.dialect === right.dialect && !hasReference(left.value) && isEqualJson(left.value, right.value);
}

function hasReference(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasReference);
  return isJsonObject(value) && Object.entries(value).some(([name, inner]) => REFERENCES.has(name) || hasReference(inner ?? null));
}

const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

function differencesIn(compared: ComparedSchemas, direction: Direction | undefined): readonly Difference[] {
  const { first, second, seed, maxWitnessCount } = compared;
  const bySecond = tellApart({ accepting: first, refusing: second, direction, seed, maxWitnessCount });
  const byFirst = tellApart({ accepting: second, refusing: first, direction, seed, maxWitnessCount });
  return [
    ...bySecond.map((witness) => ({ ...witness, refusedBy: 'second', direction }) as const),
    ...byFirst.map((witness) => ({ ...witness, refusedBy: 'first', direction }) as const),
  ];
}

/** What shows both ways is one difference, and not one of a way. */
function eachOnce(differences: readonly Difference[]): readonly Difference[] {
  const byClause = new Map<string, Difference>();
  for (const difference of differences) {
    const { violation, refusedBy } = difference;
    const key = JSON.stringify([refusedBy, violation.schemaUri, violation.schemaPointer, violation.instancePointer, violation.args]);
    const known = byClause.get(key);
    byClause.set(key, known === undefined ? difference : { ...known, direction: undefined });
  }
  return [...byClause.values()];
}
