import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import { nodeFromSchema } from '../node.js';
import type { Direction, Schema } from '../schema.js';
import { appendToken } from '../../base/json-pointer.js';
import { isDemand } from './demand.js';
import { reachablePlaces } from './reachable-places.js';

/** A clause where it was written. */
export interface SchemaClause {
  /** The 2020-12 name; `false schema` where a schema is `false`. */
  readonly keyword: string;
  /** The document the clause stands in. */
  readonly schemaUri: string;
  /** JSON pointer of the clause in that document. */
  readonly schemaPointer: string;
}

/**
 * The clauses that values of a schema can meet, each once, the shallowest first: those that let in some values and not others, at any place
 * that members, items, unions and references lead to. Remarks are not among them, nor what only leads further (`properties`, `allOf`, `$ref`),
 * nor what stands in `not`, `if`, `contains` and `propertyNames`.
 *
 * @param schema - where it was written
 * @param options - members that do not travel in the direction are left out
 * @returns at most {@link MAX_CLAUSE_COUNT}
 */
export function schemaClauses(schema: Schema, options: { readonly direction?: Direction | undefined } = {}): readonly SchemaClause[] {
  const found = new Map<string, SchemaClause>();
  for (const place of reachablePlaces(nodeFromSchema(schema), options.direction)) {
    for (const node of place.nodes) for (const clause of demandsOf(node)) found.set(keyOfClause(clause), clause);
    if (found.size >= MAX_CLAUSE_COUNT) break;
  }
  return [...found.values()].slice(0, MAX_CLAUSE_COUNT);
}

const MAX_CLAUSE_COUNT = 5_000;

/**
 * What a clause is known by.
 *
 * @param clause - of any schema
 */
export function keyOfClause({ keyword, schemaUri, schemaPointer }: SchemaClause): string {
  return `${keyword} ${schemaUri}#${schemaPointer}`;
}

/**
 * A clause as other rooms see it.
 *
 * @param clause - as read from its schema
 */
export function schemaClauseOf({ keyword, node, written }: Clause): SchemaClause {
  return { keyword, schemaUri: node.resource.documentUri, schemaPointer: appendToken(node.pointer, written) };
}

/**
 * The clauses of one schema that demand something.
 *
 * @param node - the schema
 */
export function demandsOf(node: Node): readonly SchemaClause[] {
  if (node.value === false) return [{ keyword: 'false schema', schemaUri: node.resource.documentUri, schemaPointer: node.pointer }];
  return [...clausesFromNode(node).values()].filter(isDemand).map(schemaClauseOf);
}
