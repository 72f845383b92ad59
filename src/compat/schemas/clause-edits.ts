import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import type { Sides } from '../sides.js';
import { type ComparedClauses, clauseEdit, clausesOf } from './clause-edit.js';
import type { SchemaEdit } from './schema-edit.js';
import type { SchemaView } from './schema-view.js';
import { listNodes } from './schema-view.js';

type IsSame = (older: Node, newer: Node) => boolean;

/**
 * The clauses that two schemas write differently, without what stands below them where both versions have it.
 *
 * @param views - of both
 * @param isSame - whether two schemas are written alike
 * @returns relative to the schemas
 */
export function clauseEdits(views: Sides<SchemaView>, isSame: IsSame): readonly SchemaEdit[] {
  const compared = (keyword: string): ComparedClauses => ({ location: [], keyword, clauses: clausesOf(views, keyword) });
  const subschemas = ['items', 'additionalProperties'].map(compared).filter(({ clauses }) => !isSchemaOnBoth(clauses));
  return [
    ...VALUE_KEYWORDS.map(compared).filter(isOtherValue),
    ...OPAQUE_KEYWORDS.map(compared).filter((clauses) => isOtherSchema(clauses, isSame)),
    ...['anyOf', 'oneOf'].map(compared).filter(isOtherCount),
    ...subschemas.filter((clauses) => isOtherSchema(clauses, isSame)),
  ].map(clauseEdit);
}

/**
 * Whether a keyword has a schema in both versions, so that the two can be compared.
 *
 * @param clauses - of the keyword
 */
export function isSchemaOnBoth([older, newer]: Sides<readonly Clause[]>): boolean {
  return older.length > 0 && newer.length > 0 && [...older, ...newer].every(({ value }) => isJsonObject(value));
}

function isOtherValue({ clauses: [older, newer] }: ComparedClauses): boolean {
  return (older.length > 0 || newer.length > 0) && valuesText(older) !== valuesText(newer);
}

/** The order of types and values means nothing. */
function valuesText(clauses: readonly Clause[]): string {
  const texts = clauses.map(({ keyword, value }) => {
    const values = keyword === 'type' && typeof value === 'string' ? [value] : value;
    return UNORDERED.has(keyword) && Array.isArray(values)
      ? JSON.stringify(values.map((one) => JSON.stringify(one)).toSorted())
      : JSON.stringify(value);
  });
  return [...new Set(texts)].toSorted().join(' ');
}

function isOtherSchema({ clauses: [older, newer] }: ComparedClauses, isSame: IsSame): boolean {
  if (older.length !== newer.length) return true;
  return older.some((clause, index) => {
    const other = newer[index];
    return other === undefined || !isSame(childNode(clause, clause.value), childNode(other, other.value));
  });
}

function isOtherCount({ clauses: [older, newer] }: ComparedClauses): boolean {
  return older.length !== newer.length || older.flatMap(listNodes).length !== newer.flatMap(listNodes).length;
}

const UNORDERED: ReadonlySet<string> = new Set(['type', 'enum']);
const VALUE_KEYWORDS: readonly string[] = (
  'type enum const nullable minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern ' +
  'minItems maxItems uniqueItems minContains maxContains minProperties maxProperties dependentRequired'
).split(' ');
const OPAQUE_KEYWORDS: readonly string[] =
  'not if then else contains propertyNames patternProperties dependentSchemas prefixItems unevaluatedItems unevaluatedProperties'.split(
    ' ',
  );
