import { appendToken } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Clause } from '../../schema/clauses.js';
import type { Node } from '../../schema/node.js';
import type { SchemaEdit } from './schema-edit.js';
import type { SchemaView } from './schema-view.js';
import type { Sides } from '../sides.js';

/** The clauses of one keyword on both sides. */
export interface ComparedClauses {
  readonly location: readonly string[];
  readonly keyword: string;
  readonly clauses: Sides<readonly Clause[]>;
}

/**
 * The clauses of a keyword on both sides.
 *
 * @param views - of the schemas
 * @param keyword - as it is laid together
 */
export function clausesOf([older, newer]: Sides<SchemaView>, keyword: string): Sides<readonly Clause[]> {
  return [older.clauses.get(keyword) ?? [], newer.clauses.get(keyword) ?? []];
}

/**
 * That a clause is written differently.
 *
 * @param compared - both of its writings
 */
export function clauseEdit({ location, keyword, clauses: [older, newer] }: ComparedClauses): SchemaEdit {
  return {
    kind: 'clause',
    keyword,
    location,
    older: placeOfClause(older[0]),
    newer: placeOfClause(newer[0]),
    before: older[0]?.value,
    after: newer[0]?.value,
  };
}

function placeOfClause(clause: Clause | undefined): Place | undefined {
  if (clause === undefined) return undefined;
  return { file: clause.node.resource.documentUri, pointer: appendToken(clause.node.pointer, clause.written) };
}

/**
 * Where a schema stands.
 *
 * @param node - if there is one
 */
export function placeOf(node: Node | undefined): Place | undefined {
  return node === undefined ? undefined : { file: node.resource.documentUri, pointer: node.pointer };
}

/**
 * Where a view has members, for those that one version lacks.
 *
 * @param view - of one version
 */
export function placeOfView({ nodes, clauses }: SchemaView): Place | undefined {
  return placeOf(clauses.get('properties')?.[0]?.node ?? nodes.at(-1) ?? nodes[0]);
}

type EditPlaces = Pick<SchemaEdit, 'older' | 'newer'>;

/**
 * That a member came or went.
 *
 * @param kind - which of both
 * @param location - of the member
 * @param places - where it stands, or would
 */
export function memberEdit(kind: 'member-added' | 'member-removed', location: readonly string[], places: EditPlaces): SchemaEdit {
  return { kind, keyword: 'properties', location, ...places, before: undefined, after: undefined };
}
