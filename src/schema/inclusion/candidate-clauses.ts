import type { JsonValue } from '../../base/json.js';
import { isDemand } from '../boundary/demand.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { PairedPlace } from './candidate-places.js';
import type { Sameness } from './same-schema.js';
import { clausesNamed } from '../sample/facts.js';

/**
 * The reader's clauses at a place that the writer does not plainly keep: neither by saying the same nor by a closer limit.
 *
 * @param pair - the place
 * @param sameness - of the two documents
 */
export function openClauses({ place, readers }: PairedPlace, sameness: Sameness): readonly Clause[] {
  const clauses = readers.flatMap((node) => [...clausesFromNode(node).values()]);
  return clauses.filter((clause) => {
    if (!isDemand(clause) && !DEMANDING.has(clause.keyword)) return false;
    return !clausesNamed(place.nodes, clause.keyword).some((own) => isKept(clause, own, sameness));
  });
}

/** What demands by what it holds; `contains` also when it only says how many are too many. */
const DEMANDING: ReadonlySet<string> = new Set(['if', 'dependentSchemas', 'contains']);

function isKept(clause: Clause, own: Clause, sameness: Sameness): boolean {
  const { keyword } = clause;
  if (keyword === 'type') return typesOf(own.value).every((type) => isOneOf(typesOf(clause.value), type));
  const [limit, ownLimit] = [clause.value, own.value];
  if (typeof limit === 'number' && typeof ownLimit === 'number') {
    if (LOWER_LIMITS.has(keyword)) return ownLimit >= limit;
    if (UPPER_LIMITS.has(keyword)) return ownLimit <= limit;
  }
  return sameness.isSameClause(clause, own);
}

function typesOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

function isOneOf(types: readonly JsonValue[], type: JsonValue): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

const LOWER_LIMITS: ReadonlySet<string> = new Set('minimum exclusiveMinimum minLength minItems minProperties'.split(' '));
const UPPER_LIMITS: ReadonlySet<string> = new Set('maximum exclusiveMaximum maxLength maxItems maxProperties'.split(' '));
